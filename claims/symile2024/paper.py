"""What the pages of Saporta et al. 2024 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "reconstructed") -> Source:
    """A statement of the paper; read were its abstract, captions and code: theorems are reconstructed."""
    return Source("Saporta et al. 2024", arxiv="2411.01053", item=item, exactness=exactness)
