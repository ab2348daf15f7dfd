"""What the pages of Shrivastava et al. 2023 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "reconstructed") -> Source:
    """A statement of the paper; read were its abstract, its introduction and its code: theorems are reconstructed."""
    return Source("Shrivastava et al. 2023", arxiv="2112.07133", item=item, exactness=exactness)
