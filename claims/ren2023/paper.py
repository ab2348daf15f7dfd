"""What the pages of Ren and Li 2023 share: the source, half steps, and the thresholds of their operational readings."""

from dataclasses import replace

from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Source, Trust

__all__ = ["ALIGNED", "BALANCED", "SOURCE", "TRUST"]

SOURCE = Source(
    "Ren and Li 2023",
    arxiv="2304.03717",
    item="abstract (also of the ICLR 2023 submission); model, constants and thresholds reconstructed",
    exactness="reconstructed",
)

ALIGNED = 0.9
"""Similarity c from which a pair counts as aligned, when times are compared."""

BALANCED = 1.2
r"""$\kappa$ below which a representation counts as balanced: the operational reading of $1 + o(1)$."""


def _with_half_steps(pairs: LinearPairs) -> LinearPairs:
    """Two gradient steps of half the length on each batch: with the same batches, the same limit."""
    return replace(pairs, substeps=2 * pairs.substeps)


TRUST = Trust(refine=_with_half_steps)
