r"""Each noise product exceeds a multiple of the neuron's class mean, Lemma C.10 as printed.

With probability at least $1 - \delta$, for all neurons r and samples i,
$$ |\langle w_r(0), \xi_i \rangle| > \frac Cn \sum_{j : y_j = 1} \mathrm{relu}\langle w_r(0), \xi_j \rangle. $$
The paper uses it with $C = 101$; here $C = 1$, which asks for less. It is true of $C \le \delta / (m n)$: one of m n
Gaussian products is smaller than 0.1995 C s with probability about $0.16\, C m n$.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from claims.huang2024.paper import source
from models.huang2024.start.bounds import Start
from models.huang2024.start.labels import fair_labels
from models.huang2024.start.products import first_products
from models.huang2024.start.vectors import Vectors, cauchy, independent
from strategies.huang2024.start import starts
from theoremcheck import AtLeast, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict

Factor = Callable[[Start], Tensor]
"""C, shape (trials,)."""


def one(start: Start) -> Tensor:
    """A constant C."""
    return torch.ones_like(torch.as_tensor(start.failure))


def small(start: Start) -> Tensor:
    r"""$C = \delta / (m n)$."""
    return torch.as_tensor(start.failure) / (start.neurons * start.samples)


def experiment(start: Start, streams: Streams, noises: Vectors = independent, factor: Factor = one) -> Observables:
    """Share of the pairs that fail, and the least product less C class means, in units of s; shape (trials,)."""
    products = first_products(start, streams, noises=noises)
    class_means = products.class_sums(fair_labels(start, streams)) / start.samples
    excess = products.noise.abs() - (factor(start)[:, None] * class_means)[:, :, None]
    return Observables(failing=(excess <= 0).to(excess.dtype).mean(dim=(1, 2)), least=excess.amin(dim=(1, 2)))


CLAIM = Claim(
    name="huang2024.products-above-class-mean-as-printed",
    statement=__doc__,
    source=source("Lemma C.10"),
    kind="lemma",
    regimes=starts(),
    experiment=experiment,
    prediction=AtLeast("least", 0.0, unit="s"),
    required=Start.confidence,
    controls=(Control(breaks="the noises are Cauchy, not Gaussian", experiment=partial(experiment, noises=cauchy)),),
    positive_controls=(
        PositiveControl(adds="C is at most delta / (m n)", experiment=partial(experiment, factor=small)),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason="It rests on Lemma C.9. The class mean is 0.1995 s, and 15.8 % of Gaussian products are smaller than that.",
)
