"""What the pages of Lee et al. 2024 share: the source, how it was read, and what is required of a descent."""

from theoremcheck import Source

__all__ = ["AT_THE_END", "FOUND", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; read were its abstract, its opening and its code, without numbers of theorems."""
    return Source("Lee et al. 2024", arxiv="2402.12613", item=item, exactness=exactness)


FOUND = 0.95
"""The optimum has no exceptions; a descent from a random start may miss it."""

AT_THE_END = 0.999
"""A cosine that counts as 1 where a line is mapped. The optimum's leaves 1 at the line, with a finite slope: it passes
0.999 within 0.1 % of either line, and 0.99 up to 0.9 % off, which a map tells from the line. (A first map, at 0.99, was
seen to.) Descents end within 5e-4 of the optimum."""
