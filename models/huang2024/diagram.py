r"""The phase diagram over $(c, C_\mu)$: who serves the samples, and how wide the switch is at a finite start.

With $C = c$ in one modality and $C = C_\mu c$ in two, the signal grows like $e^{(C/2) \kappa t}$ from about
$s \sqrt{C/n}$ and the noise like $e^{\kappa t}$ from about s. When the faster of the two, which has $\log(1/s)$ to go,
is of order one, the logarithm of signal over noise is
$$ e(C) \log\tfrac1s - \tfrac12 \log\tfrac nC + O(1) , \qquad e(C) = \frac{C/2 - 1}{\max\{C/2, 1\}} , $$
so for a small enough start the switch is at C = 2, and at a finite one it is settled where
$|e(C)| \log\frac1s$ exceeds what the rest can weigh. Derived; Huang et al. 2024, arXiv:2411.02837, Lemmas 5.2 and 5.4.
"""

from math import log
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.huang2024.contrast import Responses, responses
from models.huang2024.recursion import State

__all__ = [
    "exponent",
    "is_settled",
    "multi_modal_advantage",
    "side",
    "single_modal_advantage",
]

_BEST_PAIR = 4.0
"""The best placed of m n = 2,500 pairs starts at up to 4 s: 3.6 in the median, of standard normals."""


def exponent(strength: Any) -> Any:
    r"""$e(C) = (C/2 - 1) / \max\{C/2, 1\}$, elementwise, of a NumPy array or a number."""
    return (strength / 2 - 1) / np.maximum(strength / 2, 1)


def is_settled(strength: Any, start_size: Any, samples: Any) -> Any:
    r"""Whether $|e(C)| \log\frac1s > \frac12 \log n + \log 4$: which of the two wins is then told by the side of C = 2.

    The signal starts smaller by $\sqrt{n / C}$, and the best placed pair of neuron and sample starts larger by 4. (C is
    left out: below 1 the noise wins all the more, and above it $\log n$ is too much.) Elementwise.
    """
    return np.abs(exponent(strength)) * np.log(1 / start_size) > np.log(samples) / 2 + log(_BEST_PAIR)


def side(strength: Tensor) -> Tensor:
    """1 where the signal is to win, C > 2, and -1 where the noise is."""
    return (strength - 2).sign()


def single_modal_advantage(state: State) -> Tensor:
    r"""Log of the signal's over the noise's part in the mean similarity of a sample to its view, shape (trials,)."""
    views = state.weights @ state.modality.views.mT
    signal = state.active.signal[:, 0] - state.active.signal[:, 1]
    return _advantage(state.active, responses(signal, views))


def multi_modal_advantage(states: tuple[State, ...]) -> Tensor:
    r"""The same for a sample and its second modality, shape (trials,)."""
    first, second = states
    return _advantage(first.active, second.active)


def _advantage(anchors: Responses, positives: Responses) -> Tensor:
    signal = (anchors.signal * positives.signal).sum(dim=2).mean(dim=1)
    noise = (anchors.noise * positives.noise).sum(dim=2).mean(dim=(1, 2))
    tiny = torch.finfo(signal.dtype).tiny
    return signal.clamp(min=tiny).log() - noise.clamp(min=tiny).log()
