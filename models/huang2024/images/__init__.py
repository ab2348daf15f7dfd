"""Digits in colours that predict their labels: colours, views, the encoder, the trainings and the readouts."""
