"""What the pages of Yaras et al. 2025 share: the source, and how the integrators are checked."""

from models.yaras2025.flows.reduced import refined
from theoremcheck import Source, Trust

__all__ = ["TRUST", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper."""
    return Source("Yaras et al. 2025", arxiv="2412.07909", item=item, exactness=exactness)


TRUST = Trust(refine=refined)
