"""Searches in memory: a claim, its first draws, and a search with the budget's effort."""

from dataclasses import dataclass, field

import pytest
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.falsifier import search
from theoremcheck.falsifier.counterexamples import weigh_search
from theoremcheck.running import BUDGETS
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.experiments import Laboratory
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of

CPU = torch.device("cpu")


@dataclass
class Searched:
    """A search and what it cost.

    Attributes:
        trainings: (series, number of trials) of every batch that was asked for, in order.
    """

    claim: object
    budget: object
    ledger: Ledger = field(default_factory=Ledger)
    trainings: list = field(default_factory=list)

    def run(self, draws):
        series = series_of(self.claim)[0]
        laboratory = Laboratory(self.claim, CPU, BatchSizes(CPU))
        laboratory.trials(series, draw_points(series, range(draws)), self.ledger.add)

        def train(series, points, rerun):
            done = (self.ledger.reruns if rerun else self.ledger.trials)[series.label]
            missing = {index: point for index, point in points.items() if index not in done}
            if missing:
                self.trainings.append((series.label, len(missing)))
                laboratory.trials(series, missing, self.ledger.add, rerun=rerun)

        search(self.claim, series, self.ledger, draws, self.budget.effort, self.budget.alpha, train)
        return self

    @property
    def found(self):
        return weigh_search(self.claim, series_of(self.claim)[0], self.ledger, self.budget.alpha)


@pytest.fixture
def searched():
    def searched(claim, budget="standard", draws=74):
        return Searched(claim, BUDGETS[budget]).run(draws)

    return searched
