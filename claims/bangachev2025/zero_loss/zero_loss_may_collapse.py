r"""Zero loss alone is no good geometry: it is reached while all points converge to one.

Ours, on what Theorem 3.1 leaves open: it is true, and its limit may carry no information. At every width w > 0 points
that lie within w of each other, the same ones in both modalities, have a margin m > 0 (so long as no two are equal),
and at the inverse temperature $40 / m$ a loss of at most $N e^{-40}$. The limit of such configurations is one point,
the constellation with margin 0 and bias 1, where the corollary's "nearest neighbour" is every point. Where the
margin stays away from 0 the theorem does say good geometry: with $m \ge 0.1$ no two points of a modality are closer
than 0.2.

Operational: widths from 1e-4 to 1e-3; diameter at most 1e-3 and loss at most 1e-12, both at once. ($N e^{-40}$ is 7e-17
at N = 16.)
"""

from functools import partial

import torch
from torch import Tensor

from claims.bangachev2025.paper import ALWAYS, source
from models.bangachev2025.zero_loss.biases import loss_at
from models.bangachev2025.zero_loss.codes import CloseTogether
from models.constellations import extreme
from models.pair_tables import simplex
from strategies.bangachev2025.zero_loss import close_together
from theoremcheck import AllOf, AtMost, Claim, Control, Observables, Streams

SHARPNESS = 40.0


def observed(below_one: Tensor, hottest: float = torch.inf) -> Observables:
    """Of scores less 1: diameter of the points, their loss, margin and inverse temperature; shape (trials,) each."""
    found = extreme(below_one)
    inverse_temperature = (SHARPNESS / found.margin).clamp(max=hottest)
    return Observables(
        diameter=(-2 * below_one.amin(dim=(1, 2))).sqrt(),
        loss=loss_at(below_one, inverse_temperature, found.bias),
        margin=found.margin,
        inverse_temperature=inverse_temperature,
    )


def experiment(points: CloseTogether, streams: Streams, hottest: float = torch.inf) -> Observables:
    """The same of points that are close together, at an inverse temperature of `hottest` at most."""
    return observed(points.draw(streams), hottest)


def of_simplex(points: CloseTogether, streams: Streams) -> Observables:
    """The same of as many points as far apart as they can be."""
    corners = simplex(points.pairs, points.width)
    return observed((corners @ corners.mT - 1).expand(streams.trials, -1, -1))


CLAIM = Claim(
    name="bangachev2025.zero-loss-may-collapse",
    statement=__doc__,
    source=source("Theorem 3.1 (what it leaves open; ours)", "reconstructed"),
    kind="proposition",
    regimes=close_together(),
    experiment=experiment,
    prediction=AllOf((AtMost("diameter", 1e-3), AtMost("loss", 1e-12, "nat"))),
    required=ALWAYS,
    controls=(
        Control(breaks="the margin may tend to 0 (here: that of a simplex)", experiment=of_simplex),
        Control(
            breaks="the temperature may tend to 0 (here: its inverse is 100 at most)",
            experiment=partial(experiment, hottest=100.0),
        ),
    ),
    dtype=torch.float64,
)
