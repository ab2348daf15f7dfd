r"""At the optimal critic the bound misses the total correlation by at most $\log(1 + \chi^2 / N)$.

With $g^* = \log r$, $r = p / q$ and $\chi^2 = E_p r - 1$, at every number of candidates N,
$$ 0 \le TC - B_N(g^*) = E \log \frac1N \sum_{j=1}^N r_j \le \log\Bigl( 1 + \frac{\chi^2}{N} \Bigr) . $$

That more negatives make the bound tighter and close it at the optimal critic is recalled of the paper, whose proofs
were not read; the two sides are derived. The upper one is Jensen's: under p the mean of the N ratios is
$1 + \chi^2 / N$ exactly. The gap is a half to nearly all of its ceiling (0.33 to 0.9998 measured).
"""

from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.bounds import (
    Critic,
    RandomTable,
    among_candidates,
    independent,
    optimal,
    pairwise,
    shifted_by_letter,
    sizes_of,
    twice_optimal,
)
from strategies.symile2024.bounds import random_tables, tables_with_many_candidates
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams

QUADRATURE = {"slack": 1e-8, "because": "the quadrature is tested to that"}


def experiment(tables: RandomTable, streams: Streams, critic: Critic = optimal) -> Observables:
    """The critic's bound, exactly, and what it lies between; shape (trials,)."""
    joint = tables.law(streams)
    information, chi_square = sizes_of(joint)
    bound = among_candidates(joint, critic(joint, streams), tables.candidates, independent(joint, tables))
    return Observables(
        bound=bound,
        total_correlation=information,
        lowest=information - torch.log1p(chi_square / tables.candidates),
    )


def with_many_candidates(breaks: str, critic: Critic) -> Control:
    """Another critic from N = 64 on: at N = 2 the ceiling leaves room for a wrong one."""
    return Control(breaks=breaks, regimes=tables_with_many_candidates(), experiment=partial(experiment, critic=critic))


CLAIM = Claim(
    name="symile2024.gap-below-chi-square",
    statement=__doc__,
    source=source("section 3: tightness (derived)"),
    kind="corollary",
    regimes=random_tables(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("bound", "lowest", "nat", **QUADRATURE),
            AtMost("bound", "total_correlation", "nat", **QUADRATURE),
        )
    ),
    required=0.99,  # an inequality that holds always
    controls=(
        with_many_candidates("the critic is optimal (here: twice it)", twice_optimal),
        with_many_candidates("the critic sees all modalities at once (here: the sum of its pairs' optima)", pairwise),
        with_many_candidates(
            "the critic is optimal for every anchor (here: off by a function of y)", shifted_by_letter
        ),
    ),
    dtype=torch.float64,
)
