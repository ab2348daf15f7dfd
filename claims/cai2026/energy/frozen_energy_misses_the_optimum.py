r"""The frozen energy prefers a concentrated marginal where the loss itself is least at the uniform pair.

A remark of ours on what "frozen" leaves out. Without mismatch the potentials of the uniform pair are constant, and
$F(\rho_1, 1) - F(1, 1) = \frac12 \int \log\rho_1 \le 0$ by Jensen: the frozen energy falls as $\rho_1$ concentrates.
The loss does not. Matched pairs whose one modality is moved to $\rho_1$ lose alignment, since a marginal moves only
with its points, and the uniform pair has the least loss (Yi et al. 2025, Theorem 1). The paper says that its potentials
are fixed; its proposition stands (`cai2026.frozen-energy-is-concave`), as a statement about one step.

Operational: 96 matched pairs on a circle, one modality moved by its quantiles to the density $\propto
e^{\kappa \cos\theta}$.
"""

from functools import partial

import torch

from claims.cai2026.paper import source
from models.cai2026.energy import (
    MovedMarginal,
    Potential,
    frozen_potential,
    moving_potential,
    symmetric_energy,
)
from strategies.cai2026.energy import moved_marginals
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control, Observables, Streams


def experiment(moved: MovedMarginal, streams: Streams, potential: Potential = frozen_potential) -> Observables:
    """Energy and loss of the moved pair and of the uniform one; shape (trials,) each."""
    density = moved.density()
    uniform, nothing = torch.ones_like(density), torch.zeros_like(density)[:, None].expand(-1, 2, -1)
    first, second = moved.angles()
    return Observables(
        energy=potential(moved) + symmetric_energy(density, uniform, nothing),
        energy_of_the_uniform_pair=frozen_potential(moved) + symmetric_energy(uniform, uniform, nothing),
        loss=moved.loss(first, second),
        loss_of_the_uniform_pair=moved.loss(second.expand_as(first), second),
    )


CLAIM = Claim(
    name="cai2026.frozen-energy-misses-the-optimum",
    statement=__doc__,
    source=source("Proposition 4.1, its frozen potentials (ours: derived)"),
    kind="proposition",
    regimes=moved_marginals(),
    experiment=experiment,
    prediction=AllOf((AtMost("energy", "energy_of_the_uniform_pair"), AtLeast("loss", "loss_of_the_uniform_pair"))),
    required=0.99,
    controls=(
        Control(
            breaks="the potential is frozen (here: that of the pairs as they are then)",
            experiment=partial(experiment, potential=moving_potential),
        ),
    ),
    dtype=torch.float64,
)
