"""Claims whose holding probability is a known function of one or two fields."""

from dataclasses import dataclass

import torch

from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Source, log_uniform, uniform


@dataclass(frozen=True)
class Load:
    load: float
    depth: float
    noise: float  # plays no part


LOADS = Regimes(Load, load=uniform(0.2, 2.0), depth=log_uniform(0.2, 5.0), noise=uniform(0.0, 1.0))
BEYOND = Regimes(Load, load=uniform(4.0, 8.0), depth=log_uniform(0.2, 5.0), noise=uniform(0.0, 1.0))


def holding_with(probability, regimes=LOADS, beyond=BEYOND, required=0.95, name="planted.load", **changes):
    """A claim that holds at each regime with a probability of one's choice."""

    def experiment(point, streams):
        return Observables(reserve=probability(point) - streams.uniform("flip"))

    def always(point, streams):
        return Observables(reserve=point.noise - 2)

    declared = dict(
        name=name,
        statement="It holds.",
        source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
        regimes=regimes,
        experiment=experiment,
        prediction=AtLeast("reserve", 0.0),
        required=required,
        controls=(
            Control(breaks="the load is of order one", regimes=beyond),
            Control(breaks="everything", experiment=always),
        ),
        dtype=torch.float64,
    )
    return Claim(**(declared | changes))


def step(level, above=0.2):
    """1 below a load, `above` beyond it."""
    return lambda point: torch.where(point.load < level, 1.0, above)


def descent(level, steepness, required=0.95):
    """A logistic descent that crosses `required` at a load."""
    shift = float(torch.logit(torch.tensor(required, dtype=torch.float64)))
    return lambda point: torch.sigmoid(shift + steepness * (level - point.load))
