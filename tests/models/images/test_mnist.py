"""The loader of the full MNIST, on files that the test writes in its form; the real ones are too large to ship."""

import gzip
import hashlib
import re
import struct

import numpy as np
import pytest
import torch

from models.images.idx import parse_idx
from models.images.mnist import MNIST, load_mnist, read_mnist
from models.images.pinned import MissingImagesError, WrongImagesError

RANDOM = np.random.default_rng(5)
ARRAYS = {
    "train-images-idx3-ubyte": RANDOM.integers(0, 256, (6, 28, 28), dtype=np.uint8),
    "train-labels-idx1-ubyte": np.arange(6, dtype=np.uint8),
    "t10k-images-idx3-ubyte": RANDOM.integers(0, 256, (4, 28, 28), dtype=np.uint8),
    "t10k-labels-idx1-ubyte": np.arange(6, 10, dtype=np.uint8),
}


def idx(array, kind=0x08):
    """The bytes of an IDX file."""
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, kind, array.ndim]) + sizes + array.astype(array.dtype.newbyteorder(">")).tobytes()


CONTENTS = {name: idx(array) for name, array in ARRAYS.items()}
SUMS = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}


def write(folder, packed=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in CONTENTS.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
    return folder


@pytest.mark.parametrize("packed", [False, True], ids=["raw", "gzip"])
@pytest.mark.parametrize("below", ["", "MNIST/raw"], ids=["the files", "torchvision"])
def test_images_are_read_from_either_layout_in_either_form(tmp_path, below, packed):
    write(tmp_path / below, packed)
    grey, labels = read_mnist(tmp_path, SUMS)
    assert grey.shape == (10, 14, 14) and grey.dtype == torch.float64
    assert labels.tolist() == list(range(10))


def test_grey_values_are_means_of_two_by_two_pixels(tmp_path):
    grey, _ = read_mnist(write(tmp_path), SUMS)
    image = ARRAYS["t10k-images-idx3-ubyte"][0]
    expected = [[image[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].mean() / 255 for j in range(14)] for i in range(14)]
    np.testing.assert_allclose(grey[6], expected, rtol=1e-7)


@pytest.mark.parametrize("name", ARRAYS)
def test_a_file_that_is_not_there_is_named_with_the_places(tmp_path, name):
    (write(tmp_path) / name).unlink()
    with pytest.raises(MissingImagesError, match=f"{name} is not there; looked for: .*raw.{name}.gz"):
        read_mnist(tmp_path, SUMS)


@pytest.mark.parametrize("name", ARRAYS)
def test_one_other_byte_is_refused(tmp_path, name):
    path = write(tmp_path) / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WrongImagesError, match=f"{re.escape(str(path))} has the SHA-256 checksum .*, not {SUMS[name]}"):
        read_mnist(tmp_path, SUMS)


def test_a_damaged_archive_is_named(tmp_path):
    path = write(tmp_path, packed=True) / "train-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(WrongImagesError, match="train-labels-idx1-ubyte.gz cannot be unpacked"):
        read_mnist(tmp_path, SUMS)


def test_the_public_loader_takes_the_real_files_alone(tmp_path):
    """These have its names and its form, and are not MNIST."""
    with pytest.raises(WrongImagesError, match=MNIST["train-images-idx3-ubyte"]):
        load_mnist(write(tmp_path))


def test_labels_of_another_number_are_refused(tmp_path):
    write(tmp_path)
    sums = dict(SUMS)
    content = idx(np.arange(5, dtype=np.uint8))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(content)
    sums["train-labels-idx1-ubyte"] = hashlib.sha256(content).hexdigest()
    with pytest.raises(WrongImagesError, match=r"images of shape \(10, 28, 28\) and labels of shape \(9,\)"):
        read_mnist(tmp_path, sums)


@pytest.mark.parametrize(
    ("kind", "dtype"), [(0x08, "u1"), (0x09, "i1"), (0x0B, "i2"), (0x0C, "i4"), (0x0D, "f4"), (0x0E, "f8")]
)
def test_every_type_of_the_form_comes_back(kind, dtype):
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    back = parse_idx(idx(array, kind), "x")
    np.testing.assert_array_equal(back, array)
    assert back.dtype == np.dtype(dtype) and back.dtype.isnative


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x is no IDX file: it begins with nothing"),
        (b"\x1f\x8b\x08\x00", "x is no IDX file: it begins with 1f 8b 08 00"),
        (b"\0\0\x0a\x01\0\0\0\0", "no IDX file: it begins with 00 00 0a 01"),
        (b"\0\0\x08\x03\0\0\0\x01", "ends within the sizes of its 3 axes"),
        (idx(np.arange(4, dtype=np.uint8))[:-1], r"has 11 bytes, not the 12 of an array of shape \(4,\)"),
        (idx(np.arange(4, dtype=np.uint8)) + b"\0", "has 13 bytes, not the 12"),
    ],
)
def test_what_is_no_array_is_refused(content, message):
    with pytest.raises(WrongImagesError, match=message):
        parse_idx(content, "x")
