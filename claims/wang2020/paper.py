"""What the pages of Wang and Isola 2020 share: the source and how it was read, and what is required."""

from theoremcheck import Source

__all__ = ["ALWAYS", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; its section 4.2 was read, with Theorem 1."""
    return Source("Wang and Isola 2020", arxiv="2005.10242", item=item, exactness=exactness)


ALWAYS = 0.99
"""Required of what holds in every draw: the share that 377 draws without a failure can show."""
