"""Evidence packed for publication, and laid out again."""

import os
import shutil
import tarfile

import pytest

from tests.reporting.conftest import claims
from theoremcheck.reporting import build_report, entries_of, pack_evidence, unpack_evidence
from theoremcheck.running import BUDGETS


@pytest.fixture
def published(entries, tmp_path):
    """A folder with a report."""
    return build_report(tmp_path / "published", entries, "quick").parent


def test_packing_twice_gives_the_same_bytes_whatever_the_times_of_the_files(evidence, published):
    first = pack_evidence(evidence, published).read_bytes()
    for path in evidence.rglob("*.jsonl"):
        os.utime(path, (1, 1))
    assert pack_evidence(evidence, published).read_bytes() == first


def test_unpacked_evidence_gives_the_same_entries(evidence, published, all_entries, tmp_path):
    again = unpack_evidence(pack_evidence(evidence, published), tmp_path / "evidence")
    assert entries_of(claims(), again, BUDGETS["quick"]) == all_entries


def test_evidence_that_the_report_does_not_rest_on_is_left_out(evidence, published, tmp_path):
    more = shutil.copytree(evidence, tmp_path / "more")
    shutil.copytree(more / "planted.heads", more / "planted.gone", dirs_exist_ok=True)
    next((more / "planted.gone").iterdir()).rename(more / "planted.gone" / "0123456789abcdef")
    assert pack_evidence(more, published).read_bytes() == pack_evidence(evidence, published).read_bytes()


def test_it_is_small(evidence, published):
    whole = sum(path.stat().st_size for path in evidence.rglob("*.jsonl"))
    assert pack_evidence(evidence, published).stat().st_size < whole / 4


@pytest.mark.parametrize("name", ["../outside.jsonl", "/tmp/outside.jsonl"])
def test_a_strangers_archive_writes_nowhere_else(tmp_path, name):
    with tarfile.open(tmp_path / "evil.tar.xz", mode="w:xz") as archive:
        archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(ValueError, match="no file of evidence"):
        unpack_evidence(tmp_path / "evil.tar.xz", tmp_path / "evidence")
