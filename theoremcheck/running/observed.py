"""What an experiment returned, as the engine keeps it: checked, copied, in float64."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from theoremcheck.claim import Claim

__all__ = ["Arrays", "ContractError", "observed"]

Arrays = dict[str, NDArray[np.float64]]
"""Observables of a batch: one row a trial."""


class ContractError(TypeError):
    """An experiment that broke its contract: by what it returned, or by changing what it was handed."""


def observed(returned: Any, known: Mapping[str, Tensor], claim: Claim, trials: int) -> Arrays:
    """Copies of the observables: whoever returned them may go on to change them, on the next rung of a ladder.

    Args:
        returned: What the experiment returned.
        known: What the engine knows beside it: the size that grows along a ladder.
        claim: The claim, whose prediction says what it owes.
        trials: Trials in the batch.

    Raises:
        ContractError: If they are not what the experiment owes; the message says what came and what was expected.
    """
    if not isinstance(returned, Mapping):
        raise ContractError(f"the experiment returned a {type(returned).__name__}, expected named observables")
    if unnamed := [name for name in returned if not isinstance(name, str)]:
        raise ContractError(f"the experiment named an observable {unnamed[0]!r}, expected a text")
    returned = {**returned, **known}
    missing = [name for name in claim.prediction.observables if name not in returned]
    if missing:
        raise ContractError(f"the experiment returned {sorted(returned)}, but the prediction needs {missing}")
    return {name: _array(name, value, trials) for name, value in returned.items()}


def _array(name: str, value: Any, trials: int) -> NDArray[np.float64]:
    if not isinstance(value, Tensor | np.ndarray):
        raise ContractError(f"observable {name!r} is a {type(value).__name__}, expected a tensor of shape ({trials},)")
    if isinstance(value, Tensor):
        value = value.detach().cpu()
        value = (value if value.dtype is not torch.bfloat16 else value.double()).numpy()
    if value.dtype.kind not in "iuf":
        raise ContractError(f"observable {name!r} holds {value.dtype} values, expected real numbers")
    array = np.array(value, dtype=np.float64)
    if array.ndim not in (1, 2) or array.shape[0] != trials:
        raise ContractError(
            f"observable {name!r} has shape {array.shape}, expected ({trials},) or ({trials}, points): one row a trial"
        )
    return array
