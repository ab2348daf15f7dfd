"""Digits on backgrounds whose colour predicts the class: painting, captions, the two trainings and the readouts."""
