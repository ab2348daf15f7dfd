r"""At the optimal critic more candidates never loosen the bound.

With $g^* = \log p / q$, $B_{4N}(g^*) \ge B_N(g^*)$ at every N: the mean of N density ratios is a reverse martingale
under the law of negatives, and $t \log t$ is convex. Derived; that a larger N tightens the bound is recalled of the
paper, whose proofs were not read.

For another critic more candidates may do the opposite: at $-g^*$ the value falls.
"""

from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.bounds import Critic, RandomTable, among_candidates, independent, opposite, optimal
from strategies.symile2024.bounds import random_tables
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(tables: RandomTable, streams: Streams, critic: Critic = optimal) -> Observables:
    """The critic's bound, exactly, with N and with 4 N candidates; shape (trials,)."""
    joint = tables.law(streams)
    scores, law = critic(joint, streams), independent(joint, tables)
    few, many = (among_candidates(joint, scores, factor * tables.candidates, law) for factor in (1, 4))
    return Observables(bound=few, bound_with_more=many)


CLAIM = Claim(
    name="symile2024.gap-shrinks-with-candidates",
    statement=__doc__,
    source=source("section 3: tightness (derived)"),
    kind="corollary",
    regimes=random_tables(),
    experiment=experiment,
    prediction=AtLeast("bound_with_more", "bound", "nat", slack=1e-9, because="the quadrature errs by 1e-12 to 1e-10"),
    required=0.99,  # an inequality that holds always
    controls=(
        Control(
            breaks="the critic is optimal (here: its opposite)",
            experiment=partial(experiment, critic=opposite),
        ),
    ),
    reading_of="symile2024.gap-below-chi-square",
    dtype=torch.float64,
)
