r"""In multi-modal stage 1 no pair that is active in both modalities shrinks, as a proof by Lemma C.10 wants it.

For all pairs with $\langle w_r(0), \xi_i \rangle > 0$ and $\langle \tilde w_r(0), \tilde\xi_i \rangle > 0$,
$$ \rho_{ri}(t) \ge 0 , \qquad \tilde\rho_{ri}(t) \ge 0 . $$
Reconstructed: nobody here read eq. 46. What is known of it is that it rests on the inequality of Lemma C.10, by which a
product exceeds the mean response of its neuron to the other class. This is the least that follows from it. The claim's
name ends in "as printed", which says more than the claim does: names are for ever.

Operational: at the end of stage 1, for all but 2 % of these pairs, which is what cross-talk may do (Lemma C.7).
"""

import torch

from claims.huang2024.paper import TRUST, source
from models.huang2024.lemmas import shrinking_share
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, train
from strategies.huang2024.stage_one import multi_modal_stages
from theoremcheck import AtMost, Claim, Control, Flaw, Observables, Streams, Verdict, log_uniform


def experiment(patches: TwoPatches, streams: Streams) -> Observables:
    """Share of the pairs that have lost in either modality, shape (trials,)."""
    return Observables(shrinking=shrinking_share(train(multi_modal, patches, two_modalities(patches, streams))))


CLAIM = Claim(
    name="huang2024.matched-pairs-never-shrink-as-printed",
    statement=__doc__,
    source=source("Lemma D.9, eq. 46, reconstructed", "reconstructed"),
    kind="lemma",
    regimes=multi_modal_stages(),
    experiment=experiment,
    prediction=AtMost("shrinking", 0.02),
    required=0.95,  # as for the other lemmas: a constant delta in place of the printed one
    controls=(
        Control(
            breaks="the dimension is at least n / (sigma_0 sigma_xi) and n^2 (here: a twentieth to a fifth of n^2)",
            regimes=multi_modal_stages(least_dim=0.0, dim_ratio=log_uniform(0.05, 0.2)),
        ),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.PROOF_STEP,
    reason="reconstructed from what eq. 46 rests on, not read: a pair is pushed by its partner's product less the mean "
    "response of the partner's neuron to the other class, 0.4 s, and three active products in ten are smaller",
    trust=TRUST,
    dtype=torch.float64,
)
