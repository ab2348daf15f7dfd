"""Every claim of the catalogue runs on a GPU, as far as one that is not there can tell."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from theoremcheck.catalogue.loading import catalogue_of, pages_in
from theoremcheck.series.specification import series_of
from theoremcheck.testing.conforming import conformance_of

ROOT = Path(__file__).parents[2]
TOPICS = sorted(folder.parent for folder in (ROOT / "claims").glob("*/*/__init__.py"))
DRAWS = 3
FEW = 8
"""Steps that are enough: what stays on the CPU does so at the first of them. Lemmas of stage 1 look at each eighth."""
SHORT = {"epochs": 1, "train_size": 256, "test_size": 64, "tolerance": 0.1}
"""Fields of image sets, and of flows whose integrator chooses its steps."""


def shortened(point):
    """The same point with fewer steps, each as long as before."""
    changes = {name: value for name, value in SHORT.items() if hasattr(point, name)}
    if hasattr(point, "steps"):
        changes["steps"] = min(point.steps, FEW)
    if "horizon" in {field.name for field in fields(point)}:
        changes["horizon"] = point.horizon * changes["steps"] / point.steps
    return replace(point, **changes)


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
