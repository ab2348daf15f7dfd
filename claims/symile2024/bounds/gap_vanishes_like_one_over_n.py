r"""At the optimal critic the gap to the total correlation vanishes like $1 / N$.

Where $\chi^2 = E_p r - 1$ is finite, $TC - B_N(\log r) \sim \chi^2 / 2N$ as $N \to \infty$. Derived, from the first
terms of $E_q\, \bar r \log \bar r$, with $\bar r$ the mean of N independent ratios and $\mu_3 = E_q (r - 1)^3$:
$$ TC - B_N(\log r) = \frac{\chi^2}{2N} \Bigl( 1 - \frac{\mu_3}{3 N \chi^2} + \dots \Bigr) . $$

Operational: the slope of the gap's logarithm on that of N lies between -1.1 and -0.9, from $\max(64, 8 \mu_3 /
\chi^2)$ candidates, where the second term is at most 1/24, to 16 times as many. From 64 on, whatever the moments are,
or from $8 \chi^2$ on, a search finds tables of two letters at $\alpha = 0.2$ that leave the band in a few per cent of
draws: rare letters that come together, with a ratio in the thousands. No value of $2 N \cdot gap / \chi^2$ at one N
is asserted. With an infinite $\chi^2$ (three Gaussian variables with equal correlations from 1/2 on) the slope is
-0.82 at 0.6 and -0.69 at 0.8, and nothing is claimed.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.bounds import (
    Critic,
    EquicorrelatedGaussian,
    TableOnALadder,
    among_candidates,
    gaussian_gap,
    independent,
    optimal,
    shifted_by_letter,
    sizes_of,
)
from strategies.symile2024.bounds import equicorrelated_gaussians, tables_on_a_ladder
from theoremcheck import Claim, Control, Observables, Scale, SlopeBetween, Streams


def grow(tables: TableOnALadder, factor: int) -> TableOnALadder:
    """More candidates."""
    return replace(tables, multiple=tables.multiple * factor)


def experiment(tables: TableOnALadder, streams: Streams, critic: Critic = optimal) -> Observables:
    """What the critic's bound lacks to the total correlation, exactly; shape (trials,)."""
    joint = tables.law(streams)
    information, _ = sizes_of(joint)
    count = tables.candidates_of(joint)
    bound = among_candidates(joint, critic(joint, streams), count, independent(joint, tables))
    return Observables(gap=information - bound)


def of_gaussians(gaussians: EquicorrelatedGaussian, streams: Streams) -> Observables:
    """The same of three Gaussian variables."""
    return Observables(gap=gaussian_gap(gaussians))


CLAIM = Claim(
    name="symile2024.gap-vanishes-like-one-over-n",
    statement=__doc__,
    source=source("section 3: tightness (derived)"),
    kind="corollary",
    regimes=tables_on_a_ladder(),
    scale=Scale("multiple", factors=(1, 2, 4, 8, 16), grow=grow),
    experiment=experiment,
    prediction=SlopeBetween("gap", "multiple", rate=-1.0, low=-1.1, high=-0.9),
    required=0.99,  # a limit that every table has
    controls=(
        Control(
            breaks="the critic is optimal (here: off by a function of y)",
            experiment=partial(experiment, critic=shifted_by_letter),
        ),
        Control(
            breaks="chi-square is finite (here: three Gaussian variables with correlations of 0.6 to 0.8)",
            regimes=equicorrelated_gaussians(),
            experiment=of_gaussians,
        ),
    ),
    reading_of="symile2024.gap-below-chi-square",
    dtype=torch.float64,
)
