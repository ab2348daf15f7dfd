r"""What linear contrastive learning finds in data model 1, in law exactly and at a cost that neither n nor d changes.

The loss is $-\mathrm{tr}(W_I S W_T^T) + \frac\rho2 \|W_I^T W_T\|_F^2$ with S the unbiased sample cross-covariance of
images and captions, so at full width $W_I^T W_T = S / \rho$. The rule for the prompts $(\pm 1, 0)$ is
$w = S D_T e_{core}$, up to a factor: the sample covariance of the images with one coordinate t of the captions. Of w
matter the two coordinates in the plane of the latents and the norm of the rest, which given the t's is
$(\sigma_\xi^2 / d) \sum (t - \bar t)^2 / (n - 1)^2$ times $\chi^2_{d-2}$.

Source: derived; Xue et al. 2024, arXiv:2310.04971, Sections 3 and 4.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.xue2024.intra_class.model import IntraClass, group_accuracies
from models.xue2024.moments import binomial, normal_moments, pooled_scatter, wishart_root
from theoremcheck.streams import Streams

__all__ = ["Captioning", "Rule", "accuracies", "class_counts", "learned", "shortfalls"]

Counts = Callable[[IntraClass, Streams], Tensor]
"""(regimes, streams) -> samples of class +-1 (third axis) whose attribute agrees or not (last), of each data set."""


@dataclass(frozen=True)
class Captioning:
    """What a caption says of the core feature.

    Attributes:
        masked_class: How much of the class mean a caption without detail keeps: 1, all of it (Definition 5.1), or 0.
        own_detail: Whether the detail is that of its own image, or of another image of the class.
    """

    masked_class: float = 1.0
    own_detail: bool = True


@dataclass(frozen=True)
class Rule:
    """A linear rule on images: weights on the latents, and norm; each of shape (trials, data sets, captionings)."""

    core: Tensor
    spurious: Tensor
    norm: Tensor


def class_counts(model: IntraClass, streams: Streams) -> Tensor:
    """Independent labels and attributes."""
    total = torch.full((streams.trials, model.data_sets), model.samples, dtype=streams.dtype, device=streams.device)
    positive = binomial(streams, "classes", total, torch.full_like(total, 0.5))
    classes = torch.stack([positive, total - positive], dim=-1)
    agreeing = binomial(streams, "attributes", classes, torch.as_tensor(model.correlation)[:, None, None])
    return torch.stack([agreeing, classes - agreeing], dim=-1)


def learned(
    model: IntraClass,
    streams: Streams,
    captioning: Captioning = Captioning(),
    kept: Tensor | None = None,
    counts: Counts = class_counts,
) -> Rule:
    r"""The rule that full width learns, for each of several shares of kept details on the same images.

    Args:
        model: Regimes.
        streams: One stream a trial.
        captioning: What captions say.
        kept: $\pi_{core}$, ascending, shape (trials, captionings); a caption that keeps its detail under one share
            keeps it under every larger one. None for one captioning that keeps all of them.
        counts: How labels and attributes are drawn.
    """
    captionings = 1 if kept is None else kept.shape[1]
    groups = _split(counts(model, streams), kept, streams).flatten(start_dim=2)
    sign = torch.tensor([1.0, -1.0]).to(groups)
    first_to_keep = torch.arange(groups.shape[-1] // 4).to(groups)
    y, agrees, first = torch.meshgrid(sign, sign, first_to_keep, indexing="ij")
    speaks = (first.flatten()[:, None] <= torch.arange(captionings).to(groups)).to(groups)
    centres = torch.cat(
        [
            torch.stack([y, y * agrees], dim=-1).flatten(end_dim=2),
            y.flatten()[:, None] * (speaks + captioning.masked_class * (1 - speaks)),
        ],
        dim=-1,
    )
    moments = normal_moments(streams, "latents", groups, 6)
    scatter = pooled_scatter(groups, centres, _loadings(model, speaks, captioning)[:, None], moments)
    covariance = scatter / (model.samples - 1)
    freedom = torch.as_tensor(model.dim - 2).to(groups).reshape(-1, 1).expand(groups.shape[:2])
    outside = wishart_root(streams, "outside", freedom, captionings)
    # Given the captions t, the rest of the images has covariances with them of independent coordinates N(0, s^2 t^T t).
    rest = (torch.linalg.cholesky(covariance[..., 2:, 2:]) @ outside).square().sum(dim=-1)
    variance = model.noise_variance[:, None, None] / (model.samples - 1)
    core, spurious = covariance[..., 0, 2:], covariance[..., 1, 2:]
    return Rule(core, spurious, (core**2 + spurious**2 + variance * rest).sqrt())


def accuracies(model: IntraClass, rule: Rule) -> tuple[Tensor, Tensor]:
    """Exact accuracies where the attribute agrees with the class and where it does not, in the shape of the rule."""
    noise = rule.norm**2 * model.noise_variance[:, None, None]
    return group_accuracies(model, rule.core, rule.spurious, noise)


def shortfalls(printed: Tensor, seen: Tensor) -> Tensor:
    """Root mean square, over the data sets, of how far below a formula an accuracy lies.

    Args:
        printed: Shape (trials,).
        seen: Shape (trials, data sets).
    """
    return (printed[:, None] - seen).clamp(min=0).square().mean(dim=1).sqrt()


def _split(counts: Tensor, kept: Tensor | None, streams: Streams) -> Tensor:
    """Counts by the first captioning that keeps the detail, or none of them, along a last axis."""
    if kept is None:
        return counts[..., None]
    remaining, before, parts = counts, torch.zeros_like(kept[:, 0]), []
    for k, share in enumerate(kept.unbind(dim=1)):
        among = ((share - before) / (1 - before).clamp(min=torch.finfo(share.dtype).tiny)).clamp(0, 1)
        parts.append(binomial(streams, f"kept {k}", remaining, among[:, None, None, None]))
        remaining, before = remaining - parts[-1], share
    return torch.stack([*parts, remaining], dim=-1)


def _loadings(model: IntraClass, speaks: Tensor, captioning: Captioning) -> Tensor:
    """Of (core, spurious, captions) on (core detail, spurious detail, three noises, another core detail)."""
    core, spurious = torch.as_tensor(model.core_spread), torch.as_tensor(model.spurious_spread)
    noise = model.noise_variance.sqrt()
    loadings = torch.zeros(len(core), *speaks.shape[:1], 2 + speaks.shape[1], 6).to(core)
    loadings[:, :, 0, 0], loadings[:, :, 1, 1] = core[:, None], spurious[:, None]
    loadings[:, :, 0, 2] = loadings[:, :, 1, 3] = noise[:, None]
    loadings[:, :, 2:, 4] = noise[:, None, None]
    loadings[:, :, 2:, 0 if captioning.own_detail else 5] = speaks * core[:, None, None]
    return loadings
