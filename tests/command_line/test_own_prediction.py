"""A prediction that a page writes for itself: registered nowhere, and treated like any other."""

PAGE = '''
"""The curve falls."""

from dataclasses import dataclass

import numpy as np
import torch

from theoremcheck import Claim, Control, Observables, Regimes, Source, uniform


@dataclass(frozen=True)
class Falls:
    """Every value is below the one before."""

    observable: str
    abscissa: str

    @property
    def observables(self):
        return (self.observable, self.abscissa)

    @property
    def sentence(self):
        return f"{self.observable} falls at every step of {self.abscissa}"

    def margin(self, observed):
        return -np.diff(observed[self.observable], axis=1).max(axis=1)


@dataclass(frozen=True)
class Decay:
    rate: float


def experiment(decay, streams, sign=-1.0):
    clock = torch.arange(1.0, 6.0, dtype=torch.float64).expand(streams.trials, 5)
    return Observables(size=torch.exp(sign * decay.rate[:, None] * clock), clock=clock)


def growing(decay, streams):
    return experiment(decay, streams, sign=1.0)


CLAIM = Claim(
    name="own.falls",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=Regimes(Decay, rate=uniform(0.5, 1.0)),
    experiment=experiment,
    prediction=Falls("size", "clock"),
    required=0.9,
    controls=(Control(breaks="it decays", experiment=growing),),
    dtype=torch.float64,
)
'''


def test_it_is_run_reported_drawn_and_verified(project):
    project.write("claims/falls.py", PAGE)
    ran = project.run("run", "-j1", "--budget", "quick")
    assert ran.code == 0 and "supported" in ran.line("own.falls"), ran.out
    (claim,) = project.report()["claims"]
    assert claim["prediction"] == "size falls at every step of clock"
    page = (project.root / "reports/latest/papers/own.html").read_text()
    assert "size falls at every step of clock" in page and "Median of " in page
    assert project.run("verify", "reports/latest", "--replay", "5").code == 0
