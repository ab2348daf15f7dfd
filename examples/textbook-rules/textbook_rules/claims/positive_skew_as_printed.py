r"""A right-skewed law has its mean to the right of its median. (Many textbooks; it is wrong.)

If the third central moment $E (X - \mu)^3$ is positive then $\mu \ge m$; if it is negative then $\mu \le m$.

A long right tail weighs more in the third moment than in the mean: with enough mass a little below the median,
the mean stays below it while the third moment is positive. A law of two atoms keeps the rule: both signs
are that of the lighter atom's side.
"""

from functools import partial

import torch
from theoremcheck import AtLeast, Claim, Control, Flaw, Observables, PositiveControl, Source, Streams, Verdict

from textbook_rules.laws import DiscreteLaw, discrete_laws, draw


def experiment(law: DiscreteLaw, streams: Streams, right: int = 1) -> Observables:
    """Skewness times the distance of mean and median, in standard deviations: positive where the rule holds."""
    drawn = draw(law, streams)
    skewness = drawn.central_moment(3) / drawn.deviation() ** 3
    shift = (drawn.mean() - drawn.median()) / drawn.deviation()
    return Observables(agreement=right * skewness * shift)


CLAIM = Claim(
    name="textbooks.positive-skew-as-printed",
    statement=__doc__,
    source=Source(
        "von Hippel 2005",
        item="Mean, median, and skew: correcting a textbook rule; the rule that it corrects",
        exactness="reconstructed",
    ),
    kind="proposition",
    regimes=discrete_laws(),
    experiment=experiment,
    prediction=AtLeast("agreement", 0.0),
    required=0.99,
    controls=(
        Control(breaks="the mean moves to the right, not to the left", experiment=partial(experiment, right=-1)),
    ),
    positive_controls=(
        PositiveControl(adds="the law has two atoms: both signs say which is lighter", regimes=discrete_laws((2,))),
    ),
    known=Verdict.REFUTED,
    flaw=Flaw.MISSING_CONDITION,
    reason="about one in sixteen of these random laws breaks the rule; von Hippel shows everyday ones that do",
    dtype=torch.float64,
)
