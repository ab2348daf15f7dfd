r"""With all $n^2$ combinations of two independent pools as candidates, the loss still bounds the total correlation.

One positive $(y_1, z_1) \sim p(y, z | x)$, and pools $y_2, \dots, y_n$ and $z_2, \dots, z_n$ from p(y) and p(z),
independent of each other and of the positive: for every critic
$$ 2 \log n + E \log \frac{e^{g(x, y_1, z_1)}}{\sum_{j, k = 1}^n e^{g(x, y_j, z_k)}} \le TC(x, y, z) . $$

The sampling with $O(n^2)$ negatives was read in the code, where pools are the batch itself; the statement is ours.
The proof is that of total-correlation-bound: with the positive replaced by an independent draw all combinations are
exchangeable. For pairs of one batch it holds if y and z are independent; in general neither a proof nor a
counterexample is known, and nothing is claimed. That $O(n^2)$ helps with small data, as the README suggests, was not
seen, and one setting could not refute it.

Operational: n = 2 and 3, by enumeration of all terms, the largest of the five critics of total-correlation-bound.
"""

from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.bounds import TableWithPools, among_combinations, critics_around, independent, sizes_of
from strategies.symile2024.bounds import tables_with_pools
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(tables: TableWithPools, streams: Streams, keep: bool = True) -> Observables:
    """The largest bound of five critics, exactly, and the total correlation; shape (trials,)."""
    joint = tables.law(streams)
    critics = critics_around(joint, independent(joint, tables), streams)
    information, _ = sizes_of(joint)
    bounds = among_combinations(joint, critics, tables.pool, keep)
    return Observables(largest_bound=bounds.amax(dim=0), total_correlation=information)


CLAIM = Claim(
    name="symile2024.all-combinations-bound",
    statement=__doc__,
    source=source("loss of the reference implementation, n_squared (statement derived)"),
    kind="proposition",
    regimes=tables_with_pools(),
    experiment=experiment,
    prediction=AtMost("largest_bound", "total_correlation", "nat"),
    required=0.99,  # it holds always
    controls=(
        Control(
            breaks="the positive is one of the candidates in the denominator",
            experiment=partial(experiment, keep=False),
        ),
    ),
    reading_of="symile2024.total-correlation-bound",
    dtype=torch.float64,
)
