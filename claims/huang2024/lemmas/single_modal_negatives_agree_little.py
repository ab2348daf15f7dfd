r"""Negatives agree little with the single-modal reference, once there are many neurons in many dimensions.

$$ \langle \nabla F_j, W^* \rangle \le \log\frac{2M}{\epsilon} \quad \text{for all i and j with } y_j \ne y_i , $$
where $F_j = \mathrm{Sim}(x_i, x_j) / \tau$ and
$w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \xi_i / \|\xi_i\|^2$.

Asked at the last step, at $\epsilon = 0.01$, of the pair with the largest product, where the loss is $\epsilon$ or
less. The printed bound drops a leading term (negatives-agree-with-the-reference), so it holds by its size and not by
its proof: a mean over m neurons of coefficients up to $\sqrt{m \tau}$, which falls like $\sqrt{\tau / m}$ while few
neurons serve a sample, beside cross-talk of order $(nK)^{-1/2}$, $K = d / n^2$.

So it fails at small m and K, a finite-size effect. Failing draws at $\tau \le 0.4$ and at $0.4 \le \tau \le 0.48$
(`python -m benchmarks.negatives`): at n = 50 and K of 1 to 4, 17 and 44 of 48 for m = 50, 8 and 26 of 48 for m = 100, 0
and 7 of 32 for m = 200; at K of 20 to 100, 1 and 16 of 48 for m = 50, and none for m = 100 and 200. At n = 80, 4 and 21
of 32 for m = 100 and K of 1 to 4; at K of 20 to 100, 3 and 24 of 32 for m = 50, and none for m = 100.

Conditions (1) and (4) ask for d and m beyond constants that they do not name. Here m = 100 and K is 20 and more, and
what fails is grown by m: at the worst corner (n = 80, K = 20, $\tau = 0.48$, s = 0.2) it fails in 13 of 24 draws for
m = 100, and in none of 16 for m = 200.
"""

from dataclasses import replace

from claims.huang2024.lemmas.references import LOSS_IS_SMALL, observe_single_modal
from claims.huang2024.paper import TRUST, UNTRAINED, source
from models.huang2024.patches import TwoPatches
from strategies.huang2024.lemmas import late_stages
from theoremcheck import AllOf, AtMost, Claim, Control, Scale, choice, log_uniform, uniform

WIDE = {"samples": choice(50, 80), "width": 100, "dim_ratio": log_uniform(20.0, 100.0)}


def more_neurons(patches: TwoPatches, factor: int) -> TwoPatches:
    """A wider encoder: condition (4)."""
    return replace(patches, width=patches.width * factor)


CLAIM = Claim(
    name="huang2024.single-modal-negatives-agree-little",
    statement=__doc__,
    source=source("Lemma C.16, second part"),
    kind="lemma",
    regimes=late_stages(**WIDE),
    experiment=observe_single_modal,
    prediction=AllOf((AtMost("slope", 1.0, unit="of the bound"), LOSS_IS_SMALL)),
    required=0.95,
    growth=Scale("width", factors=(2, 4), grow=more_neurons),
    controls=(
        Control(
            breaks="the start is small (here: s of 10 to 30)",
            regimes=late_stages(**WIDE, start_size=uniform(10.0, 30.0), horizon=16.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
)
