"""Digits in colours that predict their labels: the images, the encoder, the two trainings and the readouts."""
