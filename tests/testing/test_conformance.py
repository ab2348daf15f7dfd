"""The kit finds each kind of offender, and says nothing of a sound claim."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.planted import Coin, Reserve, coin_claim, flip
from theoremcheck import AtMost, Observables, Regimes, Scale, integers, uniform
from theoremcheck.testing import CHECKS, ConformanceError, assert_conforms, conformance

GRID = torch.linspace(0, 1, 5)


def constant_left_behind(coin, streams):
    """Nodes of a quadrature that a module made when it was imported."""
    nodes = streams.uniform("nodes", (5,)) * GRID
    return Observables(reserve=coin.weight - nodes.amax(dim=1))


def mask_left_behind(coin, streams):
    drawn = streams.uniform("flip", (4,))
    return Observables(reserve=drawn.masked_fill(torch.eye(4, dtype=torch.bool)[0], 0.0).amin(dim=1))


def numpy_in_between(coin, streams):
    drawn = np.asarray(streams.uniform("flip"))
    return Observables(reserve=coin.weight - torch.as_tensor(drawn))


def reads_in_a_loop(coin, streams, steps=20):
    drawn = streams.uniform("flip")
    for _ in range(steps):
        if drawn.max().item() > 2:
            break
    return Observables(reserve=coin.weight - drawn)


def asks_in_a_loop(coin, streams, steps=20):
    drawn = streams.uniform("flip")
    for _ in range(steps):
        if (drawn > 2).any():
            break
    return Observables(reserve=coin.weight - drawn)


def chooses_rows(coin, streams):
    drawn = streams.uniform("flip", (4,))
    return Observables(reserve=coin.weight - drawn[drawn > -1].reshape(drawn.shape)[:, 0])


def mean_of_the_batch(coin, streams):
    drawn = streams.uniform("flip")
    return Observables(reserve=coin.weight - drawn + drawn.mean())


def first_of_the_batch(coin, streams):
    return Observables(reserve=coin.weight - streams.uniform("flip")[:1].expand(streams.trials))


def global_numbers(coin, streams):
    return Observables(reserve=coin.weight - torch.rand(streams.trials, device=streams.device))


def one_label_twice(coin, streams):
    return Observables(reserve=coin.weight - (streams.uniform("flip") + streams.uniform("flip")) / 2)


def no_axis_alone(coin, streams):
    return Observables(reserve=(coin.weight - streams.uniform("flip")).squeeze())


def points_of_the_batch(coin, streams):
    seen = flip(coin, streams)
    return Observables(**seen, curve=seen["reserve"][:, None].expand(-1, streams.trials))


def curve_for_a_number(coin, streams):
    return Observables(reserve=coin.weight[:, None] - streams.uniform("flip", (2,)))


def transposed(coin, streams):
    return Observables(reserve=(coin.weight[:, None] - streams.uniform("flip", (7,))).mT)


def other_name(coin, streams):
    return Observables(surplus=coin.weight - streams.uniform("flip"))


def in_place(coin, streams):
    return Observables(reserve=coin.weight.sub_(streams.uniform("flip")))


def another_on_a_gpu(coin, streams):
    drawn = streams.uniform("flip")
    return Observables(reserve=coin.weight - (drawn if streams.device.type == "cpu" else drawn.square()))


def problems(experiment, checks=CHECKS, **changes):
    own, *_ = conformance(coin_claim(experiment=experiment, **changes), checks=checks)
    return " ".join(own.problems)


def test_a_sound_claim_conforms_in_each_series():
    claim = coin_claim()
    assert_conforms(claim)
    assert [(seen.claim, seen.problems, len(seen.draws)) for seen in conformance(claim)] == [(claim.name, (), 3)] * 2


@pytest.mark.parametrize(
    ("experiment", "check", "said"),
    [
        (constant_left_behind, "device", "would not run on a GPU: MixedDevicesError: mul of tensors on two devices"),
        (mask_left_behind, "device", "would not run on a GPU: MixedDevicesError: masked_fill"),
        (numpy_in_between, "device", "would not run on a GPU: TypeError: a tensor on a device cannot become"),
        (another_on_a_gpu, "device", "has other observables on another device: reserve"),
        (mean_of_the_batch, "batches", "made alone, has another 'reserve'"),
        (first_of_the_batch, "batches", "made in a batch that stands backwards, has another 'reserve'"),
        (global_numbers, "streams", "drew or seeded torch's global random numbers"),
        (global_numbers, "streams", "is another: its observables are no function of its regime and its streams"),
        (one_label_twice, "streams", "is drawn twice and gives the same numbers"),
        (no_axis_alone, "shapes", "alone: observable 'reserve' has shape ()"),
        (points_of_the_batch, "shapes", "has shape (3,) in a batch, (1,) alone"),
        (curve_for_a_number, "shapes", "the prediction gave margins of shape (3, 2), expected (3,)"),
        (transposed, "shapes", "observable 'reserve' has shape (7, 3), expected (3,)"),
        (other_name, "shapes", "the prediction needs ['reserve']"),
        (in_place, "shapes", "changed weight of what it was handed in place"),
    ],
)
def test_an_offender_is_found_by_its_check(experiment, check, said):
    assert said in problems(experiment, [check])


def test_an_error_of_the_prediction_names_the_observables():
    """A curve beside a number, in the claim's own series; its control is compared with it, and does not crash."""

    def curve(coin, streams):
        return Observables(reserve=streams.uniform("flip", (7,)), weight=coin.weight)

    claim = coin_claim(experiment=curve, prediction=AtMost("reserve", "weight"))
    claim = replace(
        claim, controls=(replace(claim.controls[0], experiment=lambda c, s: Observables(reserve=c.weight)),)
    )
    own, _ = conformance(claim)
    asked = "was asked of reserve of shape (3, 7) and weight of shape (3,): the first axis is the trials"
    assert own.problems[0].startswith("ValueError: operands could not be broadcast") and asked in own.problems[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prediction": Reserve(lambda v: v + v.mean())}, "the prediction 'the coin shows heads' gives draw"),
        ({"prediction": Reserve(lambda v: v + np.random.rand(len(v)))}, "a margin that is another one each time"),
        ({"prediction": Reserve(lambda v: v.squeeze())}, "the prediction gave margins of shape (), expected (1,)"),
        ({"required": lambda coin: 0.5 + coin.tilt.mean() / 3}, "`required` gives draw"),
    ],
    ids=["a mean", "a random number", "no axis alone", "a mean of the regimes"],
)
def test_what_is_asked_of_trials_may_not_mix_them_either(changes, said):
    assert said in problems(flip, ["batches"], **changes)


