r"""Negatives of the other label have no share in what a single modality learns of the signal.

In Lemma 5.1 a neuron's signal coefficient is pushed by
$$ \sum_i \Big[ (1 - \ell_i)\, \mathrm{relu}\langle w_r, y_i \mu \rangle - \sum_{j \in N(i)} \ell_{ij}\,
   \mathrm{relu}\langle w_r, y_j \mu \rangle \Big] 1[\langle w_r, y_i \mu \rangle > 0]\, y_i , $$
and if every $j \in N(i)$ has $y_j \ne y_i$ the second term vanishes: where $\langle w_r, y_i \mu \rangle > 0$,
$\mathrm{relu}\langle w_r, -y_i \mu \rangle = 0$.

Operational: the recursion without that term is gradient descent in $R^d$, to $10^{-10}$ in all weights after 60 steps:
round-off of $10^{-16}$ a step, grown by at most $e^{\kappa T} \le e^{12}$, for weights of order 10. Labels are
independent and fair, so that classes differ in size.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.pairing.arms import single_modal, train
from models.huang2024.pairing.explicit import descend, single_modal_loss
from models.huang2024.pairing.labels import Pair, fair_pairs, same_label_negatives
from models.huang2024.pairing.steps import without_signal_of_negatives
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from strategies.huang2024.pairing import small_problems
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Observables:
    """Largest difference between the weights of the two descents, shape (trials,)."""
    modalities = two_modalities(patches, streams, explicit_vectors)
    pairing = pair(patches, streams.child("pairing"))
    state = train(single_modal, patches, modalities, pairing, without_signal_of_negatives)[0]
    weights, _ = descend(single_modal_loss, 1, patches, modalities, pairing)
    return Observables(difference=(state.weights - weights[0]).abs().amax(dim=(1, 2)))


CLAIM = Claim(
    name="huang2024.signal-without-negatives",
    statement=__doc__,
    source=source("Lemma 5.1, with negatives of the other label"),
    kind="lemma",
    regimes=small_problems(),
    experiment=experiment,
    prediction=AtMost("difference", 1e-10),
    required=0.99,
    controls=(
        Control(
            breaks="negatives have the other label (here: all other samples are negatives)",
            experiment=partial(experiment, pair=same_label_negatives),
        ),
    ),
    dtype=torch.float64,
)
