r"""What contrastive learning of full width finds in data model 2, in law exactly.

Of the minimiser, S / rho, the scores of all classes read $G = S D_T$[core] alone: (n - 1) G is the product of the
images' coordinates with the m captions' core coordinates t. The noises need no samples: with K the scatter of latents
and captions, noise parts are Gaussian given K, and what captions' noise has outside the span of the 3m latent columns
is a Wishart matrix. Given the t's, every other coordinate of the images has a covariance of the same Gaussian law with
them, and of the d - 2m directions outside the latents' only the Gram matrix of these counts.

Source: derived; Xue et al. 2024, arXiv:2310.04971, Theorem 4.8 (reconstructed).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.xue2024.moments import coarse_uniform, wishart_root
from models.xue2024.sharing.model import Latents, Sharing, draw_latents
from theoremcheck.streams import Streams

__all__ = ["Captions", "Questions", "Scores", "asked", "at_random", "group_accuracies", "learned", "told"]

QUERIES = 500
"""Test latents; each is asked with an agreeing and with a contradicting attribute, so 1,000 questions."""


@dataclass(frozen=True)
class Captions:
    """How captions, prompts and details may break what the theorem assumes.

    Attributes:
        tied: Whether core and spurious details of other classes have one sign.
        spurious_prompt: Whether a prompt names the spurious attribute beside the core.
    """

    tied: bool = False
    spurious_prompt: bool = False


@dataclass(frozen=True)
class Scores:
    r"""The learned scores of the m positive classes, linear in an image.

    Attributes:
        latent: Weights on core and spurious latents, shape (trials, 2 concepts, concepts).
        noise: A root of the scores' covariance from the noise of an image, shape (trials, concepts, concepts).
    """

    latent: Tensor
    noise: Tensor


@dataclass(frozen=True)
class Questions:
    """What scores are tested on.

    Attributes:
        images: Latents of images whose attribute agrees with the class.
        noise: Standard normals, which a root of the scores' covariance makes the noise of, shape (trials, QUERIES,
            concepts).
    """

    images: Latents
    noise: Tensor


def told(streams: Streams, latents: Latents, feature: str, shares: Sequence[Tensor]) -> list[Tensor]:
    """Core or spurious latents of captions: the own part always, each other detail if it is kept; 0 if it is not.

    Args:
        streams: One stream a trial.
        latents: Of the images.
        feature: "core" or "spurious".
        shares: Probabilities to keep a detail, each of shape (trials,); what one keeps every larger one keeps too.
    """
    values = latents.core if feature == "core" else latents.spurious
    if all(bool((share >= 1).all()) for share in shares):
        return [values for _ in shares]  # whatever is drawn
    chance = coarse_uniform(streams, f"kept {feature}", values.shape[1:]).scatter_(2, latents.own, 0.0)
    return [torch.where(chance < share[:, None, None], values, 0.0) for share in shares]


def learned(
    model: Sharing,
    streams: Streams,
    captions: Captions = Captions(),
    kept: Sequence[Tensor] | None = None,
) -> list[Scores]:
    """The scores that full width learns from n pairs, for each of several captionings of the same images.

    Args:
        model: Regimes.
        streams: One stream a trial.
        captions: What is broken, if anything.
        kept: Shares of core details that captions keep, each of shape (trials,); the regimes' alone if None.
    """
    agreement = torch.where(streams.uniform("attributes", (model.samples,)) < model.correlation[:, None], 1.0, -1.0)
    latents = draw_latents(model, streams, model.samples, agreement.to(streams.dtype), captions.tied)
    shares = [torch.as_tensor(model.kept_core)] if kept is None else list(kept)
    prompted = told(streams, latents, "core", shares)
    if captions.spurious_prompt:
        (spurious,) = told(streams, latents, "spurious", [torch.as_tensor(model.kept_spurious)])
        prompted = [core + _prompt_weight(model, captions) * spurious for core in prompted]
    scatter = _scatter(torch.cat([latents.core, latents.spurious, *prompted], dim=-1))
    m = model.concepts
    images = torch.arange(2 * m)
    parts = [torch.cat([images, torch.arange((2 + k) * m, (3 + k) * m)]) for k in range(len(shares))]
    return [_scores(model, streams.common, scatter[:, part][:, :, part], captions) for part in parts]


def at_random(model: Sharing, streams: Streams) -> Scores:
    """Scores that are linear in the image with standard normal weights: what encoders may begin with."""
    weights = streams.normal("weights", (model.dim, model.concepts))
    noise = model.noise_variance.sqrt()[:, None, None] * torch.linalg.cholesky(weights.mT @ weights)
    return Scores(weights[:, : 2 * model.concepts], noise)


def _scores(model: Sharing, streams: Streams, scatter: Tensor, captions: Captions) -> Scores:
    """The scores, from the scatter of (core, spurious, prompted caption) latents, shape (trials, 3 m, 3 m).

    Roots are taken in float64, whatever the type of the samples.
    """
    dtype, scatter, streams = scatter.dtype, scatter.double(), replace(streams, dtype=torch.float64)
    m, n = model.concepts, model.samples - 1
    deviation = model.noise_variance.sqrt()[:, None, None]
    # A caption's noise along the prompt; the two directions of a spurious prompt add up.
    caption_deviation = deviation * (1 + _prompt_weight(model, captions) ** 2).sqrt()
    values, vectors = torch.linalg.eigh(scatter)
    root = values.clamp(min=0).sqrt()[:, :, None] * vectors.mT
    images, texts = root[..., : 2 * m], root[..., 2 * m :]
    inside = caption_deviation * streams.normal("captions' noise inside", (3 * m, m))
    freedom = torch.full((streams.trials,), n - 3.0 * m, dtype=scatter.dtype, device=scatter.device)
    outside = caption_deviation * wishart_root(streams, "captions' noise outside", freedom, m)
    heard = texts + inside
    gram = torch.linalg.cholesky(heard.mT @ heard + outside @ outside.mT)
    others = torch.full_like(freedom, float(model.dim - 2 * m))
    rest = deviation * gram @ wishart_root(streams, "images outside", others, m)
    latent = (images.mT @ heard + deviation * streams.normal("images' noise", (2 * m, m)) @ gram.mT) / n
    covariance = latent.mT @ latent + rest @ rest.mT / n**2
    return Scores(latent.to(dtype), (deviation * torch.linalg.cholesky(covariance)).to(dtype))


def asked(model: Sharing, streams: Streams, captions: Captions = Captions()) -> Questions:
    """Test images, for every captioning and either attribute."""
    agreement = torch.ones(streams.trials, QUERIES, dtype=streams.dtype, device=streams.device)
    images = draw_latents(model, streams, QUERIES, agreement, captions.tied)
    return Questions(images, streams.normal("queries' noise", (QUERIES, model.concepts)))


def group_accuracies(scores: Scores, questions: Questions) -> tuple[Tensor, Tensor]:
    """Share of right answers where the attribute agrees with the class and where it does not, shape (trials,)."""
    images = questions.images
    noise = questions.noise @ scores.noise.mT
    found = []
    for agrees in (1.0, -1.0):
        attribute = agrees * images.spurious.gather(2, images.own)
        latents = torch.cat([images.core, images.spurious.scatter(2, images.own, attribute)], dim=-1)
        seen = torch.baddbmm(noise, latents, scores.latent)
        strongest = seen.abs().argmax(dim=-1)
        sign = seen.gather(-1, strongest[..., None])[..., 0].sign()
        found.append(((strongest == images.concept) & (sign == images.sign)).to(noise).mean(dim=1))
    return found[0], found[1]


def _prompt_weight(model: Sharing, captions: Captions) -> Tensor:
    strength = torch.as_tensor(model.spurious_strength)[:, None, None]
    return strength if captions.spurious_prompt else torch.zeros_like(strength)


def _scatter(latents: Tensor) -> Tensor:
    total = latents.sum(dim=1, keepdim=True)
    return torch.baddbmm(total.mT @ total, latents.mT, latents, beta=-1 / latents.shape[1])
