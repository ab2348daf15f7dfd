r"""Under the noise of small batches positives alone go on unbalancing, if the expected norm normalises features.

On the population positives alone end at a finite condition number. With batches, and encoders normalised by their
expected norm as the recalled form of the paper has it, an aligned representation still has a gradient on each batch,
and the condition number grows on. With encoders normalised on the batch itself, as training-aligns and its neighbours
have them, it does not: aligned features without noise then have similarity 1 on every batch, and no gradient.

Operational, as a trend: batches of n = d = 16, $\sigma_1^2 ds \le 0.2$: the condition number of $F_A$ at s = 30 is more
than 1.15 times that at s = 15. Larger batches or shorter steps shrink it: at ratio 8 and noise 2, where it is 100 and
more, it is still 1.4 at n = 256 and 1.8 with an eighth of the step. Reconstructed; a statement about a sampled learner,
no theorem. Measured before at n = d = 32: 1.51 in the median, 1.31 at the least of 12; 1.00 on the batch's norm.
"""

from dataclasses import replace
from functools import partial

from claims.ren2023.paper import SOURCE
from models.ren2023.sampling import Batches, SecondMoment, batch_moment, descend_positives, expected_moment
from strategies.ren2023.sampling import noisy_batches
from theoremcheck import Baseline, Claim, Control, LessThan, Observables, Streams


def experiment(batches: Batches, streams: Streams, moment: SecondMoment = expected_moment) -> Observables:
    """Condition number halfway and at the end, shape (trials,)."""
    halfway, end = descend_positives(batches, moment, streams)
    return Observables(condition_number_halfway=halfway, condition_number_at_the_end=end)


def _at_rest(batches: Batches) -> Batches:
    """Two batches, and no time on the clock."""
    return replace(batches, steps=2, clock_step=batches.clock_step * 0)


CLAIM = Claim(
    name="ren2023.sampling-noise-unbalances-further",
    statement=__doc__,
    source=SOURCE,
    kind="empirical",
    regimes=noisy_batches(),
    experiment=experiment,
    prediction=LessThan("condition_number_halfway", "condition_number_at_the_end", factor=1.15),
    required=0.9,
    controls=(
        Control(
            breaks="features are normalised by their expected norm (here: by the batch's)",
            experiment=partial(experiment, moment=batch_moment),
        ),
    ),
    baselines=(Baseline(when="before training", change=_at_rest),),
)
