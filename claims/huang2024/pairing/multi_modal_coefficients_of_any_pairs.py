r"""The multi-modal recursion needs no hypothesis on labels or negatives.

For any labels $y_i$ and $\tilde y_i$ of the two modalities and any set $N(i)$ of negatives,
$$ \gamma_r \mathrel{+}= \frac{\eta \|\mu\|^2}{n m \tau} \sum_i \Big[ (1 - \ell_i)\, \mathrm{relu}\langle \tilde w_r,
   \tilde y_i \tilde\mu \rangle - \sum_{j \in N(i)} \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, \tilde y_j \tilde\mu
   \rangle \Big] 1[\langle w_r, y_i \mu \rangle > 0]\, y_i , $$
$$ \rho_{ri} \mathrel{+}= \frac{\eta \|\xi_i\|^2}{n m \tau} \Big[ (1 - \ell_i)\, \mathrm{relu}\langle \tilde w_r,
   \tilde\xi_i \rangle - \sum_{j \in N(i)} \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, \tilde\xi_j \rangle \Big]
   1[\langle w_r, \xi_i \rangle > 0] , $$
and the same with the modalities exchanged. The derivative is that of the anchor; eqs. 15 and 17 print a free index j
and the wrong one.

Operational: after 60 steps all weights of both networks agree to $10^{-10}$ with gradient descent in $R^d$, by
automatic differentiation of the loss: round-off of $10^{-16}$ a step, grown by at most
$e^{\max(1, C_\mu c / 2) \kappa T}$ until the loss leaves its plateau, and slowly afterwards. Labels and negatives are
drawn without any relation to each other.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.pairing.arms import multi_modal, train
from models.huang2024.pairing.explicit import descend, multi_modal_loss
from models.huang2024.pairing.labels import anything_goes
from models.huang2024.pairing.steps import Ascent, at_the_anchor, at_the_negative
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from strategies.huang2024.pairing import small_problems
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, ascent: Ascent = at_the_anchor) -> Observables:
    """Largest difference between the weights of the two descents, shape (trials,)."""
    modalities = two_modalities(patches, streams, explicit_vectors)
    pairing = anything_goes(patches, streams.child("pairing"))
    states = train(multi_modal, patches, modalities, pairing, ascent)
    weights, _ = descend(multi_modal_loss, 2, patches, modalities, pairing)
    apart = [(state.weights - w).abs().amax(dim=(1, 2)) for state, w in zip(states, weights, strict=True)]
    return Observables(difference=torch.maximum(*apart))


CLAIM = Claim(
    name="huang2024.multi-modal-coefficients-of-any-pairs",
    statement=__doc__,
    source=source("Lemma 5.3, indices and derivative corrected, for any labels (derived)", "reconstructed"),
    kind="lemma",
    regimes=small_problems(),
    experiment=experiment,
    prediction=AtMost("difference", 1e-10),
    required=0.99,
    controls=(
        Control(
            breaks="the derivative is the anchor's (here: a negative's own, our reading of eqs. 15 and 17 as printed)",
            experiment=partial(experiment, ascent=at_the_negative),
        ),
    ),
    dtype=torch.float64,
)
