r"""The two stages come in this order: aligned first, balanced later.

Two linear encoders see $x_A = A z + A_\xi \xi_A$ and $x_B = B z + B_\xi \xi_B$: the same r centred signals
z, of powers $\sigma_1^2 \ge \dots \ge \sigma_r^2$, in different maps and under independent noises. They are
trained from Gaussian weights by in-batch InfoNCE, at an inverse temperature $\tau^2 \le 1$. Let $T_{align}$
be the first time at which the similarity $c = E f_A \cdot f_B$ of positive pairs is above 0.9, and
$T_{bal}$ the first time after its peak at which the condition number
$\kappa = \sigma_1(W_A A) / \sigma_r(W_A A)$ is below 1.2. Then
$$ T_{align} < T_{bal} . $$

The stages and their order were read in the abstract. Derived: the first takes $s = O(\log d / \sigma^2)$,
the second $s = O(r \log \kappa / (\tau^2 \sigma_r^2))$, so what separates them is that $\tau^2$ is small
against r. The first also waits for the noise to fade, at the speed $\sigma_\xi^2$, which must not be small
against $\tau^2$: at $\sigma_\xi = 0.5$, $\tau^2 = 1$ and r = 2 the order is lost, so the regimes have
$\sigma_\xi \ge \sigma_r = 1$. The sharper order, all signals aligned before $\kappa$ even peaks, needs
$\tau^2 \le 0.05$ and is not claimed. A time that is never reached counts as the end of training, so a run
that never aligns counts against the claim.
"""

from claims.ren2023.paper import SOURCE, TRUST
from claims.ren2023.training.trajectory import PAIRS, TRAINING, observe, observe_both
from strategies.ren2023.training import linear_pairs
from theoremcheck import Claim, Control, LessThan

CLAIM = Claim(
    name="ren2023.aligned-before-balanced",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PAIRS,
    experiment=observe_both,
    prediction=LessThan("time_aligned", "time_balanced"),
    required=0.95,  # "with high probability over the start": no rate was read
    controls=(
        Control(
            breaks="the inverse temperature is small (here: 8 to 16)",
            regimes=linear_pairs(min_inverse_temperature=8.0, max_inverse_temperature=16.0),
            experiment=observe,
        ),
    ),
    trust=TRUST,
    study=TRAINING,
)
