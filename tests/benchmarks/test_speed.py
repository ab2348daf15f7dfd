"""The ways to write a training agree, at small sizes; and what their times are made of."""

import json
from dataclasses import replace
from functools import cache

import pytest
import torch

from benchmarks.speed import __main__ as speed
from benchmarks.speed import commands
from benchmarks.speed.floor import counted, floor
from benchmarks.speed.in_jax_or_not import jax_twins
from benchmarks.speed.papers import cliplite2023, crossmodal2023, huang2024, ren2023, symile2024, xue2024, yaras2025
from benchmarks.speed.peers import Training, by_vmap, in_a_loop
from benchmarks.speed.timing import Timed, in_turn, ratio
from models.crossmodal2023.heads import FewShot
from models.ren2023.training.pairs import LinearPairs
from models.yaras2025.encoders import Views

SMALL = huang2024.Setting(60, samples=8, width=4, steps=10)
PAPERS = ("huang2024", "yaras2025", "ren2023", "xue2024", "symile2024", "cliplite2023", "crossmodal2023")


@cache
def cases():
    """Small ones; made when a test asks, since that imports JAX where it is."""
    return {
        "huang2024": huang2024.case(SMALL, 1, 1, 2),
        "yaras2025": yaras2025.case(
            Views(0.3, latent=4, inputs=5, hidden=6, dim=4, samples=32, batch=16, steps=4), 1, 2
        ),
        "ren2023": ren2023.case(LinearPairs(2, 4, 5.0, 1.0, 0.6, steps=20), 1, 8),
        "xue2024": xue2024.case(20, 4, 12, 1, 16),
        "symile2024": symile2024.case(1, 12, 1, 4),
        "cliplite2023": cliplite2023.case(12, 1, 2),
        "crossmodal2023": crossmodal2023.case(FewShot(2.0, classes=4, dim=8, tested=2, tasks=2), 12, 1, 2),
    }


@pytest.fixture(params=PAPERS)
def case(request):
    return cases()[request.param]


def test_every_way_trains_the_same(case):
    """From the same numbers: the loop, vmap, JAX where it is, and the catalogue's own functions."""
    apart = case.apart()
    assert set(apart) == set(case.ways) - {"loop"}
    assert max(apart.values()) <= case.round_off, apart


def test_every_way_draws_and_trains(case):
    for way, call in case.ways.items():
        call(case.trials[way])


def test_jax_is_compared_where_it_is_installed():
    twins = jax_twins()
    if twins is None:
        pytest.skip("jax is not installed: `make bench` installs it, and compares its twins before it times any")
    for paper in ("huang2024", "yaras2025"):
        assert cases()[paper].apart()["jax"] <= cases()[paper].round_off


def test_another_training_is_told_apart():
    """The comparison sees a step more, so that it says something where it sees nothing."""
    arms, longer = huang2024.trainings(SMALL), huang2024.trainings(replace(SMALL, steps=11, horizon=13.2))
    weights, data = huang2024.draw(SMALL, 2)
    (one,), (other,) = (in_a_loop(each[0], weights[:1], data) for each in (arms, longer))
    assert float((one - other).abs().max() / one.abs().max()) > 1e-3


def test_the_loop_and_vmap_set_the_rate_of_each_step():
    training = Training(
        lambda weights, data, step: (weights[0] * data[0]).sum(),
        lambda weights: torch.optim.SGD(weights, lr=0.0),
        3,
        rate=lambda step: 10.0**step,
    )
    start, slope = torch.zeros(2, 3), torch.ones(2, 3)
    for way in (in_a_loop, by_vmap):
        torch.testing.assert_close(way(training, (start,), (slope,))[0], torch.full((2, 3), -111.0))


def test_ways_take_turns():
    called = []
    seen = in_turn(
        {"a": lambda n: called.append(("a", n)), "b": lambda n: called.append(("b", n))}, {"a": 1, "b": 5}, 2
    )
    assert called == [("a", 1), ("b", 5)] * 2
    assert all(len(each.milliseconds) == 2 for each in seen.values())


def test_a_ratio_is_that_of_the_medians_with_the_turns_beside_it():
    found = ratio(Timed((10.0, 20.0, 60.0), None), Timed((1.0, 2.0, 4.0), None))
    assert (found.value, found.least, found.largest) == (10.0, 10.0, 15.0)


def test_memory_is_that_of_the_call():
    """A hundred mebibytes that are written to; Linux alone tells."""
    (seen,) = in_turn({"way": lambda _: torch.ones(100, 2**18)}, {"way": 1}, 1).values()
    if seen.mebibytes is None:
        pytest.skip("the system does not tell a process its peak memory since a moment: Linux does")
    assert 90 < seen.mebibytes < 150


def test_operations_and_bytes_by_hand():
    one, other = torch.ones(3, 4, 5), torch.ones(3, 5, 6)
    counts = counted(lambda: (one @ other).relu().mT)
    assert counts.operations == 2 * 3 * 4 * 5 * 6
    assert counts.bytes == 2 * 3 * 4 * 6 * 4  # relu reads and writes the product; a view moves nothing
    assert all(part > 0 for part in floor(counts))


def test_a_broadcast_axis_is_read_once():
    counts = counted(lambda: torch.ones(8, 1).expand(8, 100) + torch.zeros(8, 100))
    made = 8 * 4 + 800 * 4
    assert counts.bytes == made + (8 + 800 + 800) * 4


def rows(loop, least, flat=1.0):
    row = {"claim": "one", "size": "small", "least": least}
    row |= {"ratios": {"loop": {"value": loop}}, "told": {"loop": str(loop)}}
    return {"trainings": [row], "flat": {"ratio": {"value": flat}, "told": str(flat)}}


@pytest.mark.parametrize(("found", "count"), [(rows(9.0, 8.0), 0), (rows(7.0, 8.0), 1), (rows(7.0, 8.0, 1.2), 2)])
def test_the_guard_names_what_is_slow(found, count):
    assert len(speed.failures(found)) == count


def test_the_program_prints_and_writes(tmp_path, monkeypatch, capsys):
    """One paper at a small size; without JAX its row says so."""
    monkeypatch.setattr(huang2024, "cases", lambda: [replace(cases()["huang2024"], least=1e9)])
    monkeypatch.setattr(speed, "PAPERS", (huang2024,))
    output = tmp_path / "speed.json"
    threads = torch.get_num_threads()
    code = speed.main(["--parts", "trainings", "--turns", "1", "--guard", "--output", str(output)])
    torch.set_num_threads(threads)
    found, said = json.loads(output.read_text()), capsys.readouterr().out
    assert code == 1 and "less than 1e+09" in said
    assert {"loop", "vmap", "ours"} <= set(found["trainings"][0]["ways"])
    assert ("not run: jax is not installed" in said) == (jax_twins() is None)


def test_commands_that_remember_are_called_again(monkeypatch):
    called = []
    monkeypatch.setattr(commands, "_seconds", lambda arguments, environment, root: called.append(arguments[0]) or 1.0)
    found = commands.command_seconds("coins.one", 3)
    assert {name: len(seconds) for name, seconds in found.items() if len(seconds) == 1} == {
        "list, the first time": 1,
        "run CLAIM, the first time": 1,
    }
    assert called.count("list") == called.count("run") == 4 and called.count("--help") == 3


def test_a_command_that_fails_is_no_time(tmp_path):
    with pytest.raises(RuntimeError, match="show nobody.* ended with"):
        commands._seconds(("show", "nobody"), commands._environment(str(tmp_path)), tmp_path)
