r"""Multi-modal gradient descent is a recursion in the same coefficients, driven by the other modality.

With $w_r(t) = w_r(0) + \gamma_r(t) \mu / \|\mu\|^2 + \sum_i \rho_{ri}(t) \xi_i / \|\xi_i\|^2$ and the second modality's
letters under a tilde,
$$ \gamma_r \mathrel{+}= \frac{\eta \|\mu\|^2}{n m \tau} \sum_i \Big[ (1 - \ell_i)\, \mathrm{relu}\langle \tilde w_r,
   y_i \tilde\mu \rangle - \sum_j \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, y_j \tilde\mu \rangle \Big]
   1[\langle w_r, y_i \mu \rangle > 0]\, y_i , $$
$$ \rho_{ri} \mathrel{+}= \frac{\eta \|\xi_i\|^2}{n m \tau} \Big[ (1 - \ell_i)\, \mathrm{relu}\langle \tilde w_r,
   \tilde\xi_i \rangle - \sum_j \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, \tilde\xi_j \rangle \Big]
   1[\langle w_r, \xi_i \rangle > 0] , $$
and the same with the modalities exchanged, for the loss weights of the transposed scores. (As printed, eqs. 15 and 17
carry a free index and the wrong derivative.)

Operational: after 60 steps all weights of both networks agree with gradient descent in $R^d$, by automatic
differentiation of the loss, to $10^{-10}$: round-off of $10^{-16}$ a step, grown by at most
$e^{\max(1, C_\mu c / 2) \kappa T}$ until the loss leaves its plateau, and slowly afterwards.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.explicit import Hold, descend, held, moving, multi_modal_loss
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.recursion import multi_modal, train
from strategies.huang2024.training import small_problems
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, hold: Hold = held) -> Observables:
    """Largest difference between the weights of the two descents, shape (trials,)."""
    modalities = two_modalities(patches, streams, explicit_vectors)
    states = train(multi_modal, patches, modalities)
    weights, _ = descend(multi_modal_loss, 2, patches, modalities, hold)
    apart = [(state.weights - w).abs().amax(dim=(1, 2)) for state, w in zip(states, weights, strict=True)]
    return Observables(difference=torch.maximum(*apart))


CLAIM = Claim(
    name="huang2024.multi-modal-coefficients",
    statement=__doc__,
    source=source("Lemma 5.3, indices and derivative corrected (derived)", "reconstructed"),
    kind="lemma",
    regimes=small_problems(),
    experiment=experiment,
    prediction=AtMost("difference", 1e-10),
    required=0.99,
    controls=(
        Control(
            breaks="the second factor of each similarity is held constant",
            experiment=partial(experiment, hold=moving),
        ),
    ),
    dtype=torch.float64,
)
