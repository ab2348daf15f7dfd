"""The IDX form of arrays, in which LeCun, Cortes and Burges gave MNIST away: type and sizes, then the numbers.

torchvision reads it too, and would have to be installed for these twenty lines.
"""

import struct
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.images.pinned import WrongImagesError

__all__ = ["parse_idx"]

_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MAGIC = 4


def parse_idx(content: bytes, name: str) -> NDArray[Any]:
    """The array that the bytes of an IDX file hold, in this machine's byte order.

    Two bytes of zero, one for the type, one for the number of axes; the size of each, big-endian; the numbers, row by
    row, big-endian.

    Args:
        content: The file, unpacked.
        name: What an error calls it.

    Raises:
        WrongImagesError: If the bytes are no such array.

    Source: http://yann.lecun.com/exdb/mnist/, "THE IDX FILE FORMAT".
    """
    if len(content) < _MAGIC or content[:2] != b"\0\0" or content[2] not in _TYPES:
        raise WrongImagesError(f"{name} is no IDX file: it begins with {content[:_MAGIC].hex(' ') or 'nothing'}")
    kind, axes = np.dtype(_TYPES[content[2]]), content[3]
    start = _MAGIC + 4 * axes
    if len(content) < start:
        raise WrongImagesError(f"{name} ends within the sizes of its {axes} axes")
    shape = struct.unpack_from(f">{axes}I", content, _MAGIC)
    expected = start + prod(shape) * kind.itemsize
    if len(content) != expected:
        raise WrongImagesError(f"{name} has {len(content)} bytes, not the {expected} of an array of shape {shape}")
    return np.frombuffer(content, kind, offset=start).reshape(shape).astype(kind.newbyteorder("="))
