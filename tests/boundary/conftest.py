"""Maps in memory: a claim, its first draws, and a map with the budget's effort."""

from dataclasses import dataclass, field

import pytest
import torch

from theoremcheck.boundary import EFFORTS, Survey, axis_of, boundary_of, map_boundary
from theoremcheck.evidence import Ledger
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.dossier import Dossier

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

    def __post_init__(self):
        self.dossier = Dossier.of(self.claim, self.ledger)

    def draw(self, draws):
        Recorder.of(self.dossier, None, CPU).draw(self.dossier.own, draws)
        return self

    def map(self, *along, budget="standard", grown=""):
        recorder = Recorder.of(self.dossier, None, CPU)

        def train(series, points, precision):
            self.batches.append(len(points.keys() - self.ledger.trials(series.label, precision).keys()))
            return recorder.train(series, points, precision)

        return map_boundary(self.dossier, self.axes(*along), EFFORTS[budget], BUDGETS[budget].alpha, train, grown)

    def again(self, *along, budget="standard"):
        return boundary_of(self.dossier, BUDGETS[budget].alpha, Survey.of(self.axes(*along), budget))

    def axes(self, *along):
        return [axis_of(self.claim, *(one if isinstance(one, tuple) else (one,))) for one in along]


@pytest.fixture
def mapped():
    return Mapped
