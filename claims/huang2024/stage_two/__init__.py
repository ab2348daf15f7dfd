"""Huang et al. 2024, stage 2 of both proofs: what training does once the coefficients are of order one."""
