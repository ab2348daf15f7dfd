"""Shared and specific features of three modalities, and the losses that are to tell them apart."""
