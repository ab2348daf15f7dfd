"""A torn last line is no harm; every other change is found, and named with file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from theoremcheck import load
from theoremcheck.evidence import EvidenceError, Trial, read_ledger
from theoremcheck.evidence.segments import parse_segment

OWNER, SPECIFICATION = "toys.heads", "0123456789abcdef"


@pytest.fixture
def segment(trial: Callable[..., Trial], write: Callable[..., Path]) -> Path:
    """A header and four trials."""
    return write(*(trial(index) for index in range(4)))


def changed(segment: Path, text: str) -> tuple[str, ...]:
    """Problems that are found once the file has another text."""
    segment.write_bytes(text.encode())
    return parse_segment(segment).problems


def named(segment: Path, line: int, problems: tuple[str, ...]) -> bool:
    """Whether a problem names this line of the file."""
    return any(problem.startswith(f"{segment.name}, line {line}: ") for problem in problems)


@pytest.fixture
def short(trial: Callable[..., Trial], write: Callable[..., Path]) -> Path:
    """A header and two trials."""
    return write(trial(0), trial(1))


@pytest.mark.parametrize("character", ["0", "-", " ", '"', "\n", "é"])
def test_every_replaced_character_is_found(short: Path, character: str) -> None:
    """At each position of the file but its last, whose loss is a torn line."""
    text = short.read_text()
    for position, old in enumerate(text[:-1]):
        if old != character:
            problems = changed(short, text[:position] + character + text[position + 1 :])
            assert named(short, text[:position].count("\n") + 1, problems), position


@pytest.mark.parametrize("inserted", ["0", " ", "}", '"'])
def test_every_inserted_character_is_found(short: Path, inserted: str) -> None:
    """The same, with a character too many."""
    text = short.read_text()
    for position in range(len(text) - 1):
        problems = changed(short, text[:position] + inserted + text[position:])
        assert named(short, text[:position].count("\n") + 1, problems), position


def test_every_deleted_character_is_found(short: Path) -> None:
    """And with one too few."""
    text = short.read_text()
    for position in range(len(text) - 1):
        problems = changed(short, text[:position] + text[position + 1 :])
        assert named(short, text[:position].count("\n") + 1, problems), position


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_removed_line_is_missed_at_the_next(segment: Path, line: int) -> None:
    """Each line carries the checksum of the one before; a removed header is missed too."""
    lines = segment.read_text().splitlines(keepends=True)
    assert named(segment, line, changed(segment, "".join(lines[: line - 1] + lines[line:])))


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 3), (2, 5), (4, 5)])
def test_exchanged_lines_are_found(segment: Path, first: int, second: int) -> None:
    """At the first of the two."""
    lines = segment.read_text().splitlines(keepends=True)
    lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
    assert named(segment, first, changed(segment, "".join(lines)))


@pytest.mark.parametrize("line", [2, 5])
def test_a_repeated_line_is_found(segment: Path, line: int) -> None:
    """A copy does not continue the chain."""
    lines = segment.read_text().splitlines(keepends=True)
    assert named(segment, line + 1, changed(segment, "".join(lines[:line] + lines[line - 1 :])))


def test_a_line_of_another_writer_is_found(
    segment: Path, trial: Callable[..., Trial], write: Callable[..., Path]
) -> None:
    """However well it is formed."""
    foreign = write(trial(9)).read_text().splitlines(keepends=True)[1]
    assert named(segment, 6, changed(segment, segment.read_text() + foreign))


def test_untouched_lines_beside_a_damaged_one_are_still_read(segment: Path) -> None:
    """So that a report can say what is left; the ledger refuses the file all the same."""
    changed(segment, segment.read_text().replace('"index":1', '"index":7'))
    assert [found.index for found in parse_segment(segment).trials] == [0, 2, 3]


def test_a_torn_last_line_is_no_harm(segment: Path, tmp_path: Path) -> None:
    """Wherever the killed process stopped: whole lines are read, the rest is reported as torn."""
    text = segment.read_bytes()
    for length in range(len(text)):
        segment.write_bytes(text[:length])
        parsed = parse_segment(segment)
        assert not parsed.problems and parsed.torn == (text[:length][-1:] not in (b"", b"\n"))
        assert len(parsed.trials) == max(0, text[:length].count(b"\n") - 1)


@pytest.mark.parametrize("length", [10, -1, -40])
def test_the_ledger_reports_what_was_torn(segment: Path, tmp_path: Path, length: int) -> None:
    """By the name of the file; a torn header leaves nothing, and is no harm either."""
    segment.write_bytes(segment.read_bytes()[:length])
    ledger = read_ledger(tmp_path, OWNER, SPECIFICATION)
    assert ledger.torn == [segment.name] and len(ledger.trials("claim")) == (0 if length > 0 else 3)


@pytest.mark.parametrize(
    ("folder", "message"), [(f"{OWNER}/fedcba9876543210", SPECIFICATION), (f"toys.tails/{SPECIFICATION}", OWNER)]
)
def test_a_segment_that_was_moved_is_evidence_of_something_else(
    segment: Path, tmp_path: Path, folder: str, message: str
) -> None:
    """Its header says of what."""
    target = tmp_path / folder / segment.name
    target.parent.mkdir(parents=True)
    segment.rename(target)
    with pytest.raises(EvidenceError, match=rf"{segment.name}: is evidence of {OWNER} \({SPECIFICATION}\)"):
        read_ledger(tmp_path, *folder.split("/"))


@pytest.mark.parametrize(
    "read", [lambda root: read_ledger(root, OWNER, SPECIFICATION), load], ids=["read_ledger", "load"]
)
def test_edited_evidence_is_refused(segment: Path, tmp_path: Path, read: Callable[[Path], object]) -> None:
    """File and line are named, and nothing is returned."""
    changed(segment, segment.read_text().replace('"margin":0.25', '"margin":0.35', 1))
    with pytest.raises(EvidenceError, match=rf"{segment.name}, line 2: edited"):
        read(tmp_path)


def test_one_edited_file_among_many(
    segment: Path, tmp_path: Path, trial: Callable[..., Trial], write: Callable[..., Path]
) -> None:
    """It is enough, and it alone is named."""
    other = write(trial(9))
    changed(segment, segment.read_text().replace("0.25", "0.35", 1))
    with pytest.raises(EvidenceError) as caught:
        read_ledger(tmp_path, OWNER, SPECIFICATION)
    assert segment.name in str(caught.value) and other.name not in str(caught.value)


@pytest.mark.parametrize("seconds", [1.1e9, 1e300, 1e308])
def test_more_seconds_than_anybody_waits_for(
    trial: Callable[..., Trial], write: Callable[..., Path], seconds: float
) -> None:
    """Their sum may be infinite, and no report holds that."""
    written = write(trial(0, seconds=1e9), trial(1, seconds=seconds))
    (problem,) = parse_segment(written).problems
    assert problem.startswith(f"{written.name}, line 3: damaged: no trial (Expected `float` <= 1000000000.0")
