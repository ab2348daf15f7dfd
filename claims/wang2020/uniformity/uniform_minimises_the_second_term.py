r"""No set of points has a smaller second term than the uniform law on the sphere.

Item 2 of the theorem on the limit of many negatives: the second term of the limit is least for uniform encoders. Here
of any finite set of unit vectors, that is of the uniform law on it, self-pairs included:
$$ \frac1N \sum_i \log \frac1N \sum_j e^{\langle x_i, x_j \rangle / \tau} \ge \log {}_0F_1(; d/2; 1/4\tau^2), $$
the value of the uniform law on $S^{d-1}$.

Operational: random sets that go down the left side by 200 steps; `excess` is what is left between the two, down to
1e-8 and less for twelve points on a circle. Without its self-pairs, which is how batches estimate it, the left side
falls below: **the batch version of the term is not bounded by its population value.**
"""

from functools import partial

import torch

from claims.wang2020.paper import ALWAYS, source
from models.wang2020.uniformity import FreePoints
from strategies.wang2020.uniformity import free_points
from theoremcheck import AtLeast, Claim, Control, Observables, Streams


def experiment(free: FreePoints, streams: Streams, length: float = 1.0, self_pairs: bool = True) -> Observables:
    """The term after its descent, the least that it can be, and the excess; shape (trials,) each."""
    points = free.spread_out(free.draw(streams))
    term, least = free.term(length * points, self_pairs), free.uniform_limit()
    return Observables(term=term, least=least, excess=term - least)


CLAIM = Claim(
    name="wang2020.uniform-minimises-the-second-term",
    statement=__doc__,
    source=source("Theorem 1, item 2 (of finite sets)"),
    regimes=free_points(),
    experiment=experiment,
    prediction=AtLeast("term", "least", "nat"),
    required=ALWAYS,
    controls=(
        Control(breaks="points are unit vectors (here: of length 0.8)", experiment=partial(experiment, length=0.8)),
        Control(
            breaks="self-pairs are included (here: they are left out)", experiment=partial(experiment, self_pairs=False)
        ),
    ),
    dtype=torch.float64,
)
