r"""Contrastive training aligns the two representations of a positive pair.

Two linear encoders see $x_A = A z + A_\xi \xi_A$ and $x_B = B z + B_\xi \xi_B$: the same r centred signals
z, of powers $\sigma_1^2 \ge \dots \ge \sigma_r^2$, in different maps and under independent noises. They are
trained from Gaussian weights by in-batch InfoNCE, at an inverse temperature $\tau^2 \le 1$. Then the
similarity $c = E f_A \cdot f_B$ of positive pairs tends to 1, and the images $a_k = W_A A e_k$ and
$b_k = W_B B e_k$ of each signal become parallel. To lowest order in $\tau^2$, on the clock
$s = 2 q_0 \tau^2 \int dt / N_A N_B$ with $q_0 = (n - 1) / n$,
$$ \cos(a_k, b_k) = \tanh(2 \sigma_k^2 s) . $$

At a finite width the start has a cosine already: the law is $\tanh(2 \sigma_k^2 s + \mathrm{artanh}\, c_k)$ with
$c_k = 2 a_k \cdot b_k / (|a_k|^2 + |b_k|^2)$ at $s = 0$, which tends to 0 for m to infinity.

Operational: training ends with $c \ge 0.95$ and every cosine at 0.99 or more, and on the way no cosine
leaves the law by more than $2 / \sqrt{m}$. That training aligns was read in the abstract; the law is
derived. The budget, $s \ge 14$, brings the law within $10^{-20}$ of 1, and leaves 1 % of
the noise at most, which decays like $e^{-2 \sigma_\xi^2 \int c\, ds}$ with $\sigma_\xi \ge 1/2$; the rest of the
thresholds is room for finite batches. Two random directions of $R^m$ have a cosine of standard deviation
$1 / \sqrt{m}$. The law accounts for the start to first order; what two such deviations would move is granted for the
rest, which is of order $1 / m$ and $\tau^2$. At the smallest width, m = 96, this is 0.204, and a law at half the speed
is off by $\max_x (\tanh 2x - \tanh x) = 0.300$.
"""

from functools import partial

from claims.ren2023.paper import SOURCE, TRUST, UNTRAINED
from claims.ren2023.training.trajectory import PAIRS, TRAINING, observe
from models.ren2023.training.pairs import independent_pairs, shared_noise_pairs
from theoremcheck import AllOf, AtLeast, AtMost, Claim, Control

CLAIM = Claim(
    name="ren2023.training-aligns",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PAIRS,
    experiment=observe,
    prediction=AllOf(
        (
            AtLeast("alignment_end", 0.95),
            AtLeast("cosine_end", 0.99),
            AtMost("tanh_deviation", "tanh_scatter"),
        )
    ),
    required=0.95,  # "with high probability over the start": no rate was read
    controls=(
        Control(
            breaks="the two views of a pair show the same signals (here: independent ones)",
            experiment=partial(observe, sample=independent_pairs),
        ),
        Control(
            breaks="the noises of the two views are independent (here: the same noise)",
            experiment=partial(observe, sample=shared_noise_pairs),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAINING,
)
