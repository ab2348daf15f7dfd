"""What the pages of Xu et al. 2024 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["REQUIRED", "source"]

REQUIRED = 0.9
"""An experiment's: the abstract gives no rate."""


def source(item: str) -> Source:
    """A statement of ours about what the abstract names; nothing but the abstract was read, and there is no code."""
    return Source("Xu, You and Shen 2024", item=f"abstract; {item}", exactness="reconstructed")
