r"""Single-modal gradient descent is a recursion in two kinds of coefficients.

The iterates are $w_r(t) = w_r(0) + \gamma_r(t) \mu / \|\mu\|^2 + \sum_i \rho_{ri}(t) \xi_i / \|\xi_i\|^2$, where with
loss weights $\ell_i$, $\ell_{ij}$ and negatives of the other label
$$ \gamma_r \mathrel{+}= \frac{\eta \|\mu\|^2}{n m \tau} \sum_i (1 - \ell_i)\, \mathrm{relu}\langle w_r, y_i \mu \rangle
   \, y_i , \qquad
   \rho_{ri} \mathrel{+}= \frac{\eta \|\xi_i\|^2}{n m \tau} \Big[ (1 - \ell_i)\, \mathrm{relu}\langle w_r, \xi_i +
   \epsilon_i \rangle - \sum_j \ell_{ij}\, \mathrm{relu}\langle w_r, \xi_j \rangle \Big]
   1[\langle w_r, \xi_i \rangle > 0] . $$
Operational: after 60 steps all weights agree with gradient descent in $R^d$, by automatic differentiation of the loss,
to $10^{-10}$: round-off of $10^{-16}$ a step, grown by at most $e^{\kappa T} \le e^{12}$, for weights of order 10.
"""

from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.explicit import Hold, descend, held, moving, single_modal_loss
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.recursion import single_modal, train
from strategies.huang2024.training import small_problems
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, hold: Hold = held) -> Observables:
    """Largest difference between the weights of the two descents, shape (trials,)."""
    modalities = two_modalities(patches, streams, explicit_vectors)
    state = train(single_modal, patches, modalities)[0]
    weights, _ = descend(single_modal_loss, 1, patches, modalities, hold)
    return Observables(difference=(state.weights - weights[0]).abs().amax(dim=(1, 2)))


CLAIM = Claim(
    name="huang2024.single-modal-coefficients",
    statement=__doc__,
    source=source("Lemma 5.1"),
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
