"""Smaller lemmas: the start against cross-talk, pairs that shrink, negatives along a reference."""
