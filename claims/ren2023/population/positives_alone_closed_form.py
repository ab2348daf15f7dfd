r"""Positives alone end at a condition number in closed form, up to a scatter that is known.

Gradient flow of $-E f_A \cdot f_B$ on linear encoders from Gaussian weights conserves $\|W_A\|^2 + \|W_B\|^2$, and for
m to infinity ends at
$$ \frac{|a_1|}{|a_r|} = \frac{\sigma_1}{\sigma_r}\, e^{(\sigma_1^2 - \sigma_r^2) \Phi}, \qquad
   \sum_k e^{2 \sigma_k^2 \Phi} = 2 d , $$
whatever the noise. At a finite width m its logarithm scatters by $\sqrt{(1 + (\sigma_r^2 / \sigma_1^2)^2) / 2m}$:
conservation pins $|a_1|$, and what is left is the length of the start of $a_r + b_r$, and what of $|a_1 + b_1|$ enters
$\Phi$.

Operational: within four such standard deviations at widths from d to 8 d. The flow is that of the population, and its
law is drawn exactly: each pair of columns stays in its plane. It is the ratio of two columns, not of singular values,
which lie 1 to 8 % higher at r = 4. Derived; a failure refutes this page or the code, not the paper. Measured before, by
flows of whole matrices: 208 of 208, standard deviation of the score 1.07 to 1.18.
"""

from functools import partial

import torch

from claims.ren2023.paper import SOURCE
from claims.ren2023.population.exact import TRUST
from models.ren2023.population.positives import Population, draw_moments, flow_of_positives, length_ratio, scatter
from models.ren2023.training.geometry import condition_number_without_negatives
from strategies.ren2023.population import populations
from theoremcheck import Baseline, Between, Claim, Control, Observables, Scale, Streams


def experiment(population: Population, streams: Streams, shared_noise: bool = False, point: int = -1) -> Observables:
    """Length ratio at the end of the flow, its closed form, and the score; shape (trials,) each."""
    powers = population.powers(streams)
    start = draw_moments(population, powers, streams)
    ratio = length_ratio(flow_of_positives(population, powers, start, shared_noise)[:, point])
    expected = condition_number_without_negatives(powers, population.dim)
    score = (ratio / expected).log() / scatter(population)
    return Observables(length_ratio=ratio, closed_form=expected, score=score)


def wider(population: Population, factor: float) -> Population:
    """More features: the closed form is for m to infinity."""
    width = torch.as_tensor(population.width_per_dim) * factor
    return Population(**{**vars(population), "width_per_dim": width})


CLAIM = Claim(
    name="ren2023.positives-alone-closed-form",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=populations(),
    experiment=experiment,
    prediction=Between("score", -4.0, 4.0),
    required=0.95,  # four standard deviations of a law that is normal up to the order 1/m
    controls=(
        Control(
            breaks="the noises of the two views are independent (here: the same, which positives then attract as well)",
            experiment=partial(experiment, shared_noise=True),
        ),
    ),
    growth=Scale("width_per_dim", factors=(1, 4), grow=wider),
    reading_of="ren2023.positives-alone-stay-unbalanced",
    baselines=(Baseline(when="before training", experiment=partial(experiment, point=0)),),
    dtype=torch.float64,
    trust=TRUST,
)
