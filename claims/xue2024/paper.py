"""What the pages of Xue et al. 2024 share: the source."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "reconstructed") -> Source:
    """A statement of the paper."""
    return Source("Xue et al. 2024", arxiv="2310.04971", item=item, exactness=exactness)
