"""Mitigations of the gap: temperatures that are frozen, slowed down or scheduled, and swaps between modalities."""
