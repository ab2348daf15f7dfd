"""Stage 2: what training does once the coefficients are of order one."""
