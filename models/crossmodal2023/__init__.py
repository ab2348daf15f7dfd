"""Few-shot classification with class names as further shots: Lin et al. 2023, arXiv:2301.06267."""
