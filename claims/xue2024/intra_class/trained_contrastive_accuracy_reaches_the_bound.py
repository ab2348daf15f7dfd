r"""Gradient descent on the contrastive loss reaches the bound of Theorem 4.4, with encoders of width 4.

The statement of contrastive-accuracy-reaches-the-bound, with encoders that are trained in place of the minimiser in
closed form: full-batch gradient descent from normal weights of standard deviation 0.1, 480 steps of $0.6 / s_1(C)$. The
lesser singular value of C is 0.055 of the greater one at least, so a step multiplies its mode by $1.033^2$ at first and
what it lacks by 1 - 0.066 at last. A start with a thousandth of its usual share, 1e-5, is at the mode's size after 140
steps and 140 more leave a ten-thousandth. (Where it has not settled
the accuracy lacks something that no n makes up for: at the worst corner 240 steps leave 0.02 in one training set of a
hundred, and 480 steps 0.0008.)

Operational: along (n, d) = (100, 5), (400, 20), (1600, 80) the shortfall, root mean square over 16 training sets, falls
with a slope of -0.4 or less. (n = 20 d where the other ladder has 10 d, by cost alone: a trial takes a fifth.)
"""

from functools import partial

from claims.xue2024.intra_class.ladder import observed_of
from claims.xue2024.paper import ANOTHER_IMAGE, REQUIRED, falls_like_root_n, more_of_both, source
from models.xue2024.intra_class.model import IntraClass
from models.xue2024.intra_class.training import descend, rule_in_the_latent_basis
from models.xue2024.lemma import cross_covariances
from strategies.xue2024.intra_class import training_ladder
from theoremcheck import Baseline, Claim, Control, Observables, Scale, Streams

WIDTH = 4
STEPS = 480


def experiment(model: IntraClass, streams: Streams, steps: int = STEPS, own_detail: bool = True) -> Observables:
    """What descent learns on each training set, as on the other ladder."""
    covariance = cross_covariances(model, streams, own_detail)
    product = descend(model, covariance, streams.child("descent"), WIDTH, steps)
    return observed_of(model, rule_in_the_latent_basis(product))


CLAIM = Claim(
    name="xue2024.trained-contrastive-accuracy-reaches-the-bound",
    statement=__doc__,
    source=source("Theorem 4.4, for gradient descent (formula recalled and derived; the rate of o(1) derived)"),
    regimes=training_ladder(),
    scale=Scale("samples", factors=(1, 4, 16), grow=more_of_both),
    experiment=experiment,
    prediction=falls_like_root_n("shortfall"),
    required=REQUIRED,
    controls=(
        Control(
            breaks=ANOTHER_IMAGE,
            experiment=partial(experiment, own_detail=False),
        ),
    ),
    baselines=(Baseline(when="before training", experiment=partial(experiment, steps=0)),),
    reading_of="xue2024.contrastive-accuracy-reaches-the-bound",
)
