"""Folders of evidence become one by copying files: nothing counts twice, nothing is lost, conflicts are named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from theoremcheck.evidence import Ledger, Segment, Trial, read_ledger
from theoremcheck.evidence.merging import Joined, joined, specifications_in

OWNER, SPECIFICATION = "toys.heads", "0123456789abcdef"
Maker = Callable[..., Trial]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes trials as one segment of a machine's folder; gives its file."""

    def write(machine: str, *trials: Trial) -> Path:
        segment = Segment(tmp_path / machine, OWNER, SPECIFICATION, "cpu")
        segment.append(trials)
        return segment.path

    return write


@pytest.fixture
def join(tmp_path: Path) -> Callable[..., Joined]:
    """What the folders of some machines hold together."""
    return lambda *machines: joined([tmp_path / machine for machine in machines], OWNER, SPECIFICATION)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_halves_are_the_whole(trial: Maker, tmp_path: Path, write, join) -> None:
    """Even draws of one machine and odd ones of another."""
    write("a", trial(0), trial(2))
    write("b", trial(1), trial(3))
    assert join("into", "a", "b").copy_into(tmp_path / "into") == 2
    assert len(read_ledger(tmp_path / "into", OWNER, SPECIFICATION).contiguous("claim")) == 4


def test_to_merge_again_changes_nothing(trial: Maker, tmp_path: Path, write, join) -> None:
    """In any order, and into one of the folders."""
    write("a", trial(0))
    write("b", trial(1))
    join("into", "a", "b").copy_into(tmp_path / "into")
    before = bytes_in(tmp_path / "into")
    assert join("into", "b", "a").copy_into(tmp_path / "into") == 0
    assert join("a", "into").copy_into(tmp_path / "a") == 1
    assert bytes_in(tmp_path / "into") == before == bytes_in(tmp_path / "a")


def test_a_segment_in_two_folders_counts_once_under_whatever_name(trial: Maker, tmp_path: Path, write, join) -> None:
    """Somebody copied a folder, or a file."""
    path = write("a", trial(0))
    copy = tmp_path / "b" / path.relative_to(tmp_path / "a")
    copy.parent.mkdir(parents=True)
    shutil.copy(path, copy.with_name("copy.jsonl"))
    found = join("a", "b")
    assert list(found.segments) == [path.name] and not found.ledger.duplicates and not found.problems


def test_of_a_segment_that_was_copied_while_it_grew_the_longer_counts(
    trial: Maker, tmp_path: Path, write, join
) -> None:
    """The shorter one may end in the middle of a line."""
    path = write("a", trial(0), trial(1))
    early = tmp_path / "into" / path.relative_to(tmp_path / "a")
    early.parent.mkdir(parents=True)
    early.write_bytes(path.read_bytes()[:-40])
    assert join("into", "a").copy_into(tmp_path / "into") == 1
    assert early.read_bytes() == path.read_bytes()


def test_a_segment_whose_header_is_torn_holds_nothing(trial: Maker, tmp_path: Path, write, join) -> None:
    """A full disk leaves such, and empty ones."""
    path = write("a", trial(0))
    path.write_bytes(path.read_bytes()[:20])
    path.with_name("empty.jsonl").touch()
    found = join("a")
    assert found == Joined(OWNER, SPECIFICATION, ledger=Ledger())


def test_equal_records_of_two_writers_are_no_conflict(trial: Maker, write, join) -> None:
    """Also where an observable is NaN, and whatever time they took."""
    write("a", trial(0, observables={"x": float("nan")}, seconds=1.0))
    write("b", trial(0, observables={"x": float("nan")}, seconds=2.0))
    found = join("a", "b")
    assert len(found.ledger.duplicates) == 1 and not found.twice


def test_records_that_differ_are_named_with_file_and_line(trial: Maker, write, join) -> None:
    """And both stand: the first counts."""
    paths = [write("a", trial(0), trial(7)), write("b", trial(7, margin=-0.25))]
    (twice,) = join("a", "b").twice
    assert {twice.places} <= {
        (f"{paths[0]}, line 3", f"{paths[1]}, line 2"),
        (f"{paths[1]}, line 2", f"{paths[0]}, line 3"),
    }
    assert {twice.first.margin, twice.later.margin} == {0.25, -0.25} and twice.first.index == 7


def test_two_ends_of_one_segment_are_named(trial: Maker, tmp_path: Path, write, join) -> None:
    """Somebody went on with a copy, or edited it."""
    path = write("a", trial(0))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    other = tmp_path / "b" / path.relative_to(tmp_path / "a")
    for file, index in ((path, 1), (other, 2)):
        file.write_bytes(file.read_bytes() + write("c", trial(index)).read_bytes().splitlines(keepends=True)[1])
    (problem,) = join("a", "b").problems
    assert str(path) in problem and str(other) in problem and "neither begins with the other" in problem


def test_two_segments_of_one_name_are_named(trial: Maker, write, join) -> None:
    """Neither takes the place of the other."""
    path, other = write("a", trial(0)), write("b", trial(1))
    other.rename(other.with_name(path.name))
    assert "have one name and two writers" in " ".join(join("a", "b").problems)


def test_what_is_no_file_or_of_another_specification_is_named(trial: Maker, tmp_path: Path, write, join) -> None:
    """With the line."""
    path = write("a", trial(0))
    strange = Segment(tmp_path / "b", "toys.tails", SPECIFICATION, "cpu")
    strange.append([trial(1)])
    shutil.copy(strange.path, path.with_name("strange.jsonl"))
    path.with_name("folder.jsonl").mkdir()
    said = " ".join(join("a").problems)
    assert "strange.jsonl, line 1: is evidence of toys.tails" in said and "folder.jsonl: is no file" in said


def test_a_changed_line_is_named(trial: Maker, write, join) -> None:
    """A folder with a problem is not worth merging."""
    path = write("a", trial(0), trial(1))
    path.write_text(path.read_text().replace('"margin":0.25', '"margin":0.35', 1))
    assert f"{path}, line 2: edited" in " ".join(join("a").problems)


def test_all_specifications_are_found(trial: Maker, tmp_path: Path, write) -> None:
    """Each once, and no folder without a segment."""
    write("a", trial(0))
    write("b", trial(1))
    (tmp_path / "b" / "toys.tails" / "abc").mkdir(parents=True)
    assert specifications_in([tmp_path / "a", tmp_path / "b"]) == [(OWNER, SPECIFICATION)]
