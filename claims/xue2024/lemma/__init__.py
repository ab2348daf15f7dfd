"""Lemma 3.2: what the learned similarity of an image and a caption is."""
