"""Per-trial random streams: counter-based, so no batch, worker or order changes a draw.

Every number is a pure function of (key, draw index, label, position): Philox4x32-10 (Salmon, Moraes, Dror and Shaw
2011, "Parallel random numbers: as easy as 1, 2, 3") evaluated in integer tensor arithmetic for a whole batch at once.
No generator object exists, no global seed is read or written, and a longer draw begins with the shorter one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from theoremcheck.streams.labels import Labels

__all__ = ["Streams", "philox4x32", "stream_key"]

_WORD = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_PIECE = 2**15

Words = Tensor | NDArray[np.int64]
"""32-bit words in int64: NumPy's arrays on the CPU, where a call of theirs costs half of what one of torch's does."""


def stream_key(*parts: str) -> int:
    """64-bit Philox key of a sequence of names, injective up to hash collisions."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    return int.from_bytes(digest.digest(), "little")


def philox4x32(counter: Sequence[Any], key: Any) -> tuple[Any, Any, Any, Any]:
    """Ten rounds of Philox4x32 on 32-bit words held in int64, in tensors or in NumPy's arrays alike.

    A product of two 32-bit words needs 64 bits; int64 wraps in two's complement, so its bits are those of the unsigned
    product and a shift with a mask recovers both halves exactly, on every device.

    Args:
        counter: Four broadcastable `Words` with values below 2**32.
        key: 64-bit key; the low word is k0. Or the bits of several in `Words`, of a shape that each word of the counter
            has or is broadcast to.

    Returns:
        Four `Words` with values below 2**32, of the broadcast shape.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key & _WORD, key >> 32 & _WORD
    for _ in range(_ROUNDS):
        # A factor has to be below 2**32; c1 and c3, the low halves, may keep what is above until they become one.
        product0, product1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c2 = _mixed(product1, c1, k0), _mixed(product0, c3, k1)
        c1, c3 = product1, product0
        k0, k1 = (k0 + _WEYL[0]) & _WORD, (k1 + _WEYL[1]) & _WORD
    return c0, c1 & _WORD, c2, c3 & _WORD


def _mixed(product: Any, word: Any, key: Any) -> Any:
    """High half of the product xor both words."""
    mixed = (product >> 32) ^ word
    mixed ^= key
    mixed &= _WORD
    return mixed


@dataclass(frozen=True)
class Streams:
    """One random stream for each trial of a batch.

    Draws are addressed by law and label, not by order: the same label gives the same numbers again, `child` gives fresh
    ones.
    That is what makes common random numbers along a ladder, or between a claim and its control, come for free. Within
    one call of an experiment the same label twice is mostly a mistake; the engine warns of it.

    Attributes:
        key: 64-bit key of (claim, specification hash) and of the labels so far.
        indices: Draw index of each trial, int64, shape (trials,).
        dtype: Floating type of the numbers; the draw itself is always in float64 and then rounded.
        labels: The draws so far, for a warning of one that repeats another; None where nobody watches.
    """

    key: int
    indices: Tensor
    dtype: torch.dtype = torch.float64
    labels: Labels | None = field(default=None, repr=False, compare=False)

    @property
    def trials(self) -> int:
        """Number of trials in the batch."""
        return len(self.indices)

    @property
    def device(self) -> torch.device:
        """Device of every draw."""
        return self.indices.device

    @property
    def common(self) -> Streams:
        """The same streams, for numbers that an experiment draws again on purpose: nobody watches their labels."""
        return replace(self, labels=None)

    def child(self, *labels: str | int) -> Streams:
        """Independent streams of the same trials, for instance one for each training step."""
        return replace(self, key=stream_key(str(self.key), *map(str, labels)))

    def uniform(self, label: str, shape: Sequence[int] = ()) -> Tensor:
        """Uniform on the open interval (0, 1), shape (trials, *shape)."""
        return self._rounded(self._uniform64("uniform", label, shape))

    def uniforms(self, labels: Sequence[str]) -> Tensor:
        """`uniform` of each label, all at once, shape (labels, trials): where trials are few, calls cost the time."""
        keys = [stream_key(str(self.key), "uniform", label) for label in labels]
        signed = self._held(torch.tensor([key - (key >> 63 << 64) for key in keys], device=self.device))[:, None]
        uniforms = torch.empty(len(labels), self.trials, dtype=torch.float64, device=self.device)
        piece = max(1, _PIECE // max(1, len(labels)))
        for first in range(0, self.trials, piece):
            index = self._held(self.indices[first : first + piece].expand(len(labels), -1))
            block = 0 * index
            words = philox4x32((block, block, index & _WORD, (index >> 32) & _WORD), signed)
            uniforms[:, first : first + piece] = _halves(*words[:2])
            _to_unit_interval(uniforms[:, first : first + piece])
        for label in labels:
            self._note("uniform", label)
        return self._rounded(uniforms)

    def normal(self, label: str, shape: Sequence[int] = ()) -> Tensor:
        """Standard normal by inverse distribution function, shape (trials, *shape).

        The quantile is evaluated in float64 where the uniforms are, which are the same bits everywhere: no draw waits
        for a device, and one device's logarithm may differ from another's in the last bits of float64.
        """
        return torch.special.ndtri(self._uniform64("normal", label, shape)).to(self.dtype)

    def signs(self, label: str, shape: Sequence[int] = ()) -> Tensor:
        """Independent fair signs, -1 or +1, shape (trials, *shape)."""
        self._note("signs", label)
        count = prod(shape)
        words = self._words("signs", label, -(-count // 32))
        octets = (words[..., None] >> torch.arange(0, 32, 8, device=self.device)) & 0xFF
        # A table row is the eight signs of one octet: one gather instead of eight shifts, masks and conversions.
        bits = (torch.arange(256, device=self.device)[:, None] >> torch.arange(8, device=self.device)) & 1
        signs = (2 * bits - 1).to(self.dtype).index_select(0, octets.flatten())
        return signs.reshape(self.trials, octets.shape[1] * 32)[:, :count].reshape(self.trials, *shape)

    def _rounded(self, uniforms: Tensor) -> Tensor:
        # Rounding to float32 may reach 1, where a quantile function is infinite.
        return uniforms.to(self.dtype).clamp(max=1 - torch.finfo(self.dtype).eps / 2)

    def _held(self, words: Tensor) -> Words:
        return words.numpy() if self.device.type == "cpu" else words

    def _note(self, law: str, label: str) -> None:
        if self.labels is not None:
            self.labels.note(self.key, law, label)

    def _uniform64(self, law: str, label: str, shape: Sequence[int]) -> Tensor:
        self._note(law, label)
        count = prod(shape)
        blocks = -(-count // 2)  # of four words, which make two uniforms
        uniforms = torch.empty(self.trials, blocks, 2, dtype=torch.float64, device=self.device)
        # Pieces stay in the cache: 0.14 s for 6.4 million, against 1.5 s.
        piece = max(1, _PIECE // max(1, self.trials))
        for first in range(0, blocks, piece):
            words = self._blocks(law, label, first, min(first + piece, blocks))
            for half in range(2):
                uniforms[:, first : first + piece, half] = _halves(*words[2 * half : 2 * half + 2])
            _to_unit_interval(uniforms[:, first : first + piece])
        return uniforms.flatten(start_dim=1)[:, :count].reshape(self.trials, *shape)

    def _words(self, law: str, label: str, count: int) -> Tensor:
        """32-bit words in int64, shape (trials, count)."""
        words = torch.stack([torch.as_tensor(each) for each in self._blocks(law, label, 0, -(-count // 4))], dim=-1)
        return words.flatten(start_dim=1)[:, :count]

    def _blocks(self, law: str, label: str, first: int, last: int) -> tuple[Words, Words, Words, Words]:
        """The four words of each block from the first to before the last, shape (trials, last - first)."""
        block = self._held(torch.arange(first, last, device=self.device))
        index = self._held(self.indices)[:, None]
        counter = (block & _WORD, block >> 32, index & _WORD, (index >> 32) & _WORD)
        return philox4x32(counter, stream_key(str(self.key), law, label))


def _halves(high: Words, low: Words) -> Tensor:
    """A whole number of 52 bits, of both words in turn."""
    return torch.as_tensor((high >> 6) * 2**26 + (low >> 6))


def _to_unit_interval(numbers: Tensor) -> None:
    """Half a step is added to whole numbers of 52 bits in float64: symmetric, and neither 0 nor 1 can occur."""
    numbers.add_(0.5).mul_(2.0**-52)
