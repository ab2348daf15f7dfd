r"""The single-modal embedding generalises no better than a constant error, though its loss vanishes.

A head without bias on the embedding of single-modal training meets test data $[y \nu; \zeta]$, $\nu = a \mu$, with
fresh noise. If $n\,\mathrm{SNR}^2 = \Theta(1)$, its error at the time $T^*$ of small loss is $\Theta(1)$.

The paper does not say who fits the head. Here it is fitted on the n training features and their labels; it separates
them by their memorised noise, which says nothing of fresh noise. Operational: the error is at least 0.25, half of
chance, where $z = a \|\mu\| / \sigma_\xi$ in [1.6, 2.6] would let $y = \mathrm{sign} \langle \mu, x \rangle$ err in
$\Phi(-z) \le 0.055$. That this holds for every n at once is what the regimes' n of 50, 100 and 200 say; another head
is the claim single-modal-stalls-fresh-head.
"""

from claims.huang2024.paper import HALF_OF_CHANCE, TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import REGIMES, TRAININGS, observe_both, observe_single
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.single-modal-stalls",
    statement=__doc__,
    source=source("Theorem 4.2, part 2, for a head fitted on the training features"),
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("single_error", HALF_OF_CHANCE),
    required=0.95,  # the printed 1 - 1/d asks d >= n m d of Lemma B.2: a constant delta in its place
    controls=(
        Control(
            breaks="n SNR^2 is of order one (here: 4 to 10, beyond 2, where the signal outgrows the noise)",
            regimes=two_patch_regimes(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
            experiment=observe_single,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
