r"""As printed, a step of both networks' coefficients counts a negative where the neuron is active on the negative.

Eqs. 15 and 17 carry a free index j, and take the derivative of the activation at it. The only reading that binds it is
$$ \rho_{ri} \mathrel{+}= \kappa \|\xi_i\|^2 \Big( (1 - \ell_i)\, \mathrm{relu}\langle \tilde w_r, \tilde\xi_i \rangle\,
   1[\langle w_r, \xi_i \rangle > 0] - \sum_j \ell_{ij}\, \mathrm{relu}\langle \tilde w_r, \tilde\xi_j \rangle\,
   1[\langle w_r, \xi_j \rangle > 0] \Big) , $$
and its like for the signal with $y_j \mu$ in place of $\xi_j$; the binding is ours. By the chain rule the last factor
is $1[\langle w_r, \xi_i \rangle > 0]$: what moves is the response to the anchor.

Asked of the increments themselves, at the start and at the end of a training by gradient descent, against automatic
differentiation of eq. 9. The statement holds here if the increments of the noises agree or those of the signals do, so
that it matters not which of the two the equations are. Agreement is to $10^{-9}$ of the largest increment: sums of some
tens of float64 products. It is reached where each neuron is active on all noises of a modality or on none.
"""

from collections.abc import Callable
from functools import partial

import torch

from claims.huang2024.paper import source
from models.huang2024.explicit import Hold, held, moving
from models.huang2024.pairing.labels import balanced_pairs
from models.huang2024.pairing.steps import at_the_negative
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.proof_steps.increments import descended, mismatches, parallel_noises, stepped
from models.huang2024.recursion import multi_modal
from models.huang2024.stage_one import recorded
from strategies.huang2024.proof_steps import small_trainings
from theoremcheck import AtMost, Claim, Control, Flaw, Observables, PositiveControl, Streams, Verdict

Modalities = tuple[Modality, Modality]


def as_drawn(modalities: Modalities) -> Modalities:
    """Independent noises: the paper's."""
    return modalities


def experiment(
    patches: TwoPatches,
    streams: Streams,
    hold: Hold = held,
    noises: Callable[[Modalities], Modalities] = as_drawn,
) -> Observables:
    """Mismatch of the noises' and of the signals' increments, and the lesser of the two, shape (trials,)."""
    pairing = balanced_pairs(patches, streams)
    states = recorded(multi_modal, patches, noises(two_modalities(patches, streams)))
    found = torch.stack(
        [
            mismatches(stepped(state, patches, pairing, at_the_negative), descended(state, patches, hold))
            for state in (states[0], states[-1])
        ]
    )
    noise, signal = found.amax(dim=0).unbind(dim=1)
    return Observables(noise=noise, signal=signal, mismatch=torch.minimum(noise, signal))


CLAIM = Claim(
    name="huang2024.recursion-of-two-modalities-as-printed",
    statement=__doc__,
    source=source("Lemma 5.3, eqs. 15 and 17, their free index bound by us"),
    kind="lemma",
    regimes=small_trainings(),
    experiment=experiment,
    prediction=AtMost("mismatch", 1e-9, unit="of the largest increment"),
    required=0.95,  # an identity: it holds always or is none
    controls=(
        Control(
            breaks="the second factor of a similarity is held, eqs. 4 to 9 (here: it is differentiated as well)",
            experiment=partial(experiment, hold=moving),
        ),
    ),
    positive_controls=(
        PositiveControl(
            adds="a neuron is active on all noises of a modality or on none (here: they are parallel)",
            experiment=partial(experiment, noises=parallel_noises),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISPRINT,
    reason="The derivative of relu<w_r, x_i> is taken at the anchor i, not at the negative j: the index slipped.",
    dtype=torch.float64,
)
