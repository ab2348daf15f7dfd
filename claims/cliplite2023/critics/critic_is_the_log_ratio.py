r"""The optimal Jensen-Shannon critic is the log density ratio, and its value twice the divergence.

With $P = p(x, y)$, $Q = p(x) p(y)$ and $J(T) = -E_P \log(1 + e^{-T}) - E_Q \log(1 + e^{T})$, for every critic T
$$ \log 4 + J(T) \le 2\, JSD(P, Q) \le I(x; y), $$
with equality in the first place at $T = \log P / Q$ alone: no constant and no function of x is left free, as InfoNCE
leaves them. The second inequality is never tight unless I = 0, and $2\, JSD \le \log 4$ whatever I is.

Reconstructed: $p \log(1 + e^{-t}) + q \log(1 + e^{t})$ is strictly convex in t, with its minimum at $\log p / q$.
That the inequality holds of any critic, trained or not, is no claim: the readings are of trained ones.

Operational, of a table of scores and of the cosine critic of the released code, both trained: the value is 99 % of
$2\, JSD$ at least, and no more than it; the mean square of $T - \log r$ is at most $0.05^2$ of that of $\log r$; and
the value does not exceed I. The shares are room for the optimiser, whose largest error was 2.8 %.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.cliplite2023.paper import source
from models.cliplite2023.critics import (
    PairTable,
    Slope,
    fit_cosine,
    fit_table,
    infonce_slope,
    information,
    jensen_shannon_value,
    jsd_slope,
    jsd_slope_of_positives,
    jsd_slope_of_two_negatives,
    residual,
)
from strategies.cliplite2023.critics import pair_tables
from theoremcheck import AllOf, AtLeast, AtMost, Baseline, Claim, Control, Observables, Streams

ROUND_OFF = {"slack": 1e-9, "because": "sums of up to 30 terms in float64"}


def experiment(table: PairTable, streams: Streams, slope: Slope = jsd_slope) -> Observables:
    """The lesser and the larger value of two critics, and the larger residual; shape (trials,)."""
    joint = table.law(streams)
    critics = (
        fit_table(joint, slope, table.steps),
        fit_cosine(joint, slope, table.dim, table.steps, streams).scores,
    )
    values = torch.stack([jensen_shannon_value(joint, scores) for scores in critics])
    mutual_information, twice_divergence = information(joint)
    return Observables(
        least_share=values.amin(dim=0) / twice_divergence,
        largest_value=values.amax(dim=0),
        twice_divergence=twice_divergence,
        mutual_information=mutual_information,
        residual=torch.stack([residual(joint, scores) for scores in critics]).amax(dim=0),
    )


CLAIM = Claim(
    name="cliplite2023.critic-is-the-log-ratio",
    statement=__doc__,
    source=source("Jensen-Shannon objective (derived)"),
    regimes=pair_tables(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("least_share", 0.99),
            AtMost("largest_value", "twice_divergence", "nat", **ROUND_OFF),
            AtMost("residual", 0.05**2),
            AtMost("largest_value", "mutual_information", "nat", **ROUND_OFF),
        )
    ),
    required=0.99,  # the theorem says always
    controls=(
        Control(
            breaks="the loss is the Jensen-Shannon one (here: symmetric InfoNCE, whose offset is free)",
            experiment=partial(experiment, slope=infonce_slope),
        ),
        Control(
            breaks="there is one negative for each positive (here: two, which shift the critic by log 2)",
            experiment=partial(experiment, slope=jsd_slope_of_two_negatives),
        ),
        Control(
            breaks="negatives are independent (here: they are positive pairs)",
            experiment=partial(experiment, slope=jsd_slope_of_positives),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(replace, steps=0)),),
    dtype=torch.float64,
)
