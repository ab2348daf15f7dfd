"""What the pages of Liang et al. 2022 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; read were section 4, and Theorems 1 and 2 as the authors' repository prints them."""
    return Source("Liang et al. 2022", arxiv="2203.02053", item=item, exactness=exactness)
