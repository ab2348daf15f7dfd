r"""While positive pairs align the representations, their condition number grows.

Two linear encoders see $x_A = A z + A_\xi \xi_A$ and $x_B = B z + B_\xi \xi_B$: the same r centred signals
z, of powers $\sigma_1^2 \ge \dots \ge \sigma_r^2$, in different maps and under independent noises. They are
trained from Gaussian weights by in-batch InfoNCE, at an inverse temperature $\tau^2 \le 1$. If
$\sigma_1^2 / \sigma_r^2 \ge 3$, the condition number $\kappa = \sigma_1(W_A A) / \sigma_r(W_A A)$ of the
learned representation first rises above its initial value.

Operational: $\max_s \kappa(s) \ge 1.3\, \kappa(0)$. That it grows was read in the abstract; the size is
derived. Positives alone would take it, for m to infinity, from $\sigma_1 / \sigma_r$ to
$(\sigma_1 / \sigma_r)\, e^{(\sigma_1^2 - \sigma_r^2) \Phi}$ with $\sum_k e^{2 \sigma_k^2 \Phi} = 2 d$: by a
factor of 2.4 at least over these regimes, of which negatives take a part on the way up already. A finite
width alone moves the ratio of two lengths, from $|a_k|$ to $|a_k + b_k|$, by a factor of
$e^{\pm 1 / \sqrt{m}}$ (one standard deviation); $\log 1.3$ is 2.6 of these at the smallest width, m = 96.

Noise that fades slowly leaves more of the way up to negatives. At $\sigma_\xi = 1/2$, $\tau^2 = 1$, r = 2 and
$\sigma_1^2 / \sigma_r^2 = 3$ the factor is 1.41 in the median at d = 24, 1.53 at d = 32 and 1.82 at d = 64, and
below 1.3 in 12 of 64, one of 64 and none of 24 trainings: a finite-size effect, for $\kappa$ without negatives grows
with a power of d. A counterexample is grown to twice its d; at 1.5 times, d = 36, still 11 of 620 trainings failed with
r = 4, 22 at shorter steps, too near to what is allowed for a decision.
"""

from dataclasses import replace
from functools import partial

from claims.ren2023.paper import SOURCE, TRUST, UNTRAINED
from claims.ren2023.training.trajectory import PAIRS, TRAINING, observe
from models.ren2023.training.descent import attraction_of_negatives
from models.ren2023.training.pairs import LinearPairs
from strategies.ren2023.training import linear_pairs
from theoremcheck import Claim, Control, LessThan, Scale


def grow(pairs: LinearPairs, factor: int) -> LinearPairs:
    """A higher dimension, and with it more pairs a batch and more features."""
    return replace(pairs, dim=pairs.dim * factor)


CLAIM = Claim(
    name="ren2023.condition-number-grows",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PAIRS,
    experiment=observe,
    prediction=LessThan("condition_number_start", "condition_number_peak", factor=1.3),
    required=0.95,  # "with high probability over the start": no rate was read
    controls=(
        Control(
            breaks="the signals differ in power (here: isotropic data)",
            regimes=linear_pairs(min_strongest=1.0, max_strongest=1.0),
        ),
        Control(
            breaks="positive pairs attract (here: the loss keeps its negatives alone)",
            experiment=partial(observe, attraction=attraction_of_negatives),
        ),
    ),
    growth=Scale("dim", factors=(1, 2), grow=grow),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAINING,
)
