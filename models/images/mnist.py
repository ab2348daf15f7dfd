"""All 70,000 images of MNIST, from the four files of LeCun, Cortes and Burges in a local folder; nothing is downloaded.

The folder holds the files themselves, packed by gzip or not, or is what torchvision calls `root`: then they lie in
`MNIST/raw` below it. No page of the catalogue reads them, for few machines have them. A page of yours does, as
`experiment=partial(experiment, images=partial(load_mnist, Path("data")))` with `reads=(Path("data"),)`: a path in a
declaration counts by what the files hold, wherever they lie, so the specification pins them, as their checksums do.
"""

import gzip
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from models.images.idx import parse_idx
from models.images.pinned import MissingImagesError, WrongImagesError, checked

__all__ = ["MNIST", "load_mnist", "read_mnist"]

MNIST: Mapping[str, str] = MappingProxyType(
    {
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
)
"""SHA-256 of each file, unpacked; one checksum serves both forms."""

_WHITE, _BLOCK = 255, 2


@cache
def load_mnist(folder: Path) -> tuple[Tensor, Tensor]:
    """The images as `load_images("mnist")` has them: at half their resolution, those of the training set first.

    Args:
        folder: Where the four files lie, or torchvision's `root`.

    Returns:
        Grey values in [0, 1], shape (70000, 14, 14), float64; labels 0 to 9, shape (70000,).

    Raises:
        MissingImagesError: If a file is in neither place; the message says which, and where it was looked for.
        WrongImagesError: If a file is not the one of that name.
    """
    return read_mnist(folder, MNIST)


def read_mnist(folder: Path, sha256: Mapping[str, str]) -> tuple[Tensor, Tensor]:
    """The same of four files in the same form with other checksums, such as those of Fashion-MNIST.

    Args:
        folder: Where the files lie, or what torchvision calls `root`.
        sha256: Checksum of each file, unpacked: images and labels in turn.
    """
    arrays = [torch.from_numpy(_array(folder, name, digest)) for name, digest in sha256.items()]
    grey, labels = torch.cat(arrays[::2]), torch.cat(arrays[1::2])
    if grey.dim() != 3 or labels.shape != grey.shape[:1] or any(side % _BLOCK for side in grey.shape[1:]):
        raise WrongImagesError(
            f"{folder} holds images of shape {tuple(grey.shape)} and labels of shape {tuple(labels.shape)}: expected "
            f"(n, height, width), both even, and (n,)"
        )
    rows, columns = (side // _BLOCK for side in grey.shape[1:])
    blocks = grey.reshape(-1, rows, _BLOCK, columns, _BLOCK).float()  # sums of four bytes are exact
    return blocks.mean(dim=(2, 4)).double() / _WHITE, labels.long()


def _array(folder: Path, name: str, sha256: str) -> NDArray[Any]:
    places = [below / f"{name}{suffix}" for below in (folder, folder / "MNIST" / "raw") for suffix in ("", ".gz")]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise MissingImagesError(f"{name} is not there; looked for: {', '.join(map(str, places))}")
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise WrongImagesError(f"{path} cannot be unpacked: {error}") from error
    return parse_idx(checked(content, sha256, str(path)), str(path))
