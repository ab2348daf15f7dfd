r"""Data model 2 as it is written down: samples in $R^d$, for the separator and as the twin of `contrastive` in tests.

Source: Xue et al. 2024, arXiv:2310.04971, Definitions 3.1 and 4.6 (reconstructed).
"""

import numpy as np
import torch
from torch import Tensor

from models.xue2024.sharing.contrastive import Captions, told
from models.xue2024.sharing.max_margin import max_margin
from models.xue2024.sharing.model import Latents, Sharing, draw_latents
from theoremcheck.streams import Streams

__all__ = ["contrastive_scores", "supervised_accuracies"]

QUERIES = 2_000
"""Test latents of the separator; each is asked with either attribute, so 4,000 questions."""


def supervised_accuracies(model: Sharing, streams: Streams, learns: bool = True) -> tuple[Tensor, Tensor]:
    """Accuracies of the maximum-margin separator of images, where the attribute agrees and where not; (trials,).

    Args:
        model: Regimes.
        streams: One stream a trial.
        learns: Whether it is the separator; otherwise weights as they start, standard normal.
    """
    dictionary = _dictionary(model, streams, "images")
    agreement = _agreement(model, streams)
    latents = draw_latents(model, streams.child("training"), model.samples, agreement)
    images = _observed(model, streams, latents, dictionary, "training noise")
    labels = _label(latents)
    if learns:
        weights = torch.stack(
            [
                torch.as_tensor(max_margin(x, y, 2 * model.concepts))
                for x, y in zip(images.double().cpu().numpy(), labels.cpu().numpy().astype(np.int64), strict=True)
            ]
        ).to(images)
    else:
        weights = streams.normal("weights", (2 * model.concepts, model.dim))
    found = []
    for agrees in (1.0, -1.0):
        fixed = torch.full((streams.trials, QUERIES), agrees, dtype=images.dtype, device=images.device)
        queries = draw_latents(model, streams.common.child("test"), QUERIES, fixed)
        asked = _observed(model, streams.common, queries, dictionary, "test noise")
        found.append(((asked @ weights.mT).argmax(dim=-1) == _label(queries)).to(images).mean(dim=1))
    return found[0], found[1]


def contrastive_scores(
    model: Sharing,
    streams: Streams,
    captions: Captions = Captions(),
) -> tuple[Tensor, Tensor]:
    r"""The same as `contrastive.learned` finds, from samples: weights on latents, and the Gram matrix of all weights.

    Returns:
        $D_I^T S D_T$ prompts, shape (trials, 2 concepts, concepts), and the Gram matrix of $S D_T$ prompts.
    """
    agreement = _agreement(model, streams)
    latents = draw_latents(model, streams, model.samples, agreement, captions.tied)
    dictionaries = [_dictionary(model, streams, name) for name in ("images", "captions")]
    images = _observed(model, streams, latents, dictionaries[0], "images' noise")
    kept = (("core", model.kept_core), ("spurious", model.kept_spurious))
    words = torch.cat(
        [each for name, share in kept for each in told(streams, latents, name, [torch.as_tensor(share)])], -1
    )
    texts = words @ dictionaries[1].mT + _noise(model, streams, "captions' noise")
    m = model.concepts
    prompts = dictionaries[1][..., :m]
    if captions.spurious_prompt:
        prompts = prompts + model.spurious_strength[:, None, None] * dictionaries[1][..., m:]
    heard = texts @ prompts
    weights = (images - images.mean(dim=1, keepdim=True)).mT @ (heard - heard.mean(dim=1, keepdim=True))
    weights = weights / (model.samples - 1)
    return dictionaries[0].mT @ weights, weights.mT @ weights


def _agreement(model: Sharing, streams: Streams) -> Tensor:
    agreeing = streams.uniform("attributes", (model.samples,)) < model.correlation[:, None]
    return torch.where(agreeing, 1.0, -1.0).to(streams.dtype)


def _dictionary(model: Sharing, streams: Streams, name: str) -> Tensor:
    """Orthonormal columns, Haar, shape (trials, dim, 2 concepts)."""
    return torch.linalg.qr(streams.normal(f"dictionary of {name}", (model.dim, 2 * model.concepts))).Q


def _observed(model: Sharing, streams: Streams, latents: Latents, dictionary: Tensor, label: str) -> Tensor:
    values = torch.cat([latents.core, latents.spurious], dim=-1)
    noise = streams.normal(label, (values.shape[1], model.dim))
    return values @ dictionary.mT + model.noise_variance.sqrt()[:, None, None] * noise


def _noise(model: Sharing, streams: Streams, label: str) -> Tensor:
    return model.noise_variance.sqrt()[:, None, None] * streams.normal(label, (model.samples, model.dim))


def _label(latents: Latents) -> Tensor:
    return 2 * latents.concept + (latents.sign > 0)
