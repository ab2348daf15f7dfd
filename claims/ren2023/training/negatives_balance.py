r"""Negative pairs bring the condition number down: contrastive training ends balanced.

Two linear encoders see $x_A = A z + A_\xi \xi_A$ and $x_B = B z + B_\xi \xi_B$: the same r centred signals
z, of powers $\sigma_1^2 \ge \dots \ge \sigma_r^2$, in different maps and under independent noises. They are
trained from Gaussian weights by in-batch InfoNCE, at an inverse temperature $\tau^2 \le 1$. For signals in
$\{\pm 1\}^r$ the condition number $\kappa = \sigma_1(W_A A) / \sigma_r(W_A A)$ of the learned
representation, which positives first drive up, falls to $1 + o(1)$.

Operational: within $s = 2 r / (\tau^2 \sigma_r^2) + 10$, $\kappa \le 1.2$, and $\kappa$ is below its peak
by a factor of 1.5: a fall from the least start, $\sqrt3$, to 1.2 would be one of 1.44, so $\kappa$ has risen, or falls
further. That negatives reduce it was read in the abstract; the limit and the budget are derived.
On aligned representations with shares $p_k = |a_k|^2 / N_A^2$ the loss
$\log(1 + K e^{-\tau^2} \prod_k \cosh(\tau^2 p_k))$ has its one minimum at $p_k = 1 / r$. Far from it
$\log \kappa$ falls at a speed of about $\tau^2 \sigma_r^2 / (r - 1)$; near it $\kappa - 1$ decays at a rate
of $2 (\tau^2 / r)\, \mathrm{sech}^2(\tau^2 / r)\, \sigma_r^2$ at least. From $\kappa = 17$, the most that
positives alone reach over these regimes, to 1.2 this takes about $9 / \tau^2$ at r = 4 and $4 / \tau^2$ at
r = 2: the budget has room for that and for the first stage.
"""

from functools import partial

from claims.ren2023.paper import BALANCED, SOURCE, TRUST, UNTRAINED
from claims.ren2023.training.trajectory import PAIRS, TRAINING, observe
from models.ren2023.training.descent import attraction_of_positives
from strategies.ren2023.training import linear_pairs
from theoremcheck import AllOf, AtMost, Claim, Control, LessThan

CLAIM = Claim(
    name="ren2023.negatives-balance",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PAIRS,
    experiment=observe,
    prediction=AllOf(
        (
            AtMost("condition_number_end", BALANCED),
            LessThan("condition_number_end", "condition_number_peak", factor=1.5),
        )
    ),
    required=0.95,  # "with high probability over the start": no rate was read
    controls=(
        Control(
            breaks="the loss has negatives (here: its positives alone)",
            experiment=partial(observe, attraction=attraction_of_positives),
        ),
        Control(
            breaks="the signals are centred (here: mean 1, a direction that negatives then wipe out)",
            regimes=linear_pairs(latent_mean=1.0),
            experiment=observe,
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAINING,
)
