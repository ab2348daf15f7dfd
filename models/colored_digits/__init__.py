"""Digits in colours that predict their labels: the images, the encoders, the two trainings and the readouts."""
