"""Any bytes in place of evidence give a correct reading or a named error, from everything that reads evidence.

Structure-aware: bytes, lines, values and types, the latter under a repaired chain of checksums, as somebody would edit
them who knows the format. Each edit goes through parsing, the table, the ledger with its verdict, and every check of
`theoremcheck verify`.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edits import MANY, edited
from tests.planted import Coin, coin_claim
from theoremcheck import GivenRegimes, Observables, Regimes, load, uniform
from theoremcheck.command_line.completeness import missing, strangers, unasked, walks_of, wrong_addresses
from theoremcheck.command_line.evidence_checks import read_folder, wrong_draws, wrong_margins
from theoremcheck.command_line.folder_checks import Asked, check_all
from theoremcheck.command_line.standing import standing
from theoremcheck.evidence import EvidenceError, Ledger
from theoremcheck.evidence.segments import _SUM, _checksum, parse_segment, segment_folder
from theoremcheck.falsifier.effort import Effort
from theoremcheck.falsifier.found import weigh_search
from theoremcheck.falsifier.replicates import FRESH
from theoremcheck.reporting.from_evidence import entries_of
from theoremcheck.running import BUDGETS, Recorder, run_claim
from theoremcheck.series import specification
from theoremcheck.series.addresses import End, address
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.vocabulary import Precision, Verdict


def flip_above(coin, streams):
    """Fails at the largest tilt, which no draw meets and the search finds; a curve beside it."""
    drawn = streams.uniform("flip")
    reserve = torch.where(coin.tilt == 1, -drawn, coin.weight - drawn)
    return Observables(reserve=reserve, curve=reserve.unsqueeze(-1).expand(-1, 3))


CLAIM = coin_claim(experiment=flip_above, regimes=Regimes(Coin, size=1, weight=1.0, tilt=uniform(0.0, 1.0)))


FEW = Effort(
    examples=4, targeted=1, corners=2, spread=4, edges=2, generations=1, brood=4, screened=2, weighed=2,
    replicates=64, shrinking=8, grown=8,
)  # fmt: skip


BUDGET = {"quick": replace(BUDGETS["quick"], effort=FEW)}


def gaps(dossier):
    """What a dossier lacks of its search and of all that stands beside its draws."""
    return list(missing(dossier, BUDGET["quick"], walks_of(dossier, BUDGET)))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """The only segment of a run with a search, a counterexample and all that it was weighed by."""
    folder = tmp_path_factory.mktemp("honest")
    run_claim(CLAIM, BUDGET["quick"], folder, device=torch.device("cpu"))
    (segment,) = folder.rglob("*.jsonl")
    known = specification.specification_hash(CLAIM)
    with pytest.MonkeyPatch.context() as patch:
        # The declaration stays; to hash it anew for each edit would take most of the time.
        patch.setattr(specification, "specification_hash", lambda claim: known)
        yield folder, segment


def lines_of(segment):
    return [line[: line.rindex(_SUM)].decode() + "}" for line in segment.read_bytes().splitlines()]


def written(bodies):
    """Lines under a repaired chain."""
    text, last = [], b""
    for body in (body.encode(errors="surrogatepass") for body in bodies):
        last = _checksum(last, body)
        text.append(body[:-1] + _SUM + last + b'"}\n')
    return b"".join(text)


def check(folder, segment, content):
    """Read an edited copy by everything there is; what escapes fails the test."""
    copy = folder.parent / "edited"
    shutil.rmtree(copy, ignore_errors=True)
    target = copy / segment.relative_to(folder)
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    parsed = parse_segment(target)
    try:
        assert len(load(copy)) <= len(parsed.trials)
    except EvidenceError:
        assert parsed.problems
    checked = read_folder(target.parent)
    if not checked.problems:
        dossier = Dossier.of(CLAIM, checked.ledger)
        for found in (
            wrong_draws(checked, [dossier]),
            wrong_margins(checked, CLAIM),
            wrong_addresses(checked, dossier),
        ):
            checked.problems += found
        checked.problems += strangers(checked, [dossier])
    (entry,) = entries_of([CLAIM], copy, BUDGETS["quick"])
    assert entry.verdict in Verdict and "Traceback" not in entry.message
    return checked


@settings(MANY, max_examples=700)
@given(data=st.data())
def test_bytes(evidence, data):
    folder, segment = evidence
    check(folder, segment, data.draw(edited(segment.read_bytes())))


@settings(MANY, max_examples=500)
@given(data=st.data())
def test_lines(evidence, data):
    """Removed, repeated, exchanged, taken for another; the chain is repaired or not."""
    folder, segment = evidence
    bodies = lines_of(segment)
    for _ in range(data.draw(st.integers(1, 4))):
        first, second = (data.draw(st.integers(0, len(bodies) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["remove", "repeat", "exchange", "headless"])):
            case "remove" if len(bodies) > 2:
                del bodies[first]
                second = min(second, len(bodies) - 1)
            case "repeat":
                bodies.insert(second, bodies[first])
            case "exchange":
                bodies[first], bodies[second] = bodies[second], bodies[first]
            case "headless":
                bodies[0] = data.draw(st.sampled_from(["{}", "[]", '{"theoremcheck":2}', '"text"', bodies[1], "null"]))
    check(folder, segment, written(bodies))


DEEP = json.loads("[" * 200 + "]" * 200)
VALUES = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            False,
            -1,
            0,
            1,
            2**63,
            10**400,
            -0.0,
            1e308,
            "",
            "x",
            "nan",
            "inf",
            "\ud800",
            "\x00",
            [],
            {},
            DEEP,
        ]
    ),
    st.sampled_from([DEEP, [None], [[1.0], [2.0, 3.0]], {"float": "nan"}, {"float": 1}, {"tuple": 3}, {"tuple": [1]}]),
    st.sampled_from([{"enum": "a.B", "member": "C"}, {"dataclass": "a.B", "fields": []}, {"name": []}, {"text": "t"}]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)


@settings(MANY, max_examples=800)
@given(data=st.data())
def test_values_and_types_under_a_repaired_chain(evidence, data):
    folder, segment = evidence
    bodies = lines_of(segment)
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(bodies) - 1))
        record = json.loads(bodies[number])
        holder, key = record, data.draw(st.sampled_from(sorted(record)))
        while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        match data.draw(st.sampled_from(["value", "value", "value", "remove", "rename"])):
            case "value":
                holder[key] = data.draw(VALUES)
            case "remove":
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[data.draw(st.text(max_size=4))] = holder.pop(key)
        bodies[number] = json.dumps(record, separators=(",", ":"))
    check(folder, segment, written(bodies))


@settings(MANY, max_examples=200)
@given(data=st.data())
def test_plans(evidence, data):
    """A plan of anything is read, or named; going through it trains nothing and ends."""
    folder, segment = evidence
    (path,) = segment.parent.glob("*.plans")
    bodies = lines_of(path)
    for _ in range(data.draw(st.integers(1, 3))):
        plan = json.loads(bodies[1])
        holder, key = plan, data.draw(st.sampled_from(sorted(plan)))
        while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.integers(0, 3)):
            holder = holder[key]
            key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        holder[key] = data.draw(VALUES)
        bodies[1] = json.dumps(plan, separators=(",", ":"))
    copy = folder.parent / "planned"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    (copy / path.relative_to(folder)).write_bytes(written(bodies))
    problems = read_folder((copy / path.relative_to(folder)).parent).problems
    try:
        dossier = Dossier.read(CLAIM, copy)
    except EvidenceError as error:
        assert problems and path.name in str(error)
        return
    assert not problems
    assert all(isinstance(gap, str) for gap in gaps(dossier))


def test_no_trial_of_a_search_can_be_taken_out(evidence):
    """Its plan and the trials that are left ask for it, whether it failed or held, was chosen or made none."""
    folder, segment = evidence
    whole = Dossier.read(CLAIM, folder)
    assert not gaps(whole)
    trials = list(parse_segment(segment).trials)
    for taken in trials:
        if taken.series.startswith("claim/") and "/again/" not in taken.series:
            ledger = Ledger(plans=whole.ledger.plans)
            ledger.add(trial for trial in trials if trial is not taken)
            assert gaps(Dossier.of(CLAIM, ledger)), taken


def test_no_trial_that_no_search_makes_can_be_added(evidence, tmp_path):
    """Honest replicates of a point that somebody chose: none of their numbers is wrong, but nobody asked for them."""
    folder, segment = evidence
    copy = shutil.copytree(folder, tmp_path / "copy")
    dossier = Dossier.read(CLAIM, copy)
    point = Coin(size=1, weight=1.0, tilt=0.5)
    numbers = [address(point, End.WEIGH, replicate, CLAIM.name) for replicate in range(1, 9)]
    recorder = Recorder.of(dossier, copy, torch.device("cpu"))
    recorder.train(part_of(dossier.own, FRESH), dict.fromkeys(numbers, point), Precision.DECLARED)
    walks = {CLAIM.name: walks_of(dossier, BUDGET)}
    assert not list(unasked(read_folder(segment.parent), [dossier], walks))
    named = list(unasked(read_folder((copy / segment.relative_to(folder)).parent), [dossier], walks))
    assert len(named) == 8 and "is none that a search by the recorded plans makes" in named[0]


class Here(Asked):
    """A folder that is evidence of the claim of this file."""

    @property
    def claims_here(self):
        return [CLAIM]


def test_more_points_than_plans_may_weigh_are_named(evidence, tmp_path):
    """Whoever adds plan after plan weighs the luckiest of many, honestly."""
    folder, segment = evidence
    copy = shutil.copytree(folder, tmp_path / "copy")
    dossier = Dossier.read(CLAIM, copy)
    points = [Coin(size=1, weight=1.0, tilt=number / 64) for number in range(33)]
    numbers = {address(point, End.WEIGH, 1, CLAIM.name): point for point in points}
    Recorder.of(dossier, copy, torch.device("cpu")).train(part_of(dossier.own, FRESH), numbers, Precision.DECLARED)
    honest, crowded = check_all([Here(one, (), "quick", {}, False) for one in (segment.parent, *copy.glob("*/*"))])
    assert not honest.notes
    (note,) = crowded.notes
    weighed = weigh_search(dossier, 0.05).weighed
    assert weighed > 33 and f"planted.coin: its searches weighed {weighed} points, where one plan" in note


def test_no_point_of_which_the_claim_does_not_speak_can_be_weighed(evidence, tmp_path):
    """Honest replicates of it, under its own numbers: neither `verify` nor a report takes them for evidence."""
    folder, segment = evidence
    copy = shutil.copytree(folder, tmp_path / "copy")
    dossier, point = Dossier.read(CLAIM, copy), Coin(size=1, weight=1.0, tilt=5.0)
    numbers = [address(point, End.WEIGH, replicate, CLAIM.name) for replicate in range(1, 33)]
    recorder = Recorder.of(dossier, copy, torch.device("cpu"))
    recorder.train(part_of(dossier.own, FRESH), dict.fromkeys(numbers, point), Precision.DECLARED)
    named = list(wrong_addresses(read_folder((copy / segment.relative_to(folder)).parent), dossier))
    assert len(named) == 32 and "line 2: its regime is none that the claim declares (Coin(size=1, " in named[0]
    with pytest.raises(EvidenceError, match="tilt = 5.0, where the claim declares uniform"):
        standing(CLAIM, BUDGETS["quick"], copy)


def above_seven_tenths(coin, streams):
    return Observables(reserve=torch.where(coin.tilt > 0.7, -1.0, coin.weight - streams.uniform("flip")))


def any_tilt(streams):
    return {"size": np.ones(streams.trials, int), "weight": np.ones(streams.trials), "tilt": streams.uniform("tilt")}


BY_HAND = coin_claim(
    experiment=above_seven_tenths,
    required=0.5,
    regimes=GivenRegimes(Coin, st.builds(Coin, st.just(1), st.just(1.0), st.floats(0.75, 1)), any_tilt),
)


@pytest.mark.parametrize(
    ("part", "end", "said"),
    [
        (FRESH, End.WEIGH, "weighs a point at which no trial failed before"),
        ("examples", End.LOOK, "is none that a search by the recorded plans makes"),
        ("spread", End.LOOK, "is none that a search by the recorded plans makes"),
    ],
)
def test_of_a_strategy_given_by_hand_no_point_comes_out_of_the_blue(tmp_path, part, end, said):
    """Nobody can tell whether the strategy gives it, but a search weighs what it saw fail, and looks as it planned."""
    run_claim(BY_HAND, BUDGET["quick"], tmp_path, device=torch.device("cpu"))
    dossier = Dossier.read(BY_HAND, tmp_path)
    own, point = dossier.own, Coin(size=1, weight=1.0, tilt=5.0)
    assert dossier.ledger.trials(part_of(own, FRESH).label)

    def named():
        walks = {BY_HAND.name: walks_of(dossier, BUDGET)}
        return list(unasked(read_folder(segment_folder(tmp_path, own.owner, own.specification)), [dossier], walks))

    assert not named()
    numbers = [address(point, end, replicate, BY_HAND.name if part == FRESH else "") for replicate in range(1, 9)]
    recorder = Recorder.of(dossier, tmp_path, torch.device("cpu"))
    recorder.train(part_of(own, part), dict.fromkeys(numbers, point), Precision.DECLARED)
    assert len(named()) == 8 and said in named()[0]


@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling", "loop", "unreadable", "empty"])
def test_what_is_no_file(evidence, tmp_path, kind):
    """Nothing waits for the other end of a pipe."""
    folder, segment = evidence
    copy = shutil.copytree(folder, tmp_path / "copy")
    odd = (copy / segment.relative_to(folder)).with_name("odd.jsonl")
    match kind:
        case "folder":
            odd.mkdir()
        case "pipe":
            __import__("os").mkfifo(odd)
        case "dangling":
            odd.symlink_to(tmp_path / "absent")
        case "loop":
            odd.symlink_to(odd)
        case "unreadable":
            odd.symlink_to("/proc/self/mem")
        case "empty":
            odd.touch()
    checked = read_folder(odd.parent)
    (entry,) = entries_of([CLAIM], copy, BUDGETS["quick"])
    if kind == "empty":
        assert not checked.problems and entry.verdict is Verdict.REFUTED
    else:
        assert "odd.jsonl" in checked.problems[0]
        assert entry.verdict is Verdict.BROKEN and "odd.jsonl" in entry.message


@pytest.mark.parametrize("depth", [33, 1_000, 100_000])
def test_deep_nesting(evidence, depth):
    folder, segment = evidence
    bodies = lines_of(segment)
    bodies[3] = bodies[3][:-1] + ',"more":' + "[" * depth + "]" * depth + "}"
    checked = check(folder, segment, written(bodies))
    assert f"{segment.name}, line 4: damaged: nested more than 32 deep" in checked.problems[0]


def test_the_honest_evidence_is_read_right(evidence):
    folder, segment = evidence
    assert not check(folder, segment, segment.read_bytes()).problems
    assert standing(CLAIM, BUDGETS["quick"], folder).judgement.verdict is Verdict.REFUTED


def test_folders_beside_it_are_no_evidence(evidence, tmp_path):
    folder, _ = evidence
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "stray").write_text("a file where a folder is expected")
    (copy / "loop").symlink_to(copy, target_is_directory=True)
    assert len(load(copy)) and Path(copy / "loop").exists()
