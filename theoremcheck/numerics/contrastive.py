r"""Contrastive bounds on information, exactly: any critic, any number of candidates, and no Monte Carlo.

One anchor x meets N candidates, of which one belongs to it: $k_1 \sim p(\cdot | x)$ and $k_2, \dots, k_N$ independent
from a law of negatives. For a critic g the bound is

$$ B_N(g) = \log N + E \log \frac{e^{g(x, k_1)}}{\sum_{j=1}^N e^{g(x, k_j)}} . $$

With two modalities it is InfoNCE (van den Oord et al. 2018, arXiv:1807.03748), with more, whose negatives are drawn
independently of each other, it is Symile's (Saporta et al. 2024, arXiv:2411.01053). The sum S of N exponentials has
far too many values to be enumerated, but its Laplace transform is a product, and (Frullani)

$$ E \log S = \int_0^\infty \bigl( e^{-t} - E e^{-t S} \bigr) \frac{dt}{t}, \qquad
   E e^{-t S} = E_{p(k | x)} e^{-t w_k}\, \bigl( E_q e^{-t w_k} \bigr)^{N - 1}, \qquad w_k = e^{g(x, k)} . $$

On $t = e^u$ the integrand is analytic for $|\mathrm{Im}\, u| < \pi / 2$, and so the trapezoidal rule of step h errs by
about $e^{-\pi^2 / h}$.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

import torch
from torch import Tensor

from theoremcheck.numerics.tables import log_density_ratio, marginal, total_correlation

__all__ = ["Ceilings", "ceilings", "contrastive_bound", "expected_log_sum"]

_STEP = 0.3
"""h: exp(-pi^2 / 0.3) is 5e-15."""
_BELOW, _ABOVE = 36.0, 4.0
"""Where the integrand ends: it is about t E S at small t, and e^-36 is 2e-16; exp(-e^4) is 2e-24."""
_WIDEST = 640.0
"""Nats between the largest score and the lowest of a positive: beyond, e^u leaves the range of float64."""
_NEVER = 1e-20
"""Outcomes so rare do not extend the integral: they change it by their probability times their score."""
_LEAST = 2.0**-53 - 1
"""A Laplace transform that is 0 to the precision of float64, less 1."""
_PIECE = 2**17
"""Entries of one piece of the quadrature: it stays in the cache."""


@dataclass(frozen=True)
class Ceilings:
    r"""What bounds a contrastive bound from above, beside its own value; each of shape (*).

    Attributes:
        optimum: $B_N(\log r)$, the value at the pointwise mutual information: no critic has more.
        information: TC, the total correlation (mutual information), which no critic reaches at a finite N.
        candidates: $\log N$, which no softmax over N candidates exceeds. McAllester and Stratos 2020 (arXiv:1811.04251,
            abstract) prove the like of every method: no distribution-free lower bound of high confidence that is
            computed from N samples exceeds $O(\log N)$.
    """

    optimum: Tensor
    information: Tensor
    candidates: Tensor


def contrastive_bound(
    joint: Tensor,
    scores: Tensor,
    candidates: float | Tensor,
    *,
    modalities: int = 2,
    anchor: int = 0,
    negatives: Tensor | None = None,
) -> Tensor:
    r"""$B_N(g)$ of a critic on a table, exact to about 1e-12; it can be differentiated by the scores.

    Args:
        joint: Probabilities, shape (*, m_1, ..., m_M); float64.
        scores: g, of a shape that broadcasts with the joint law's, such as several critics of one table; $-\infty$ is a
            score.
        candidates: N of at least 1, the positive one included; a number, or one for each table. `math.inf` gives the
            limit of many negatives, $E_p g - E_x \log E_q e^g$.
        modalities: M.
        anchor: Which modality is the anchor, counted from 0.
        negatives: Law of one negative, shape (*, the other modalities); the product of their marginals by default.

    Returns:
        Nats, shape (*); $-\infty$ where a positive has the score $-\infty$.

    Raises:
        ValueError: If there is no candidate, a score is NaN or $+\infty$, or a positive's lies 640 nats below another.
    """
    joint, scores = torch.broadcast_tensors(joint, scores)
    rows, score = (_rows(table, anchor, modalities) for table in (joint, scores))
    if not (score < inf).all():  # one question: each waits for a device
        raise ValueError("scores must be finite or -inf: a critic of NaN or +inf has no softmax")
    others = [axis for axis in range(modalities) if axis != anchor]
    if negatives is None:
        negatives = _independent(joint, others, modalities)
    law = negatives.flatten(start_dim=negatives.dim() - len(others))[..., None, :].expand(rows.shape)
    hopeless = ((rows > 0) & (score == -inf)).any(dim=(-2, -1))
    score = torch.where((rows > 0) & (score == -inf), torch.zeros_like(score), score)
    anchors = rows.sum(dim=-1)
    positives = rows / anchors.clamp(min=torch.finfo(rows.dtype).tiny)[..., None]
    if isinstance(candidates, Tensor) or candidates != inf:
        count = torch.as_tensor(candidates, dtype=rows.dtype, device=rows.device)
        if (count < 1).any():
            raise ValueError(f"candidates={float(count.min()):g} must be at least 1: the positive is one of them")
        denominator = expected_log_sum(score, law, count[..., None] - 1, first=positives)
        gain = count.log()
    else:
        denominator, gain = (score + law.log()).logsumexp(dim=-1), torch.zeros((), dtype=rows.dtype)
    matched = torch.where(rows > 0, rows * score, torch.zeros_like(rows)).sum(dim=(-2, -1))
    bound = gain + matched - (anchors * denominator).sum(dim=-1)
    return torch.where(hopeless, torch.full_like(bound, -inf), bound)


def ceilings(joint: Tensor, candidates: float | Tensor, *, modalities: int = 2, anchor: int = 0) -> Ceilings:
    """What no critic's bound exceeds on a table, with N candidates; arguments as those of `contrastive_bound`."""
    optimal = log_density_ratio(joint, modalities)
    optimum = contrastive_bound(joint, optimal, candidates, modalities=modalities, anchor=anchor)
    count = torch.as_tensor(candidates, dtype=joint.dtype, device=joint.device)
    return Ceilings(optimum, total_correlation(joint, modalities), count.log().expand(optimum.shape))


