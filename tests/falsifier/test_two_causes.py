"""What fades does not hide what stays: one band of the regime fades, and another fails for ever at some rate.

The share x is uniform on [0, 1] and n = 50, to grow by 2, 4 and 8. Where 0.30 <= x < 0.31 the prediction fails with
certainty while n < 200; where 0.70 <= x < 0.70 + 0.015 / rate it fails at that rate at every n. So 2.5 % of the draws
fail at every rate, where 5 % are allowed: the draws alone support the claim nearly always. A look meets the second
band's failure with probability 1.5 %, and some 280 looks miss it with probability 0.985^280 = 1.5 %.
"""

from dataclasses import dataclass, replace

import torch

from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Scale, Source, uniform


@dataclass(frozen=True)
class Share:
    x: float
    n: float


GROWTH = Scale("n", factors=(1, 2, 4, 8), grow=lambda share, factor: replace(share, n=share.n * factor))


def two_causes(rate, run, lasting=True):
    """The claim; without its second band where `lasting` is false."""

    def experiment(share, streams):
        width = 0.015 / rate if lasting else 0.0
        fades = (share.x >= 0.30) & (share.x < 0.31) & (share.n < 200)
        stays = (share.x >= 0.70) & (share.x < 0.70 + width)
        chance = torch.where(fades, 1.0, torch.where(stays, rate, 0.0))
        return Observables(reserve=streams.uniform("flip") - chance)

    return Claim(
        name=f"planted.two-causes-{run}",
        statement="Nothing fails.",
        source=Source("Nobody 2026", item="Lemma 2", exactness="reconstructed"),
        regimes=Regimes(Share, x=uniform(0.0, 1.0), n=50.0),
        experiment=experiment,
        prediction=AtLeast("reserve", 0.0),
        required=0.95,
        growth=GROWTH,
        controls=(Control(breaks="everything", experiment=lambda share, streams: Observables(reserve=share.x - 2)),),
        dtype=torch.float64,
    )


def test_at_most_one_run_in_twenty_sees_a_finite_size_effect_alone(searched):
    """Of 24 runs, six a rate: if one in twenty did, four or more would with probability 3 %."""
    findings = [
        searched(two_causes(rate, f"{rate:g}-{run}")).found.finding
        for rate in (1.0, 0.5, 0.25, 0.15)
        for run in range(6)
    ]
    assert findings.count("fades") + findings.count("none") <= 3


def test_without_the_second_band_it_is_a_finite_size_effect(searched):
    found = searched(two_causes(1.0, "alone", lasting=False)).found
    assert found.finding == "fades" and found.counterexample.minimal


def test_every_counterexample_is_told_with_its_fate(searched):
    found = searched(two_causes(0.25, "told")).found
    findings = [example.finding for example in found.counterexamples]
    assert findings == ["stays"] * findings.count("stays") + ["fades"] * findings.count("fades")
    assert found.sentence.endswith(f"{findings.count('fades')} fading")
