r"""Proposition 4.1: with frozen potentials the symmetric energy is concave in either marginal.

With $U_1$, $U_2$ and $\rho_2$ fixed, $\rho_1 \mapsto F(\rho_1, \rho_2)$ is concave: the symmetric divergence, which
enters with a minus, takes the convex entropy of the unimodal energy away,
$$ F = \tfrac12 \int \rho_1 U_1 + \tfrac12 \int \rho_1 \log\rho_2 + \tfrac12 \int \rho_2 \log\rho_1 + \text{const} . $$
So a marginal is not drawn to one basin, as it is in the unimodal energy, but to extremes.

Operational: random densities on 48 cells, mixed in pairs: the energy of the mixture is at least the mixture of the
energies. Equality is approached as the two densities meet, down to a difference of a hundredth here.
"""

from functools import partial

import torch

from claims.cai2026.paper import source
from models.cai2026.energy import Mixture, symmetric_energy
from strategies.cai2026.energy import mixtures
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(mixture: Mixture, streams: Streams, weight: float = 1.0) -> Observables:
    """Energy of the mixture and mixture of the energies, shape (trials,)."""
    one, another, other, potentials = mixture.draw(streams)
    share = torch.as_tensor(mixture.share)
    mixed = (1 - share)[:, None] * one + share[:, None] * another
    energies = [symmetric_energy(density, other, potentials, weight) for density in (one, another)]
    return Observables(
        energy_of_the_mixture=symmetric_energy(mixed, other, potentials, weight),
        mixture_of_energies=(1 - share) * energies[0] + share * energies[1],
    )


CLAIM = Claim(
    name="cai2026.frozen-energy-is-concave",
    statement=__doc__,
    source=source("Proposition 4.1", "paraphrased"),
    kind="proposition",
    regimes=mixtures(),
    experiment=experiment,
    prediction=AtLeast("energy_of_the_mixture", "mixture_of_energies"),
    required=0.99,
    controls=(
        Control(
            breaks="the divergence is in the energy (here: the unimodal energies alone)",
            experiment=partial(experiment, weight=0.0),
        ),
    ),
    dtype=torch.float64,
)
