"""Maps in memory: a claim, its first draws, and a map with the budget's effort."""

from dataclasses import dataclass, field

import pytest
import torch

from theoremcheck.boundary import EFFORTS, axis_of, boundary_of, map_boundary
from theoremcheck.evidence import Ledger
from theoremcheck.running import BUDGETS
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.experiments import Laboratory
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of

CPU = torch.device("cpu")


@dataclass
class Mapped:
    """A map and what it cost.

    Attributes:
        batches: Number of trials of every batch that was asked for, in order.
    """

    claim: object
    ledger: Ledger = field(default_factory=Ledger)
    batches: list = field(default_factory=list)

    def draw(self, draws):
        series = series_of(self.claim)[0]
        Laboratory(self.claim, CPU, BatchSizes(CPU)).trials(series, draw_points(series, range(draws)), self.ledger.add)
        return self

    def map(self, *along, budget="standard"):
        laboratory = Laboratory(self.claim, CPU, BatchSizes(CPU))

        def train(series, points, rerun):
            missing = {k: point for k, point in points.items() if k not in self.ledger.trials[series.label]}
            self.batches.append(len(missing))
            laboratory.trials(series, missing, self.ledger.add, rerun=rerun)

        axes = [axis_of(self.claim, *(one if isinstance(one, tuple) else (one,))) for one in along]
        alpha = BUDGETS[budget].alpha
        series = series_of(self.claim)[0]
        return map_boundary(self.claim, series, self.ledger, axes, EFFORTS[budget], alpha, train)

    def again(self, *fields, budget="standard"):
        return boundary_of(self.claim, series_of(self.claim)[0], self.ledger, BUDGETS[budget].alpha, fields)


@pytest.fixture
def mapped():
    return Mapped
