r"""On the same data, pairing with a stronger modality turns memorising into learning.

Both arms see the same samples $[y \mu; \xi]$; the multi-modal one is also shown, for each, $[y \tilde\mu; \tilde\xi]$
with $\|\tilde\mu\| = C_\mu \|\mu\|$. Where $n\,\mathrm{SNR}^2 = \Theta(1)$ and $C_\mu \ge 2.66$ both losses vanish, but
heads fitted on the training features err in $\Theta(1)$ of the test samples for the single-modal embedding and in
$o(1)$ for the first network of the multi-modal one.

Operational: the errors differ by at least 0.2, about the difference of what the two theorems' claims ask of them
(0.25 and $\Phi(-z) + 0.03 \le 0.085$), rounded up. Here $n\,\mathrm{SNR}^2 \le 1.4$ and the dimension is that of the
paper's experiment and more, $d \ge 0.2 n^2$. With few samples the head reads what signal the single-modal embedding
has; that is of order $n^{-1/2}$, and what fails is grown by n, at fixed c, $d / n^2$ and s.

Another head, fitted on fresh samples, is the claim second-modality-helps-fresh-heads.
"""

from claims.huang2024.paper import GROWTH, TRUST, UNTRAINED, source
from claims.huang2024.training.trajectory import REGIMES, TRAININGS, observe_both
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtLeast, Claim, Control

CLAIM = Claim(
    name="huang2024.second-modality-helps",
    statement=__doc__,
    source=source("Theorems 4.2 and 4.3, part 2 of each, with the condition on nu corrected", "reconstructed"),
    kind="corollary",
    regimes=REGIMES,
    experiment=observe_both,
    prediction=AtLeast("gap", 0.2),
    required=0.95,
    growth=GROWTH,
    controls=(
        Control(
            breaks="the second modality's signal is stronger, C_mu >= 2.66 (here: 0.4 to 1)",
            regimes=two_patch_regimes(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0),
        ),
        Control(
            breaks="n SNR^2 is of order one (here: 4 to 10, where one modality learns the signal too)",
            regimes=two_patch_regimes(min_signal=4.0, max_signal=10.0, max_boosted=100.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAININGS,
)
