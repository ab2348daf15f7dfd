"""Evidence packed for publication, and laid out again."""

import lzma
import os
import shutil
import tarfile

import pytest

from tests.reporting.conftest import claims
from theoremcheck.reporting import build_report, entries_of, pack_evidence, packing, unpack_evidence
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


def archive(path, *blocks):
    path.write_bytes(lzma.compress(b"".join(blocks)))
    return path


def hole(size):
    """The header of an old GNU member that is nothing but a hole: no byte of it lies in the archive."""
    header = bytearray(tarfile.TarInfo("coins.one/0123/hole.jsonl").tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    number = b"\x80" + size.to_bytes(11, "big")
    header[386:398], header[398:410], header[483:495] = number, b"\x80" + bytes(11), number
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def test_a_hole_of_terabytes_is_no_evidence(tmp_path):
    packed = archive(tmp_path / "evil.tar.xz", hole(2**43), bytes(1024))
    with pytest.raises(ValueError, match="no file of evidence"):
        packing.unpack_evidence(packed, tmp_path / "evidence")


def test_a_size_that_is_not_there_is_named(tmp_path):
    member = tarfile.TarInfo("coins.one/0123/long.jsonl")
    member.pax_headers = {"size": str(10**14)}
    packed = archive(tmp_path / "evil.tar.xz", member.tobuf(tarfile.PAX_FORMAT), b"{}", bytes(510))
    with pytest.raises(tarfile.TarError, match="unexpected end of data"):
        packing.unpack_evidence(packed, tmp_path / "evidence")


def test_a_name_that_takes_more_than_the_memory_is_named(tmp_path, monkeypatch):
    def refuse(file, size):
        raise MemoryError

    monkeypatch.setattr(packing._Measured, "read", refuse)
    with pytest.raises(ValueError, match="more memory than there is"):
        packing.unpack_evidence(archive(tmp_path / "evil.tar.xz", bytes(1024)), tmp_path / "evidence")


def test_no_more_is_unpacked_than_an_archive_may_hold(tmp_path, monkeypatch):
    """Thousands of zeros are a few bytes in the archive."""
    monkeypatch.setattr(packing._Measured, "left", 2**20)
    member = tarfile.TarInfo("coins.one/0123/zeros.jsonl")
    member.size = 2**24
    packed = archive(tmp_path / "evil.tar.xz", member.tobuf(), bytes(member.size))
    assert packed.stat().st_size < 2**13
    with pytest.raises(ValueError, match="it holds more than"):
        packing.unpack_evidence(packed, tmp_path / "evidence")
    assert (tmp_path / "evidence" / member.name).stat().st_size <= 2**20
