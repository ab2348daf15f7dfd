r"""What the multi-modal embedding learns is what its pairs share.

With independent fair labels that both modalities have in common, $n\,\mathrm{SNR}^2 = \Theta(1)$ and
$C_\mu \ge 2.66$, the logistic head without bias on the n training features errs on test data $[y \nu; \zeta]$,
$\nu = a \mu$, in
$$ \Phi\Big( -\frac{\langle \nu, \mu \rangle}{\sigma_\xi \|\mu\|} \Big) (1 + o(1)) . $$
With the second modality's samples in random order the strong signal of the one says nothing about the other, noise is
memorised, and the error is of order one.

Operational: with $z = a \|\mu\| / \sigma_\xi$, the error is at most 0.03 above $\Phi(-z / \sqrt{1 + \delta})$, the law
of multi-modal-error with the random start's share $\delta$ in it; the 0.03 are three standard deviations of the answers
that it is counted in. The regime is that claim's, which counts out its classes; here their sizes are drawn, and a class
of $n_y$ samples has its signal grow at $\kappa C_\mu c\, n_y / n$, against $\kappa$ for the noise. At $C_\mu c = 3$
that is 1.2 where 20 of 50 samples have the label, and n decides how often that happens: $n_y / n$ is 1/2 up to
$1 / (2 \sqrt n)$. What fails is therefore grown by n, at fixed c, K and s. At $\tau = 0.33$, K = 0.2, s = 0.19 and
z = 1.66 the error is too large in 43 of 192 draws at n = 50, in 1 of 96 at n = 100 and in 1 of 48 at n = 200.
"""

from functools import partial

from claims.huang2024.paper import GROWTH, TOLERANCE, TRUST, source
from models.huang2024.heads import error, logistic_head
from models.huang2024.pairing.arms import multi_modal, train
from models.huang2024.pairing.labels import Pair, fair_pairs, shuffled_labels
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.shifted_law import error_with_start
from strategies.huang2024.pairing import drawn_labels
from theoremcheck import AtMost, Claim, Control, Observables, Streams


def experiment(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Observables:
    r"""Error of the first network's head and 0.03 above its law; loss, largest coefficients; shape (trials,)."""
    pairing = pair(patches, streams.child("pairing"))
    state = train(multi_modal, patches, two_modalities(patches, streams), pairing)[0]
    head = logistic_head((state.active.signal + state.active.noise).mT, pairing.first)
    return Observables(
        error=error(head, state.weights, patches, streams),
        ceiling=error_with_start(patches) + TOLERANCE,
        loss=state.losses,
        signal=state.signal.abs().amax(dim=1),
        noise=state.noise.abs().amax(dim=(1, 2)),
    )


CLAIM = Claim(
    name="huang2024.shared-labels-carry-the-signal",
    statement=__doc__,
    source=source(
        "Theorem 4.3, part 2, with the condition on nu corrected and the start in its law (derived)", "reconstructed"
    ),
    regimes=drawn_labels(),
    experiment=experiment,
    prediction=AtMost("error", "ceiling"),
    required=0.95,
    growth=GROWTH,
    controls=(
        Control(
            breaks="pairs share the label (here: the second modality's samples are handed out in random order)",
            experiment=partial(experiment, pair=shuffled_labels),
        ),
    ),
    reading_of="huang2024.multi-modal-error",
    trust=TRUST,
)
