r"""A head that starts from the texts gains nothing from training on them.

From $W = t_c$ at the logit scale S = 100 the texts are fitted before the first step: their loss is at most
$\log(1 + (C - 1) e^{-S (1 - m)})$, with m the largest cosine of two classes' texts. If $S (1 - m) \ge \log C + 5$ the
half-half gradient is half of the images' own, and AdamW does not see a factor: both trainings are one trajectory. So
users who start both from the texts, as the released launch script did, see no gain.

Operational: a mechanism, derived at the first step; at four and eight shots, with texts that have a common part of
length 0 to 2 (m = .35 to .87), the mean gain of 24 tasks is within 0.005 of zero, five times its paired standard error.
Few images let the head drift from texts that are alike: 0.017 is left at one shot, and about 0.006 at four where the
common part is 2 and v = 4. So a counterexample is grown in shots. It is an answer in kind: none of the data sets in
question was run. That heads which take no step agree too (the baseline) is the first half of the mechanism: they are
one at the start.
"""

from dataclasses import replace
from functools import partial

from claims.crossmodal2023.paper import TRUST, source
from models.crossmodal2023.heads import (
    STEPS,
    FewShot,
    accuracy,
    draw_samples,
    fit,
    half_half,
    images_alone,
    random_start,
)
from strategies.crossmodal2023.heads import text_starts
from theoremcheck import Baseline, Between, Claim, Control, Observables, Scale, Streams


def experiment(model: FewShot, streams: Streams, random: bool = False, steps: int = STEPS) -> Observables:
    """Gain of half-half from the texts over images alone, and the largest cosine of two texts; shape (trials,).

    Args:
        model: Regimes.
        streams: One stream a trial.
        random: Whether the head that sees images alone starts at random.
        steps: Of either training.
    """
    samples = draw_samples(model, streams)
    start = random_start(model, streams) if random else samples.texts
    alone = accuracy(fit(start, images_alone(samples), steps=steps), samples, model)
    mixed = accuracy(fit(samples.texts, half_half(samples), steps=steps), samples, model)
    cosines = (samples.texts @ samples.texts.mT).triu(diagonal=1).amax(dim=(1, 2))
    return Observables(gain=mixed - alone, largest_cosine=cosines.unflatten(0, (-1, model.tasks)).amax(dim=1))


def from_random(model: FewShot, streams: Streams) -> Observables:
    """The head that sees images alone has not seen the texts."""
    return experiment(model, streams, random=True)


def _more_shots(model: FewShot, factor: int) -> FewShot:
    return replace(model, shots=model.shots * factor)


CLAIM = Claim(
    name="crossmodal2023.text-start-leaves-nothing-to-gain",
    statement=__doc__,
    source=source("the initialisation `zeroshot` of the code; mechanism derived"),
    kind="proposition",
    regimes=text_starts(),
    experiment=experiment,
    prediction=Between("gain", -0.005, 0.005),
    growth=Scale("shots", factors=(1, 2, 4), grow=_more_shots),
    required=0.9,  # the mechanism is derived at the first step; that the trajectories stay one is observed
    controls=(
        Control(breaks="the baseline starts from the texts (here: at random)", experiment=from_random),
        Control(
            breaks="S (1 - m) >= log C + 5 (here: near-synonyms, a common part of length 5, S (1 - m) of 3 to 7)",
            regimes=text_starts(shift=5.0),
        ),
    ),
    baselines=(Baseline(when="before training", experiment=partial(experiment, steps=0)),),
    trust=TRUST,
)
