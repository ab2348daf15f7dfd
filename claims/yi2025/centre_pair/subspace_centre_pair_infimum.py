r"""On two hyperplanes the centre pair's loss has its infimum where the centres meet in C, at a gap of 0.

Under the hypotheses of Theorem 3, for all $c_x \in A \setminus C$ and $c_y \in B \setminus C$ with
$w = c_x \cdot c_y > 0$,
$$ \tilde J(w, w, \|P_B c_x\|; \kappa_y) + \tilde J(w, w, \|P_A c_y\|; \kappa_x)
   > \tilde J(1, 1, 1; \kappa_y) + \tilde J(1, 1, 1; \kappa_x), $$
and no larger constant will do: as both centres tend to one point of C, the left-hand side tends to the right.

Ours, from the paper's own lemmas: $w \le t$ for either projection's length t, $\tilde J(w, w, t)$ rises with t (Lemma
10), and $\tilde J(w, w, w)$ falls in w (Lemma 11). With this bound Theorem 3 holds, and says that the centre pair alone
makes no gap.

Operational: of 200 pairs of centres a trial, whose angles with C and with each other in C are log-uniform from 0.001
on, none lies below; and where all three angles are 0.001 the perplexity is within 1 % of the infimum's: it exceeds that
by the second order, of size $10^{-6} (1/\tau + \kappa)$, some 0.0002.
"""

from functools import partial
from math import pi

import torch
from torch import Tensor

from claims.yi2025.paper import source
from models.yi2025.centre_pair import AdmissibleCentres
from strategies.yi2025.centre_pair import admissible_centres
from theoremcheck import AllOf, AtLeast, Claim, Control, Equals, Observables, Streams

CENTRES, SMALLEST = 200, 0.001


def experiment(regime: AdmissibleCentres, streams: Streams, length: float = 1.0) -> Observables:
    """The least loss of many centres, that of centres close to C and to each other, and the infimum; (trials,) each."""

    def angles(label: str, largest: float) -> Tensor:
        return SMALLEST * (largest / SMALLEST) ** streams.uniform(label, (CENTRES,))

    drawn = regime.loss(angles("first", pi / 2), angles("second", pi / 2), angles("turn", pi), length)
    close = torch.full_like(drawn[:, :1], SMALLEST)
    near, infimum = regime.loss(close, close, close, length)[:, 0], regime.infimum()
    return Observables(
        least_loss=torch.minimum(drawn.amin(dim=-1), near),
        infimum=infimum,
        perplexity_close_to_the_shared_space=near.exp(),
        least_perplexity=infimum.exp(),
    )


CLAIM = Claim(
    name="yi2025.subspace-centre-pair-infimum",
    statement=__doc__,
    source=source("Theorem 3, eq. 14, with the bound that Lemmas 10 and 11 give (derived)", "reconstructed"),
    kind="corollary",
    regimes=admissible_centres(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("least_loss", "infimum", unit="nat"),
            Equals("perplexity_close_to_the_shared_space", "least_perplexity", tolerance=0.01),
        )
    ),
    required=0.99,  # always
    controls=(
        Control(
            breaks="the centre pair has unit vectors (here: of length 1.2)", experiment=partial(experiment, length=1.2)
        ),
    ),
    repairs="yi2025.subspace-centre-pair-as-printed",
    dtype=torch.float64,
)
