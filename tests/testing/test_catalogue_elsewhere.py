"""Every claim of the catalogue runs on a GPU, as far as one that is not there can tell."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
import torch

from models.yaras2025.flows import free_features, reduced, schedules
from theoremcheck.catalogue.loading import catalogue_of, pages_in
from theoremcheck.numerics import integrate
from theoremcheck.series.specification import series_of
from theoremcheck.testing.conforming import conformance_of

ROOT = Path(__file__).parents[2]
TOPICS = sorted(folder.parent for folder in (ROOT / "claims").glob("*/*/__init__.py"))
DRAWS = 3
FEW = 8
"""Steps that are enough: what stays on the CPU does so at the first of them. Lemmas of stage 1 look at each eighth."""
SHORT = {"epochs": 1, "checkpoints": 1, "fresh": 256, "train_size": 256, "test_size": 64, "tolerance": 1e-3}
"""Fields of image sets, of trainings with a fixed number of steps, and of flows whose integrator chooses its steps."""


def shortened(point):
    """The same point with fewer steps, each as long as before."""
    changes = {name: value for name, value in SHORT.items() if hasattr(point, name)}
    if hasattr(point, "steps"):
        changes["steps"] = min(point.steps, FEW)
    if "horizon" in {field.name for field in fields(point)}:
        changes["horizon"] = point.horizon * changes["steps"] / point.steps
    return replace(point, **changes)


def first_stretch(velocity, state, grid, **options):
    """A flow up to the second time of its grid, where it then stands still."""
    followed = integrate(velocity, state, grid[..., :2], **options)
    return torch.cat([followed, followed[:, -1:].expand(-1, grid.shape[-1] - 2, -1)], dim=1)


@pytest.fixture(autouse=True)
def short_flows(monkeypatch):
    for module in (free_features, reduced, schedules):
        monkeypatch.setattr(module, "integrate", first_stretch)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: f"{topic.parent.name}/{topic.name}")
def test_every_series_runs_on_a_device_that_is_not_there(topic):
    found = catalogue_of(pages_in(topic, ROOT))
    assert found.found and not found.failures
    # Claims of a study share series.
    every = {
        (series.owner, series.label): (each.claim, series) for each in found.found for series in series_of(each.claim)
    }
    seen = [conformance_of(claim, series, DRAWS, ["device"], shortened) for claim, series in every.values()]
    assert [f"{each.claim} [{each.series}] {each.problems}" for each in seen if each.problems] == []
    assert all(len(each.draws) == DRAWS for each in seen)
