r"""Without negatives the learned representation stays unbalanced.

Two linear encoders see $x_A = A z + A_\xi \xi_A$ and $x_B = B z + B_\xi \xi_B$: the same r centred signals
z, of powers $\sigma_1^2 \ge \dots \ge \sigma_r^2$, in different maps and under independent noises. They are
trained from Gaussian weights by in-batch InfoNCE, at an inverse temperature $\tau^2 \le 1$. If
$\sigma_1^2 / \sigma_r^2 \ge 3$, training from the same start and on the same batches, but on the positives
of the loss alone, ends with a larger condition number $\kappa = \sigma_1(W_A A) / \sigma_r(W_A A)$.

Operational: larger by a factor of 2 at least. That contrastive pairs are what balances was read in the
abstract; the size is derived. Positives alone conserve $\|W_A\|^2 + \|W_B\|^2$, and end, for m to infinity
and without sampling noise, at
$$ \kappa = \frac{\sigma_1}{\sigma_r} e^{(\sigma_1^2 - \sigma_r^2) \Phi}, \qquad
   \sum_k e^{2 \sigma_k^2 \Phi} = 2 d . $$
The least value of this over these regimes is 4.3 (r = 4, d = 24, powers 3, 3, 3, 1), of which the factor
asks for half; contrastive training ends near 1. "Collapse to rank one" would be too strong: $\kappa$ grows
with d, and is finite at each.
"""

from claims.ren2023.paper import SOURCE, TRUST, UNTRAINED
from claims.ren2023.training.trajectory import PAIRS, TRAINING, read, trained
from models.ren2023.training.descent import attraction_of_infonce, attraction_of_positives
from models.ren2023.training.geometry import condition_number, condition_number_without_negatives
from models.ren2023.training.pairs import LinearPairs
from strategies.ren2023.training import linear_pairs
from theoremcheck import Claim, Control, LessThan, Observables, Streams


def experiment(pairs: LinearPairs, streams: Streams) -> Observables:
    """Train with and without negatives, from the same start and on the same batches."""
    powers, (learned, alone) = trained(pairs, streams, (attraction_of_infonce, attraction_of_positives))
    return Observables(
        **read(pairs, powers, learned),
        condition_number_without_negatives=condition_number(alone)[:, -1],
        condition_number_closed_form=condition_number_without_negatives(powers, pairs.dim),
    )


CLAIM = Claim(
    name="ren2023.positives-alone-stay-unbalanced",
    statement=__doc__,
    source=SOURCE,
    kind="proposition",
    regimes=PAIRS,
    experiment=experiment,
    prediction=LessThan("condition_number_end", "condition_number_without_negatives", factor=2.0),
    required=0.95,  # "with high probability over the start": no rate was read
    controls=(
        Control(
            breaks="the signals differ in power (here: isotropic data)",
            regimes=linear_pairs(min_strongest=1.0, max_strongest=1.0),
        ),
    ),
    baselines=(UNTRAINED,),
    trust=TRUST,
    study=TRAINING,
)
