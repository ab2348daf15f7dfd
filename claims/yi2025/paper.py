"""What the pages of Yi et al. 2025 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the preprint's second version, of 7 October 2025.

    Read in a stored extraction were sections 1 to 5, appendix E.3 (Theorem 3, its auxiliary theorems and lemmas) and
    the proof of Theorem 4. Of a later version, at ICML 2026 under another title, the abstract alone was read.
    """
    return Source("Yi et al. 2025", arxiv="2510.03268v2", item=item, exactness=exactness)