def expected_log_sum(scores: Tensor, law: Tensor, draws: float | Tensor, *, first: Tensor | None = None) -> Tensor:
    r"""$E \log \sum_j e^{g_j}$ of independent outcomes: one from the law `first`, if given, and so many from `law`.

    Args:
        scores: g of each outcome, shape (*, outcomes); float64.
        law: Probabilities, shape (*, outcomes).
        draws: How many are drawn from it; a number, or of a shape that broadcasts to (*).
        first: Probabilities of one further outcome, shape (*, outcomes).

    Returns:
        Shape (*).

    Raises:
        ValueError: If nothing is drawn, or scores lie too far apart for float64.
    """
    draws = torch.as_tensor(draws, dtype=scores.dtype, device=scores.device)
    certain = law if first is None else first
    seen = (law > 0) | (certain > 0)
    shift = torch.where(seen, scores, torch.full_like(scores, -inf)).amax(dim=-1, keepdim=True).detach()
    shifted = torch.where(seen, scores - shift, torch.full_like(scores, -inf))
    # The sum is at least the weight of one certain outcome, and beyond the inverse of that the integrand has ended.
    deepest = torch.where(certain > _NEVER, shifted, torch.zeros_like(shifted)).amin()
    lowest, fewest, most = torch.stack([deepest.detach(), *draws.aminmax()]).tolist()
    if first is None and fewest < 1:
        raise ValueError(f"draws={fewest:g} must be at least 1 where no first outcome is drawn")
    if lowest < -_WIDEST:
        raise ValueError(f"scores differ by {-lowest:g} nats, expected at most {_WIDEST:g}: float64 cannot hold both")
    weight, log_sum = shifted.exp(), torch.zeros_like(shift[..., 0])
    begin, end = _BELOW + log(most + 1), _ABOVE - lowest
    # Nodes are multiples of the step: what else is in the batch adds nodes at which a table's integrand is 0.
    nodes = _STEP * torch.arange(-int(begin / _STEP), int(end / _STEP) + 1, dtype=scores.dtype, device=scores.device)
    for piece in nodes.exp().split(max(1, _PIECE // max(1, weight.numel()))):
        fall = torch.expm1(-weight[..., None, :] * piece[:, None])
        transform = _log_transform(fall, law) * draws[..., None]
        if first is not None:
            transform = transform + _log_transform(fall, first)
        integrand = torch.expm1(-piece) - torch.expm1(transform)
        log_sum = log_sum + _STEP * integrand.sum(dim=-1)
    return shift[..., 0] + log_sum


def _log_transform(fall: Tensor, law: Tensor) -> Tensor:
    r"""$\log E e^{-t w}$ from $e^{-t w} - 1$; at the least $\log 2^{-53}$: 0 gets a logarithm and a slope."""
    return torch.log1p((fall @ law[..., None])[..., 0].clamp(min=_LEAST))


def _rows(table: Tensor, anchor: int, modalities: int) -> Tensor:
    """One row for each value of the anchor, shape (*, m_anchor, outcomes of the others)."""
    moved = table.movedim(anchor - modalities, -modalities)
    return moved.flatten(start_dim=moved.dim() - modalities + 1)


def _independent(joint: Tensor, others: list[int], modalities: int) -> Tensor:
    """Product of the marginals of the other modalities, shape (*, their axes)."""
    law = torch.ones_like(marginal(joint, *others, modalities=modalities))
    for place, modality in enumerate(others):
        single = marginal(joint, modality, modalities=modalities)
        law = law * single.reshape(*single.shape[:-1], *(-1 if at == place else 1 for at in range(len(others))))
    return law
