"""What an experiment is handed, and whether it left that as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from theoremcheck.running.observed import ContractError
from theoremcheck.streams import Streams

__all__ = ["Handed"]


class Handed:
    """A batch of regimes and its streams, with copies of their tensors."""

    def __init__(self, batch: Any, streams: Streams) -> None:
        """Copy the tensors before the experiment sees them."""
        values = {field.name: getattr(batch, field.name) for field in fields(batch)}
        self._tensors = {name: value for name, value in values.items() if isinstance(value, Tensor)}
        self._tensors["streams.indices"] = streams.indices
        self._copies = _arrays(self._tensors)

    def check(self) -> None:
        """See whether they are what they were.

        A tensor that one trial's computation changes may be read again by another: by the same experiment, by a
        prediction's helper, by a control that wraps it. What comes out then is no function of the regime.

        Raises:
            ContractError: If the experiment changed one of them in place; the message names it.
        """
        now = _arrays(self._tensors)
        changed = [name for name, copy in self._copies.items() if not np.array_equal(copy, now[name], equal_nan=True)]
        if changed:
            raise ContractError(
                f"the experiment changed {' and '.join(changed)} of what it was handed in place: compute new tensors, "
                "for instance `x = x * 0.5` and not `x *= 0.5`"
            )


def _arrays(tensors: Mapping[str, Tensor]) -> dict[str, NDArray[Any]]:
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}
