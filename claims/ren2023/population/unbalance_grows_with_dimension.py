r"""What positives alone leave unbalanced grows like a power of the dimension, up to d = 10^6.

With two signals of powers $\sigma_1^2 > \sigma_2^2$ gradient flow of $-E f_A \cdot f_B$ ends at a condition number of
$$ \kappa \sim \frac{\sigma_1}{\sigma_2}\, (2d)^{(1 - \sigma_2^2 / \sigma_1^2) / 2} , $$
a power of d between 1/3 and 7/16 here, and never infinite: "collapse to rank one" is a statement about d to infinity.

Operational, as a trend: the flow at d = 10^2, 10^4 and 10^6, and the slope of the logarithm of what it ends at, as a
share of the power law, on that of d is within 0.02 of zero. At finite d the sum in the closed form takes
$\frac{1-q}{2} (2d)^{q-1}$ from the logarithm, with $q = \sigma_2^2 / \sigma_1^2$: 0.01 at d = 100 at most. A finite
width of 4 d adds a scatter of 0.04: together 0.01 in the slope. The flow is drawn and followed in law exactly: its cost
does not depend on d. The observable is $1 / \kappa$, which falls. Derived: the limit of positives-alone-closed-form at
r = 2, by the same flow, and so another reading of positives-alone-stay-unbalanced.
"""

from functools import partial

import torch

from claims.ren2023.paper import SOURCE
from claims.ren2023.population.exact import TRUST
from models.ren2023.population.positives import Population, draw_moments, flow_of_positives, length_ratio
from strategies.ren2023.population import two_signals
from theoremcheck import Baseline, Claim, Control, Observables, Scale, Streams, Vanishes


def experiment(population: Population, streams: Streams, shared_noise: bool = False, point: int = -1) -> Observables:
    """One over the length ratio at the end of the flow, and one over the power law; shape (trials,) each."""
    powers = population.powers(streams)
    start = draw_moments(population, powers, streams)
    ratio = length_ratio(flow_of_positives(population, powers, start, shared_noise)[:, point])
    strongest = torch.as_tensor(population.strongest)
    power_law = strongest.sqrt() * (2 * population.dim) ** ((1 - 1 / strongest) / 2)
    return Observables(balance=1 / ratio, power_law=1 / power_law)


def grow(population: Population, factor: int) -> Population:
    """A higher dimension, and as many times more features."""
    return Population(**{**vars(population), "dim": population.dim * factor})


CLAIM = Claim(
    name="ren2023.unbalance-grows-with-dimension",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=two_signals(),
    experiment=experiment,
    prediction=Vanishes("balance", "dim", "power_law", slope_band=0.02, log_spread=0.2),
    required=0.95,
    scale=Scale("dim", factors=(1, 100, 10000), grow=grow),
    controls=(
        Control(
            breaks="the noises of the two views are independent (here: the same, which positives then attract as well)",
            experiment=partial(experiment, shared_noise=True),
        ),
    ),
    reading_of="ren2023.positives-alone-stay-unbalanced",
    baselines=(Baseline(when="before training", experiment=partial(experiment, point=0)),),
    dtype=torch.float64,
    trust=TRUST,
)
