"""Liang, Zhang, Kwon, Yeung and Zou 2022, Mind the Gap: where the modality gap comes from, and what keeps it."""
