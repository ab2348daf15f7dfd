r"""On the XOR mixture Symile reaches Bayes' accuracy, and pairwise CLIP stays at chance.

a and b are d fair bits; c is $a \oplus b$ with probability p and a otherwise. The bit strings b are told from (a, c)
among all $2^d$. Symile's accuracy is Bayes', $p + (1 - p) 2^{-d}$; pairwise CLIP's is $2^{-d}$, though its own
objective is solved: b is independent of a and of c, and an additive score is all it has.

Read in the README and the captions of figures 1 and 3, where d = 5 and encoders are linear. Here every letter has its
own vector, since linear encoders do not attain CLIP's optimum.

Operational, all three of one trial: Symile has 97 % of Bayes' accuracy at least; pairwise CLIP's bound is within 0.02
nats of its optimum, $I(a; c)$, in each of ten trainings, so that it was trained; and the mean of its ten accuracies
is within 0.06 of chance. One training alone is not at chance: its scores differ by nothing but what the start left of
them, and the accuracy scatters by 0.03 at d = 3 and 0.05 at d = 2, so that 0.06 is four standard deviations of the
mean or more.
"""

from dataclasses import replace
from functools import partial

import torch

from claims.symile2024.paper import source
from models.symile2024.tasks import XorMixture, xor_accuracies
from strategies.symile2024.tasks import xor_mixtures
from theoremcheck import AllOf, AtLeast, Baseline, Claim, Control, Equals, Observables, Streams


def experiment(mixture: XorMixture, streams: Streams, target: int = 1) -> Observables:
    """Accuracies for b, of which chance is what pairwise CLIP is predicted to have; shape (trials,)."""
    seen = xor_accuracies(mixture, streams, target)
    chance = torch.full_like(seen["clip_accuracy"], 1 / mixture.letters)
    return Observables(**seen, chance=chance, goal=0.97 * seen["bayes_accuracy"])


CLAIM = Claim(
    name="symile2024.xor-needs-all-three",
    statement=__doc__,
    source=source("README; figures 1 and 3, captions", "paraphrased"),
    kind="empirical",
    regimes=xor_mixtures(),
    experiment=experiment,
    prediction=AllOf(
        (
            AtLeast("symile_accuracy", "goal"),
            Equals("clip_bound", "pairwise_information", 0.02, relative=False),
            Equals("clip_accuracy", "chance", 0.06, relative=False),
        )
    ),
    required=0.95,  # what an experiment shows: the paper gives no rate
    controls=(
        Control(
            breaks="no pair of modalities says anything of the target (here: c from a and b, p at most 0.4)",
            regimes=xor_mixtures(most_share=0.4),
            experiment=partial(experiment, target=2),
        ),
    ),
    baselines=(Baseline(when="before training", change=partial(replace, steps=0)),),
    dtype=torch.float64,
)
