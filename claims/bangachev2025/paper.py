"""What the pages of Bangachev et al. 2025 share: the source, and what is required of an inequality."""

from theoremcheck import Source

__all__ = ["ALWAYS", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; its text was read, display equations are rebuilt from the proofs in its appendices."""
    return Source("Bangachev et al. 2025", arxiv="2509.18552", item=item, exactness=exactness)


ALWAYS = 0.99
"""Required of an inequality that holds in every draw: the share that 377 draws without a failure can show."""
