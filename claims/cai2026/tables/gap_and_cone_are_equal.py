r"""Below the critical temperature a gap and a common cone cost exactly the same: mismatch rewards neither.

What mismatch rewards at the optimum is a shorter shared part (ours). With the notation of
`cai2026.no-gap-above-the-critical-temperature`, let $\beta > a^*$, $\rho^2 = 1 - a^*/\beta$ and w a simplex. Then
$$ u_i = (\sqrt{1-\rho^2}\, w_i,\; \rho\, e), \qquad v_i = (\sqrt{1-\rho^2}\, w_i,\; \rho f) $$
has the least loss, $-I(X; Y)$, for **any** two unit vectors e and f: with f = -e there is a gap of $2\rho$, with f = e
none, and both modalities lie in one cone, with $u = v$ and equal laws of both. The optimum leaves the centroids'
distance $\rho \|e - f\|$ free in $[0, 2\rho]$; start and dynamics choose.

Derived: scores are $\beta\langle u_i, v_j\rangle = a^* \langle w_i, w_j\rangle$ up to a constant, and the loss does not
see a constant. For every $\epsilon$ and every $\beta$, then, some minimiser has equal marginals: there is no knife edge
in these tables. That does not contradict the paper, which speaks of conditionals that differ from state to state: atoms
of unequal weight have no equal marginals.

Operational: in float64, the three losses agree with $-I$ within 1e-9, ten million times the round-off of one term and
far below the 1e-3 by which the simplex at 5 % above the line is worse.
"""

from collections.abc import Callable
from functools import partial

import torch

from claims.cai2026.paper import source
from models.cai2026.tables.pairs import OffsetPairs, offset_rows
from models.pair_tables import population_loss
from models.unit_vectors import centroid_distance
from strategies.cai2026.tables import offsets
from theoremcheck import AllOf, Claim, Control, Equals, Observables, Streams
from theoremcheck.numerics import total_correlation

Directions = Callable[[OffsetPairs, Streams], torch.Tensor]
"""(pairs, streams) -> sign of the constant part of each row of X, shape (trials, K)."""


def one_direction(pairs: OffsetPairs, streams: Streams) -> torch.Tensor:
    """All rows of X have the same constant part, shape (trials, K)."""
    return torch.ones(streams.trials, pairs.states, dtype=streams.dtype, device=streams.device)


def sign_by_sign(pairs: OffsetPairs, streams: Streams) -> torch.Tensor:
    """A random sign for each row of X; the first two differ, so that it is no constant."""
    signs = streams.signs("rows", (pairs.states,))
    return torch.cat([signs[:, :1], -signs[:, :1], signs[:, 2:]], dim=1)


def experiment(
    pairs: OffsetPairs, streams: Streams, directions: Directions = one_direction, share: float = 1.0
) -> Observables:
    """Losses of a gap, a cone and an angle between them, and minus the mutual information; shape (trials,) each."""
    joint, beta = pairs.joint, pairs.inverse_temperature[:, None, None]
    signs, angle = directions(pairs, streams), torch.as_tensor(pairs.angle)
    losses, distances = {}, {}
    for name, turned in {
        "gap": torch.full_like(angle, torch.pi),
        "cone": torch.zeros_like(angle),
        "angle": angle,
    }.items():
        first, second = offset_rows(pairs, signs, turned, share * pairs.offset)
        losses[f"loss_of_{name}"] = population_loss(joint, beta * first @ second.mT)
        distances[f"distance_of_{name}"] = centroid_distance(first, second)
    return Observables(**losses, **distances, least_loss=-total_correlation(joint))


CLAIM = Claim(
    name="cai2026.gap-and-cone-are-equal",
    statement=__doc__,
    source=source("section 4, on matched and mismatched pairs (ours: derived)"),
    kind="proposition",
    regimes=offsets(),
    experiment=experiment,
    prediction=AllOf(
        tuple(
            Equals(f"loss_of_{name}", "least_loss", tolerance=1e-9, relative=False) for name in ("gap", "cone", "angle")
        )
    ),
    required=0.99,
    controls=(
        Control(
            breaks="the offset is constant (here: a random sign for each row)",
            experiment=partial(experiment, directions=sign_by_sign),
        ),
        Control(
            breaks="its length is rho (here: 0, the aligned simplex)",
            experiment=partial(experiment, share=0.0),
        ),
    ),
    dtype=torch.float64,
)
