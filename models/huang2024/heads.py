r"""Linear heads without bias on the embedding, and their error on shifted data.

A test sample is $[y \nu; \zeta]$, $\nu = a \mu$, $\zeta \sim N(0, \sigma_\xi^2 I)$; f errs where $y f \le 0$. Only
$\langle w_r, \nu \rangle$ and $\langle w_r, \zeta \rangle$ enter, which in units of $\sigma_\xi$ are
$z \langle w_r, \mu \rangle / \|\mu\|$ and $\langle w_r, g \rangle$, with $z = a \|\mu\| / \sigma_\xi$ and g standard
normal: a fresh point has independent N(0, 1) coordinates in any orthonormal basis.

Who fits the head, on what, the paper does not say; three readings are kept apart.

Source: Huang et al. 2024, arXiv:2411.02837, section 3.3.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.patches import TwoPatches
from theoremcheck.streams import Streams

__all__ = ["error", "errors", "head_on_shifted", "head_on_training", "heads_on_shifted", "logistic_head"]

POINTS = 250
"""Test noises; each is asked four times, with either label and either sign: 1,000 answers."""

SHIFTED = 500
"""Fresh labelled samples that H-OOD is fitted on."""

_PENALTY = 1e-3
"""Ridge on the head, for features of mean square 1: separable features have no finite head without it."""

_NEWTON = 20
r"""Steps. The penalty keeps $|v|$ below $\sqrt{2 \log 2 / 10^{-3}} = 37$, which bounded ones walk in 8 at best; the
others find it to round-off, as a test with three times as many of Newton's own steps shows."""

_SETTLED = 1e-10
"""Length of a step from which on a trial's head stays as it is, whatever the other trials of its batch still do: the
next one would be shorter by 1e-6 times the condition number, which the penalty keeps below 1e5."""


def head_on_training(active: Responses) -> Tensor:
    """H-ID: logistic head on the features and labels of the n training samples, shape (trials, width)."""
    features = (active.signal[..., None] + active.noise).movedim(3, 2).flatten(1, 2)
    y = torch.ones_like(features[:, :, 0])
    y[:, y.shape[1] // 2 :] = -1
    return logistic_head(features, y)


def head_on_shifted(weights: Tensor, patches: TwoPatches, streams: Streams) -> Tensor:
    """H-OOD: logistic head on fresh samples of the test distribution, shape (trials, width)."""
    return heads_on_shifted((weights,), patches, streams)[0]


def heads_on_shifted(asked: Sequence[Tensor], patches: TwoPatches, streams: Streams) -> list[Tensor]:
    """The same for several networks' weights; the samples that all of them see are drawn once."""
    y = streams.signs("head labels", (SHIFTED,))
    normals = streams.normal("head noises", (SHIFTED, asked[0].shape[2]))
    heads = []
    for weights in asked:
        signal, noise = _inner_products(weights, patches, normals)
        heads.append(logistic_head((y[..., None] * signal).relu_() + noise.relu_(), y))
    return heads


def error(head: Tensor, weights: Tensor, patches: TwoPatches, streams: Streams) -> Tensor:
    r"""Share of $y f(x) \le 0$ among fresh test samples, shape (trials,).

    Args:
        head: v, shape (trials, width).
        weights: Trained weights, in coordinates whose first is along the signal, shape (trials, width, coordinates).
        patches: Regimes; z is read of them.
        streams: One stream a trial; heads and arms that are asked with the same streams see the same noises.
    """
    return errors([(head, weights)], patches, streams)[0]


def errors(asked: Sequence[tuple[Tensor, Tensor]], patches: TwoPatches, streams: Streams) -> list[Tensor]:
    """Errors of several (head, weights), as `error` has them; the noises that all of them see are drawn once."""
    normals = streams.normal("test noises", (POINTS, asked[0][1].shape[2]))
    return [_error(head, weights, patches, normals) for head, weights in asked]


def logistic_head(features: Tensor, y: Tensor) -> Tensor:
    r"""Ridge logistic regression without bias, by Newton steps of bounded length.

    The slope is in float64, and so is the point where it vanishes. The curvature, which takes most of the time, is
    summed in float32: that makes a step differ from Newton's by a share of 1e-6 times the condition number, so the
    error falls by that factor in a step in place of being squared.

    Args:
        features: Shape (trials, samples, width).
        y: Labels, -1 or 1, shape (trials, samples).

    Returns:
        v, in float64, shape (trials, width), for features scaled to mean square 1 (a head's scale moves no answer).
    """
    features, y = features.double(), y.double()
    x = features / features.square().mean(dim=(1, 2), keepdim=True).sqrt().clamp(min=1e-300)
    single = x.float()
    ridge = _PENALTY * torch.eye(x.shape[2], dtype=x.dtype, device=x.device)
    v = torch.zeros_like(x[:, 0])
    settled = torch.zeros_like(y[:, :1], dtype=torch.bool)
    for _ in range(_NEWTON):
        missed = (-y * (x @ v[..., None])[..., 0]).sigmoid()
        slope = _PENALTY * v - ((y * missed)[:, None] @ x)[:, 0] / x.shape[1]
        spread = (missed * (1 - missed) / x.shape[1]).float()
        curvature = ((single * spread[..., None]).mT @ single).double() + ridge
        # The ridge keeps the curvature positive; `solve` would wait for a GPU at each step to check that.
        step = torch.linalg.solve_ex(curvature, slope)[0]
        reach = step.abs().amax(dim=1, keepdim=True)
        v = torch.where(settled, v, v - step / (reach / 5).clamp(min=1))
        settled |= reach < _SETTLED
        if settled.device.type == "cpu" and settled.all():  # the question is free on a CPU alone
            break
    return v


def _error(head: Tensor, weights: Tensor, patches: TwoPatches, normals: Tensor) -> Tensor:
    signal, noise = _inner_products(weights, patches, normals)
    v = head.to(weights)[:, :, None]
    y = weights.new_tensor([1.0, -1.0])[:, None]
    on_signal = (y * signal).relu() @ v  # (trials, 2, 1), one a label
    on_noise = (torch.cat([noise, -noise], dim=1).relu() @ v).mT  # (trials, 1, 2 points)
    return (y * (on_signal + on_noise) <= 0).to(weights).mean(dim=(1, 2))


def _inner_products(weights: Tensor, patches: TwoPatches, normals: Tensor) -> tuple[Tensor, Tensor]:
    r"""$\langle w_r, \nu \rangle$, (trials, 1, width), and $\langle w_r, \zeta \rangle$, (trials, points, width)."""
    signal = torch.as_tensor(patches.test_signal)[:, None] * weights[:, :, 0]
    return signal[:, None], normals @ weights.mT
