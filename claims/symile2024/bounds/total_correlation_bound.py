r"""Symile's loss bounds the total correlation from below: for every critic, every N and every anchor.

With an anchor x, one positive $(y_1, z_1) \sim p(y, z | x)$ and N - 1 negatives from $p(y) p(z)$, all independent,
$$ B_N(g) = \log N + E \log \frac{e^{g(x, y_1, z_1)}}{\sum_{j=1}^N e^{g(x, y_j, z_j)}}
   \le TC(x, y, z) = KL\bigl( p(x, y, z) \,\|\, p(x) p(y) p(z) \bigr) . $$

Reconstructed: Donsker and Varadhan's inequality for the law of all candidates P, and Q with the positive replaced by an
independent draw; $KL(P \| Q) = TC$, and the softmax of an exchangeable set has mean $1/N$.

Operational: the largest of five critics' bounds, among them $g^* = \log p / q$, at which the room is least (1e-4 at N
= 1,024). A random table has no preferred axis, so the first one stands for a random anchor. No training takes part,
and a constant critic, whose bound is 0, would pass: the page has teeth because $g^*$ is among the critics. Negatives
drawn as joint pairs $p(y, z)$ are no control: the bound then tends to $I(x; (y, z))$, which is less than TC.
"""

from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.bounds import (
    Bound,
    Negatives,
    RandomTable,
    among_candidates,
    among_negatives_alone,
    critics_around,
    independent,
    rolled,
    sizes_of,
)
from strategies.symile2024.bounds import random_tables, tables_with_many_candidates
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(
    tables: RandomTable, streams: Streams, negatives: Negatives = independent, bound: Bound = among_candidates
) -> Observables:
    """The largest bound of five critics, exactly, and the total correlation; shape (trials,)."""
    joint = tables.law(streams)
    law = negatives(joint, tables)
    bounds = bound(joint, critics_around(joint, law, streams), tables.candidates, law)
    information, _ = sizes_of(joint)
    return Observables(largest_bound=bounds.amax(dim=0), total_correlation=information)


CLAIM = Claim(
    name="symile2024.total-correlation-bound",
    statement=__doc__,
    source=source("Theorem 3.1 (number recalled)"),
    regimes=random_tables(),
    experiment=experiment,
    prediction=AtMost(
        "largest_bound", "total_correlation", "nat", slack=1e-8, because="the quadrature is tested to that"
    ),
    required=0.99,  # the theorem says always
    controls=(
        Control(
            breaks="the positive is one of the candidates in the denominator",
            experiment=partial(experiment, bound=among_negatives_alone),
        ),
        Control(
            breaks="negatives have the law of the product of marginals (here: another marginal of y)",
            regimes=tables_with_many_candidates(),
            experiment=partial(experiment, negatives=rolled),
        ),
    ),
    dtype=torch.float64,
)