def test_the_line_of_the_author_is_named():
    assert "(test_conformance.py, line " in problems(constant_left_behind)
    assert "in constant_left_behind)" in problems(constant_left_behind)


@pytest.mark.parametrize("experiment", [constant_left_behind, mask_left_behind, another_on_a_gpu, numpy_in_between])
def test_what_only_a_device_shows_is_sound_on_the_cpu(experiment):
    assert problems(experiment, ["shapes", "streams", "batches"]) == ""


@pytest.mark.parametrize(
    ("experiment", "reads"), [(flip, 0), (reads_in_a_loop, 20), (asks_in_a_loop, 20), (chooses_rows, 1)]
)
def test_waits_are_counted(experiment, reads):
    own, _ = conformance(coin_claim(experiment=experiment), checks=["device"])
    assert own.problems == () and (own.traffic.reads, own.traffic.copies) == (reads, 0)


def test_no_normal_is_a_copy():
    def normal(coin, streams):
        return Observables(reserve=coin.weight + streams.normal("one") - streams.normal("other", (3,)).mean(dim=1))

    own, _ = conformance(coin_claim(experiment=normal), checks=["device"])
    assert (own.traffic.reads, own.traffic.copies) == (0, 0)


def test_an_offending_control_is_named():
    claim = coin_claim()
    claim = replace(claim, controls=(replace(claim.controls[0], experiment=constant_left_behind),))
    with pytest.raises(ConformanceError, match=r"planted\.coin breaks .*\n  \[the coin is good\] would not run on"):
        assert_conforms(claim)


def test_draws_share_the_smallest_shape_and_can_be_shortened():
    seen = []

    def experiment(coin, streams):
        seen.append((coin.size, coin.tilt.tolist()))
        return flip(coin, streams)

    conformance(coin_claim(experiment=experiment), checks=["device"], shorten=lambda coin: replace(coin, tilt=0.5))
    assert {size for size, _ in seen} == {1} and all(tilt == [0.5] * 3 for _, tilt in seen)


def test_a_regime_of_many_shapes_is_asked_at_several():
    sizes = []

    def experiment(coin, streams):
        sizes.append((coin.size, streams.trials))
        return flip(coin, streams)

    regimes = Regimes(Coin, size=integers(1, 10**6), weight=1.0, tilt=uniform(0.0, 1.0))
    own, _ = conformance(coin_claim(experiment=experiment, regimes=regimes), checks=["device"])
    assert own.problems == () and len(own.draws) == 3
    assert len(set(sizes)) == 3 and {trials for _, trials in sizes} == {1}


def test_places_may_be_named_by_a_list():
    def experiment(coin, streams):
        return Observables(reserve=coin.weight - streams.uniform("flip", (4,))[:, [0, 2]].amax(dim=1))

    assert problems(experiment) == ""


def test_a_ladder_is_asked_at_its_lowest_rung():
    sizes = []

    def experiment(coin, streams):
        sizes.append(coin.size)
        return flip(coin, streams)

    def grow(coin, factor):
        return replace(coin, size=coin.size * factor)

    claim = coin_claim(experiment=experiment, scale=Scale("size", (2, 4), grow))
    conformance(claim, checks=["device"])
    assert set(sizes[:2]) == {2}


@pytest.mark.parametrize(("changes", "match"), [({"checks": ["speed"]}, "speed"), ({"draws": 1}, "at least 2")])
def test_a_wrong_call_is_refused(changes, match):
    with pytest.raises(ValueError, match=match):
        conformance(coin_claim(), **changes)
