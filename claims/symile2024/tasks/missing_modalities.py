r"""Symile trained on incomplete tuples loses information by a law, and no accuracy on complete ones.

Each of three modalities is missing with probability m, independently, and shows a token instead. The augmented law has
$$ TC_m = (1 - m)^3\, TC + m (1 - m)^2 \bigl( I(x; y) + I(x; z) + I(y; z) \bigr), $$
which is what Symile's objective tends to, and on complete tuples its score, with the target's prior, is Bayes' for
every m < 1. That Symile still learns from incomplete tuples was read in the README and in the caption of figure 4c;
the law is derived (an identity, tested as one), and so is the rest, from the optimal critic.

Operational: the bound is within 2 % of $TC_m$, and the accuracy on complete tuples is 99 % of Bayes' at least, the
worst of three targets; the rest is room for the optimiser.

The control never shows a complete tuple: the law's information is reached all the same, and the accuracy is any. It
uses parity, since on other tables pairs of modalities may be enough.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.tasks import IncompleteTuples, Missing, at_random, complete_accuracy, exactly_one
from strategies.symile2024.tasks import incomplete_tuples, noisy_parities
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Control, Equals, Observables, Streams


def experiment(tuples: IncompleteTuples, streams: Streams, missing: Missing = at_random) -> Observables:
    """The bound and the information of the augmented law, and the accuracy as a share of Bayes'; shape (trials,)."""
    return Observables(**complete_accuracy(tuples, streams, missing))


CLAIM = Claim(
    name="symile2024.missing-modalities",
    statement=__doc__,
    source=source("README; figure 4c, caption (law derived)"),
    kind="corollary",
    regimes=incomplete_tuples(),
    experiment=experiment,
    prediction=AllOf((Equals("bound", "information", 0.02), AtLeast("accuracy_share", 0.99))),
    required=0.95,  # always, but for the optimiser
    controls=(
        Control(
            breaks="some tuples are complete (here: exactly one modality is always missing)",
            regimes=noisy_parities(),
            experiment=partial(experiment, missing=exactly_one),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(replace, steps=0)),),
    dtype=torch.float64,
)
