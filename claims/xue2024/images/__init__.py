"""Figures 2 and 5 on real digits: what rich captions, and captions at all, are worth where a background misleads."""
