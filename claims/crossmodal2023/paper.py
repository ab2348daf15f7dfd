"""What the pages of Lin et al. 2023 share: the source and how it was read."""

from theoremcheck import Source, Trust

__all__ = ["NAMES", "REQUIRED", "TRUST", "source"]


def source(item: str, exactness: str = "reconstructed") -> Source:
    """A statement about the paper's method; read were its abstract, one caption and its code. It proves nothing."""
    return Source("Lin et al. 2023", arxiv="2301.06267", item=item, exactness=exactness)


REQUIRED = 0.95
"""The statements are laws of means over many tasks; the rest is for what a hundred of them, or 24, cannot resolve."""

NAMES = "the text is of its own class (here: each class has the name of the next one)"

TRUST = Trust(fraction=0.05, at_least=8)
"""Of trained heads, for the cost alone: a draw takes a tenth to a third of a second, and about twice that again in
float64."""
