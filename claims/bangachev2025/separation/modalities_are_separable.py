r"""Where matched scores are positive and all others negative, a direction separates the modalities.

For $N \ge d + 2$ pairs of unit vectors in $R^d$ with $\langle U_i, V_i \rangle > 0$ for all i and
$\langle U_i, V_j \rangle < 0$ for all $i \ne j$ there is a unit h with $\langle h, U_i \rangle > 0$ for all i and
$\langle h, V_j \rangle < 0$ for at least N - d of the j.

The proof is an algorithm: h points to the point of least norm in the convex hull of the $U_i$, which at most d of them
span (Caratheodory); here it is found by non-negative least squares. The text calls the property a modality gap: it is
linear separability through the origin, and says nothing of the distance of the centres.

Operational: on plain draws all N captions lie on the other side. So each is moved towards h until 99 % of the way to
the first sign that would turn: h does not change, and as many captions as may cross do. `beyond` is how many lie on the
other side above N - d. The paper's Construction 3, which attains N - d + 1, was read and not run.
"""

from functools import partial

import torch

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.separation import SignedPairs, SimplexPairs, least_norm_direction, tilted
from strategies.bangachev2025.separation import mapped_simplices, signed_pairs
from theoremcheck import AllOf, AtLeast, Claim, Control, Observables, Streams


def observed(first: torch.Tensor, second: torch.Tensor, dimension: torch.Tensor | int) -> Observables:
    """What the direction of least norm does; shape (trials,) each."""
    direction = least_norm_direction(first)
    second = tilted(first, second, direction, share=0.99)
    negative = ((second @ direction[..., None])[..., 0] < 0).sum(dim=1).to(first.dtype)
    promised = first.shape[1] - dimension * torch.ones_like(negative)
    return Observables(
        least_product=(first @ direction[..., None])[..., 0].amin(dim=1),
        on_the_other_side=negative,
        promised=promised,
        beyond=negative - promised,
    )


def experiment(pairs: SignedPairs, streams: Streams) -> Observables:
    """The same of a signed configuration."""
    return observed(*pairs.draw(streams), pairs.dimension)


def of_simplex(pairs: SimplexPairs, streams: Streams, doubled: bool = False) -> Observables:
    """The same of a simplex under a linear map."""
    return observed(*pairs.draw(streams, doubled=doubled), pairs.dimension)


CLAIM = Claim(
    name="bangachev2025.modalities-are-separable",
    statement=__doc__,
    source=source("Theorem 3.6"),
    regimes=signed_pairs(),
    experiment=experiment,
    # All products of the hull's nearest point with its vectors are at least its norm: positive, not 0 to round-off.
    prediction=AllOf((AtLeast("least_product", 1e-9), AtLeast("on_the_other_side", "promised"))),
    required=ALWAYS,
    controls=(
        Control(
            breaks="there are d + 2 pairs (here: d + 1, a simplex)",
            regimes=mapped_simplices(),
            experiment=of_simplex,
        ),
        Control(
            breaks="all unmatched scores are negative (here: of d + 2 pairs two are near duplicates)",
            regimes=mapped_simplices(),
            experiment=partial(of_simplex, doubled=True),
        ),
    ),
    dtype=torch.float64,
)
