"""The experiment that all pages of this topic share: both optima's accuracies for y given x and z, on many laws."""

from functools import partial

from models.symile2024.guarantee import (
    ManyLaws,
    Protocol,
    Rule,
    Target,
    as_drawn,
    by_scores,
    constant,
    joint_negatives,
    one_anchor,
    optimal,
    pairwise,
)
from theoremcheck import Baseline, Control, NeverAbove, Observables, Streams

__all__ = ["NO_WORSE", "accuracies", "controls", "knowing_nothing"]

NO_WORSE = NeverAbove("clip_accuracy", "symile_accuracy")
"""On every law of the trial; two rules that decide alike are equal, and that holds."""


def accuracies(
    laws: ManyLaws,
    streams: Streams,
    target: Target = as_drawn,
    protocol: Protocol = by_scores,
    rule: Rule = optimal,
) -> Observables:
    """Accuracies of Symile's and of pairwise CLIP's optimum, exactly, on each law; shape (trials, laws)."""
    drawn = laws.draw(streams)
    joint = target(drawn.flatten(end_dim=1))
    seen = {
        "symile_accuracy": protocol(joint, rule(joint, streams), laws.candidates),
        "clip_accuracy": protocol(joint, pairwise(joint), laws.candidates),
    }
    return Observables({name: values.reshape(drawn.shape[:2]) for name, values in seen.items()})


def controls(target: Target = as_drawn, protocol: Protocol = by_scores) -> tuple[Control, ...]:
    """Other scores of Symile, under a page's own reading."""
    read = partial(accuracies, target=target, protocol=protocol)
    return (
        Control(
            breaks="the loss is averaged over all anchors (here: the target alone, which leaves kappa(y))",
            experiment=partial(read, rule=one_anchor),
        ),
        Control(
            breaks="negatives are drawn from the product of the marginals (here: y and z as pairs)",
            experiment=partial(read, rule=joint_negatives),
        ),
    )


def knowing_nothing(target: Target = as_drawn, protocol: Protocol = by_scores) -> tuple[Baseline, ...]:
    """A constant score, under a page's own reading."""
    return (
        Baseline(
            when="with a constant score",
            experiment=partial(accuracies, target=target, protocol=protocol, rule=constant),
        ),
    )
