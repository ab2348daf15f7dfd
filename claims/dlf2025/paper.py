"""What the pages of Wang et al. 2025 share: the source and how it was read."""

from theoremcheck import Source, Trust

__all__ = ["REQUIRED", "TRUST", "source"]

REQUIRED = 0.9
"""An experiment's: the abstract gives no rate."""

# Draws in float64 take twice as long; 600 steps of Adam carry on the order of sums.
TRUST = Trust(fraction=0.05, at_least=2, round_off=0.05)


def source(item: str) -> Source:
    """Read were abstract, code and configuration, and neither body nor ablations: on a synthetic surrogate of ours."""
    return Source(
        "Wang et al. 2025", arxiv="2412.12225", item=f"abstract, synthetic surrogate: {item}", exactness="reconstructed"
    )
