"""Accuracy over the plane of a map: means and intervals of what was recorded, and of nothing else."""

import re
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
import torch

from tests.boundary.conftest import Mapped
from tests.reporting.conftest import ACCURACY
from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Source, uniform
from theoremcheck.boundary import maps_of
from theoremcheck.reporting.pictures.accuracy_plane import AccuracyPlanes


@dataclass(frozen=True)
class Captions:
    """Two fields."""

    rich: float
    spurious: float


def experiment(captions, streams):
    """An accuracy of 0.9 where captions are rich and 0.6 where not, and an observable that is no accuracy."""
    noise = 0.05 * (2 * streams.uniform("noise") - 1)
    accuracy = 0.6 + 0.3 * (torch.as_tensor(captions.rich) > 0.5) + noise
    return Observables(accuracy=accuracy, loss=10 * accuracy)


CLAIM = Claim(
    name="planted.captions",
    statement="Rich captions help.",
    source=Source("planted", "Theorem 1", exactness="reconstructed"),
    regimes=Regimes(Captions, rich=uniform(0.0, 1.0), spurious=uniform(0.0, 1.0)),
    experiment=experiment,
    prediction=AtLeast("accuracy", 0.75),
    required=0.8,
    controls=(Control(breaks="captions are rich", regimes=Regimes(Captions, rich=0.1, spurious=uniform(0.0, 1.0))),),
)


@pytest.fixture(scope="module")
def subject():
    """A claim with a map over both fields."""
    run = Mapped(CLAIM)
    run.draw(16)
    run.map("rich", "spurious", budget="quick")
    return SimpleNamespace(
        maps=maps_of(run.dossier, 0.05), judgement=SimpleNamespace(alpha=0.05), dossier=run.dossier, claim=CLAIM
    )


def test_every_place_has_the_mean_of_its_replicates_and_an_interval_that_is_true(subject):
    """The expected accuracy is known: 0.9 or 0.6. Of some 30 intervals at 0.95 three are wrong once in a thousand."""
    (surface,) = AccuracyPlanes.seen(subject).surfaces
    assert surface.observable == "accuracy" and [axis.field for axis in surface.axes] == ["rich", "spurious"]
    (plane,) = subject.maps
    assert [place.values for place in surface.places] == [
        tuple(float(f"{value:.5g}") for value in place.values) for place in plane.places
    ]
    wrong = 0
    for seen, place in zip(surface.places, plane.places, strict=True):
        recorded = [trial.observables["accuracy"] for trial in place.trials]
        assert seen.mean == pytest.approx(sum(recorded) / len(recorded)) and seen.replicates == len(recorded)
        wrong += not seen.lower <= 0.6 + 0.3 * (place.values[0] > 0.5) <= seen.upper
    assert wrong <= 2


def test_a_map_without_an_accuracy_has_no_such_picture(subject):
    """What may pass 1 has no bounds of this kind, and a claim that was not mapped has no plane."""
    (plane,) = subject.maps
    beyond = [replace(place, trials=_as_named(place.trials, "test_accuracy", 1.5)) for place in plane.places]
    assert AccuracyPlanes.seen(SimpleNamespace(**vars(subject) | {"maps": []})) is None
    seen = AccuracyPlanes.seen(SimpleNamespace(**vars(subject) | {"maps": [replace(plane, places=tuple(beyond))]}))
    assert seen is None


def _as_named(trials, name, value):
    return [replace(trial, observables={name: value}) for trial in trials]


def test_the_drawing_has_a_shade_for_each_fifth_and_says_of_what():
    body = str(ACCURACY.body("k"))
    assert re.findall(r'class="key shade s(\d)">([\d. to]+)<', body) == [
        ("1", "0.5 to 0.6"), ("2", "0.6 to 0.7"), ("3", "0.7 to 0.8"), ("4", "0.8 to 0.9"), ("5", "0.9 to 1"),
    ]  # fmt: skip
    assert [body.count(f'<path class="shade s{number}"') for number in range(1, 6)] == [1, 0, 1, 0, 1]
    assert "confidence 95\xa0% by itself" in body and "<td>0.503</td>" in body
