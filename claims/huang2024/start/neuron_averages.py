r"""Averaged over the neurons, the first response to every input is at least half of its mean.

For m large enough, with probability at least $1 - \delta$, for all i,
$$ \frac1m \sum_r \mathrm{relu}\langle w_r(0), \xi_i \rangle \ge 0.2\, \sigma_0 \sigma_\xi \sqrt d, \qquad
   \frac1m \sum_r \mathrm{relu}\langle w_r(0), \mu \rangle \ge 0.2\, \sigma_0 \|\mu\|. $$
The mean is $1/\sqrt{2\pi} = 0.399$ in these units.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.products import first_products
from models.huang2024.start.vectors import Vectors, correlated, independent
from strategies.huang2024.start import many_neurons
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(start: Start, streams: Streams, weights: Vectors = independent) -> Observables:
    """The least average over the inputs, shape (trials,)."""
    products = first_products(start, streams, weights)
    noise, signal = products.noise.relu().mean(dim=1).amin(dim=1), products.signal.relu().mean(dim=1)
    return Observables(noise=noise, signal=signal, least=torch.minimum(noise, signal))


CLAIM = Claim(
    name="huang2024.neuron-averages",
    statement=__doc__,
    source=source("Lemmas C.12 and D.10"),
    kind="lemma",
    regimes=many_neurons(),
    experiment=experiment,
    prediction=AtLeast("least", 0.2),
    required=Start.confidence,
    controls=(
        Control(breaks="there are too few neurons: ten to twenty", regimes=many_neurons(neurons=(10, 20))),
        Control(
            breaks="the neurons are not independent: their correlation is 0.9",
            experiment=partial(experiment, weights=partial(correlated, correlation=0.9)),
        ),
    ),
)
