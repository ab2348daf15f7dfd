"""Claims that fail exactly on a known set of their regime."""

from dataclasses import dataclass, replace

import torch

from theoremcheck import (
    AtLeast,
    Claim,
    Control,
    Observables,
    Regimes,
    Scale,
    Source,
    integers,
    log_uniform,
    powers_of,
    uniform,
)


@dataclass(frozen=True)
class Planted:
    rows: float
    columns: float
    load: float
    noise: float
    n: float


REGIMES = Regimes(
    Planted,
    rows=integers(1, 100),
    columns=integers(1, 100),
    load=uniform(0.0, 1.0),
    noise=log_uniform(1e-3, 1e3),
    n=powers_of(2, 16, 1024),
)

GROWTH = Scale("n", factors=(1, 2, 4, 8, 16), grow=lambda planted, factor: replace(planted, n=planted.n * factor))


def simplest(**changes):
    """The regime that one would work with by hand, apart from what a set asks for."""
    return Planted(**(dict(rows=1.0, columns=1.0, load=0.0, noise=1.0, n=16.0) | changes))


def failing_on(contains, required=0.95, name="planted.set", growth=None, regimes=REGIMES, **changes):
    """A claim that fails surely on a set and holds surely elsewhere; margins tell nothing of the distance."""

    def experiment(planted, streams):
        return Observables(reserve=torch.where(contains(planted), -1.0, 1.0) + 0 * planted.load)

    return Claim(
        name=name,
        statement="Nothing fails.",
        source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
        regimes=regimes,
        experiment=experiment,
        prediction=AtLeast("reserve", 0.0),
        required=required,
        growth=growth,
        controls=(
            Control(breaks="everything", experiment=lambda planted, streams: Observables(reserve=planted.load - 2)),
        ),
        dtype=torch.float64,
        **changes,
    )


HALF_SPACE = failing_on(lambda p: p.load > 0.4371, required=0.5)
SLAB = failing_on(lambda p: (p.load - 0.537).abs() < 0.005)
CORNER = failing_on(lambda p: (p.load > 0.9) & (p.noise > 100) & (p.rows > 90))
EQUALITY = failing_on(lambda p: p.rows == p.columns)
EQUALITY_ABOVE = failing_on(lambda p: (p.rows == p.columns) & (p.rows > 17))
SMALL = failing_on(lambda p: p.n < 60, required=0.5, growth=GROWTH)
GROWING = failing_on(lambda p: p.load > 0.89 - 0.04 * torch.log2(p.n / 16) / 6, required=0.8, growth=GROWTH)
TWO_CAUSES = failing_on(lambda p: (p.n < 20) | (p.load > 0.8), required=0.5, growth=GROWTH)
