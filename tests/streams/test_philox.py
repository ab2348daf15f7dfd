"""Philox4x32-10 against the known answers of Random123, and the key of a sequence of names."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from theoremcheck.streams import philox4x32, stream_key

KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize("held", [torch.tensor, np.array])
@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers(counter: str, key: str, answer: str, held: Callable[[list[int]], Any]) -> None:
    """The three vectors of Random123's kat_vectors file, in tensors and in arrays."""
    words = [held([int(word, 16)]) for word in counter.split()]
    low, high = (int(word, 16) for word in key.split())
    assert [f"{int(word[0]):08x}" for word in philox4x32(words, low | high << 32)] == answer.split()


def test_counters_broadcast() -> None:
    """One column of indices against one row of blocks gives the table of both."""
    index, block, zero = torch.arange(3)[:, None], torch.arange(5), torch.tensor(0)
    table = philox4x32((block, zero, index, zero), 7)
    alone = philox4x32((block[4], zero, index[2, 0], zero), 7)
    assert all(word.shape == (3, 5) and word[2, 4] == one for word, one in zip(table, alone, strict=True))


@pytest.mark.parametrize("other", [("a", "bc"), ("abc",), ("ab", "c", ""), ("c", "ab"), ("ab", "C")])
def test_keys_tell_sequences_of_names_apart(other: tuple[str, ...]) -> None:
    """Where one name ends and the next begins is part of the key."""
    assert stream_key(*other) != stream_key("ab", "c")


def test_keys_fit_into_64_bits() -> None:
    """Two words of 32 bits, whatever the names."""
    assert all(0 <= stream_key(str(number)) < 2**64 for number in range(100))
