r"""The lower the inverse temperature, the later the balance, $T_{bal} = \Theta(\tau^{-2})$; alignment does not wait.

Contrastive training of linear encoders on the population, in the limit of infinite width. Let $T_{align}$ be the first
time on the clock s at which the similarity of positive pairs is above 0.9, and $T_{bal}$ the first at which the
condition number is below 1.1. As $\tau^2 \to 0$, $T_{bal}\, \tau^2$ tends to a constant, and $T_{align}$ falls to that
of positives alone, $O(\log d)$. This is why there are stages at all, and why a low inverse temperature separates them.

Operational, as a trend: along $\tau^2 = 0.1 \cdot 4^{-k}$, k = 0 to 4, the slope of $\log T_{bal}$ on $\log \tau^2$ is
between -1.05 and -0.95, and alignment at the last takes no longer than at the first. $T_{bal}$ is the first stage,
about 1.3, and $C / \tau^2$ with C of 4.5 to 8 for four signals and of 2.4 to 3 for two: the first adds up to 6 % at 0.1
and nothing at the end, 0.01 in the slope. (A ladder that began at 0.4, where it adds 20 %, was refuted at two
signals of ratio 3, noise 1, d = 24 and K = 1: not the law was wrong there but the ladder short.) Stated with stages, as
the ICLR abstract has them; no constant was read. Derived; measured before at finite width, to the order $\tau^4$ and
along 0.05 to 0.4: -0.979 to -0.991 in 16 of 16. The loss is exact here, at any $\tau^2$. Latents of mean 1 are never
balanced, as negatives-balance shows.
"""

from functools import partial

import torch

from claims.ren2023.paper import ALIGNED, SOURCE
from claims.ren2023.population.exact import TRUST
from models.ren2023.population.infinite_width import (
    Limit,
    Pull,
    both,
    condition_number,
    first_crossing,
    follow_limit,
    positives_alone,
    shares,
)
from strategies.ren2023.population import limits
from theoremcheck import AllOf, AtMost, Baseline, Claim, Control, Observables, SlopeBetween, Streams

LADDER = tuple(0.1 / 4**k for k in range(5))
BALANCED = 1.1
SPAN = 100.0
r"""Where the clock ends, in units of $1 / \tau^2$: a balance takes 2 to 8 of them."""

NEVER = 1e6
"""What is recorded of a time that is not reached, at every inverse temperature: beyond the end of the longest clock."""


def experiment(limit: Limit, streams: Streams, pull: Pull = both) -> Observables:
    """Times of balance along the ladder, shape (trials, 5), and of alignment at its ends, shape (trials,)."""
    powers = limit.powers(streams)
    copies = len(LADDER)
    temperatures = torch.tensor(LADDER).to(powers)
    repeated = Limit(
        limit.rank,
        **{name: torch.as_tensor(value).repeat(copies) for name, value in vars(limit).items() if name != "rank"},
    )
    level = temperatures.repeat_interleave(len(powers))
    share = torch.linspace(0, 1, 141, dtype=powers.dtype, device=powers.device)
    clock = 0.01 * (SPAN / level / 0.01)[:, None] ** share
    states = follow_limit(repeated, powers.repeat(copies, 1), level, clock, pull)
    kappa, similarity = condition_number(states, limit.rank), shares(states, limit.rank)[0].sum(-1)
    balanced = first_crossing(clock, kappa, BALANCED, NEVER).reshape(copies, -1).mT
    aligned = first_crossing(clock, 1 - similarity, 1 - ALIGNED, NEVER).reshape(copies, -1).mT
    return Observables(
        time_balanced=balanced,
        inverse_temperature=temperatures.expand_as(balanced),
        time_aligned_at_the_last=aligned[:, -1],
        time_aligned_at_the_first=aligned[:, 0],
    )


def untrained(limit: Limit, streams: Streams) -> Observables:
    """Neither aligned nor balanced, ever."""
    never = torch.full((streams.trials, len(LADDER)), NEVER, dtype=streams.dtype, device=streams.device)
    return Observables(
        time_balanced=never,
        inverse_temperature=torch.tensor(LADDER).to(never).expand_as(never),
        time_aligned_at_the_last=never[:, -1],
        time_aligned_at_the_first=never[:, 0],
    )


CLAIM = Claim(
    name="ren2023.balancing-waits-for-temperature",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=limits(),
    experiment=experiment,
    prediction=AllOf(
        (
            SlopeBetween("time_balanced", "inverse_temperature", rate=-1.0, low=-1.05, high=-0.95),
            AtMost("time_aligned_at_the_last", "time_aligned_at_the_first"),
        )
    ),
    required=0.95,
    controls=(
        Control(
            breaks="the loss has negatives (here: its positives alone, which never balance)",
            experiment=partial(experiment, pull=positives_alone),
        ),
    ),
    reading_of="ren2023.aligned-before-balanced",
    baselines=(Baseline(when="before training", experiment=untrained),),
    dtype=torch.float64,
    trust=TRUST,
)
