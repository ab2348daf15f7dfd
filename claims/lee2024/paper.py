"""What the pages of Lee et al. 2024 share: the source, how it was read, and what is required of a descent."""

from theoremcheck import Source

__all__ = ["FOUND", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; read were its abstract, its opening and its code, without numbers of theorems."""
    return Source("Lee et al. 2024", arxiv="2402.12613", item=item, exactness=exactness)


FOUND = 0.95
"""The optimum has no exceptions; a descent from a random start may miss it."""
