"""Searches in memory: a claim, its first draws, and a search with the budget's effort."""

from dataclasses import dataclass, field

import pytest
import torch

from theoremcheck.evidence import Ledger
from theoremcheck.falsifier import planned, search
from theoremcheck.falsifier.found import weigh_search
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.dossier import Dossier

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

    def __post_init__(self):
        self.dossier = Dossier.of(self.claim, self.ledger)

    def run(self, draws):
        recorder = Recorder.of(self.dossier, None, CPU)
        recorder.draw(self.dossier.own, draws)

        def train(series, points, precision):
            missing = points.keys() - self.ledger.trials(series.label, precision).keys()
            if missing:
                self.trainings.append((series.label, len(missing)))
            return recorder.train(series, points, precision)

        plan = planned(self.dossier, draws, self.budget.name, self.budget.effort, self.budget.alpha)
        self.ledger.plans.append(plan)
        search(self.dossier, plan, self.budget.effort, self.budget.alpha, train)
        return self

    @property
    def found(self):
        return weigh_search(self.dossier, self.budget.alpha)


@pytest.fixture
def searched():
    def searched(claim, budget="standard", draws=74):
        return Searched(claim, BUDGETS[budget]).run(draws)

    return searched
