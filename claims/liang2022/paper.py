"""What the pages of Liang et al. 2022 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; read were sections 3 and 4, with Theorems 1 and 2, in an extraction of arXiv's text."""
    return Source("Liang et al. 2022", arxiv="2203.02053", item=item, exactness=exactness)
