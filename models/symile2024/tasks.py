r"""Tasks that no pair of modalities solves, and encoders trained on them in the population.

Saporta et al. 2024, arXiv:2411.01053: the XOR mixture and the many languages of their code, parity of many bits, and
modalities that are missing at random.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations, product
from math import log

import torch
from torch import Tensor

from models.symile2024.population import (
    Encoders,
    Training,
    clip_bound,
    clip_gradient,
    fit,
    linear_start,
    pairwise_scores,
    summed_scores,
    symile_bound,
    symile_gradient,
    symile_scores,
    tabular_start,
)
from models.symile2024.tables import accuracy, dirichlet, posterior_accuracy, prior_of
from theoremcheck.numerics import marginal, total_correlation
from theoremcheck.streams import Streams

__all__ = [
    "IncompleteTuples",
    "Languages",
    "Missing",
    "Parity",
    "XorMixture",
    "at_random",
    "blocks_of_classes",
    "complete_accuracy",
    "exactly_one",
    "fair_bits",
    "language_bounds",
    "language_table",
    "parity_bound",
    "parity_table",
    "shared_classes",
    "xor_accuracies",
]


@dataclass(frozen=True)
class XorMixture:
    """Bits a and b, and c, which is a xor b with probability p and else a; one coin a sample, as in the paper."""

    bits: int  # d
    share: float  # p
    dim: int  # of Symile's representations
    pair_dim: int  # of pairwise CLIP's
    steps: int
    starts: int  # of pairwise CLIP

    @property
    def letters(self) -> int:
        """Values of each modality."""
        return 2**self.bits

    def law(self) -> Tensor:
        """Probabilities of (a, b, c), shape (trials, m, m, m)."""
        m = self.letters
        a, b = torch.meshgrid(torch.arange(m), torch.arange(m), indexing="ij")
        table = torch.zeros(len(self.share), m, m, m, dtype=self.share.dtype, device=self.share.device)
        table[:, a, b, a ^ b] += self.share[:, None, None] / m**2
        table[:, a, b, a] += (1 - self.share[:, None, None]) / m**2
        return table

    def pairwise_information(self) -> Tensor:
        r"""$I(a; c) = \log m + u \log u + (m - 1) v \log v$ with $u = 1 - p + p / m$, $v = p / m$; shape (trials,)."""
        m = self.letters
        u, v = 1 - self.share + self.share / m, self.share / m
        return log(m) + torch.special.xlogy(u, u) + (m - 1) * torch.special.xlogy(v, v)


def xor_accuracies(mixture: XorMixture, streams: Streams, target: int) -> dict[str, Tensor]:
    """Both learners' accuracies for one modality by their scores alone, Bayes', and pairwise CLIP's bound.

    Pairwise CLIP is trained from several starts: its accuracies are averaged, and of its bounds the one farthest from
    the information of a and c counts. Each of shape (trials,).
    """
    joint, m = mixture.law(), mixture.letters
    training = Training(mixture.steps)
    start = tabular_start((m,) * 3, mixture.dim, True, streams.child("symile"))
    symile = accuracy(joint, symile_scores(fit(start, symile_gradient(joint), training)), target)
    starts = [
        tabular_start((m,) * 3, mixture.pair_dim, True, streams.child("clip", each)) for each in range(mixture.starts)
    ]
    vectors = tuple(torch.cat(each) for each in zip(*(each.vectors for each in starts), strict=True))
    joined = Encoders(vectors, vectors[0].new_zeros(len(vectors[0])))
    repeated = joint.repeat(mixture.starts, 1, 1, 1)
    encoders = fit(joined, clip_gradient(repeated), training)
    clip = accuracy(repeated, summed_scores(encoders), target).reshape(mixture.starts, -1)
    bounds = clip_bound(repeated, pairwise_scores(encoders)).reshape(mixture.starts, -1)
    information = mixture.pairwise_information()
    farthest = (bounds - information).abs().argmax(dim=0, keepdim=True)
    return {
        "symile_accuracy": symile,
        "bayes_accuracy": posterior_accuracy(joint, target),
        "clip_accuracy": clip.mean(dim=0),
        "clip_bound": bounds.gather(0, farthest)[0],
        "pairwise_information": information,
    }


@dataclass(frozen=True)
class Languages:
    """Text names w classes of C, one a language; the audio is a language, and the image shows that language's class."""

    classes: int  # C
    languages: int  # w
    steps: int

    @property
    def dim(self) -> int:
        """Coordinates of a representation: one for each language and class."""
        return self.languages * self.classes


def shared_classes(setting: Languages) -> list[tuple[int, ...]]:
    """Texts: w different classes, in the order of the languages."""
    return list(permutations(range(setting.classes), setting.languages))


def blocks_of_classes(setting: Languages) -> list[tuple[int, ...]]:
    """Texts whose language l names one of its own block of C / w classes: an image then tells its language."""
    size = setting.classes // setting.languages
    return list(product(*(range(each * size, (each + 1) * size) for each in range(setting.languages))))


def language_table(setting: Languages, texts: list[tuple[int, ...]]) -> Tensor:
    """Probabilities of (text, audio, image), shape (texts, w, C), float64."""
    named = torch.tensor(texts)
    table = torch.zeros(len(texts), setting.languages, setting.classes, dtype=torch.float64)
    return table.scatter_(2, named[:, :, None], 1 / named.numel())


def language_bounds(setting: Languages, streams: Streams, texts: list[tuple[int, ...]]) -> dict[str, Tensor]:
    """Both learners' accuracies for the image, and pairwise CLIP's bound; each of shape (trials,)."""
    table = language_table(setting, texts).to(streams.device)
    joint = table.expand(streams.trials, *table.shape)
    training, shape = Training(setting.steps), joint.shape[1:]
    learned = {
        name: fit(tabular_start(shape, setting.dim, True, streams.child(name)), gradient(joint), training)
        for name, gradient in (("symile", symile_gradient), ("clip", clip_gradient))
    }
    return {
        "symile_accuracy": accuracy(joint, symile_scores(learned["symile"]), 2),
        "clip_accuracy": accuracy(joint, summed_scores(learned["clip"]), 2),
        "clip_bound": clip_bound(joint, pairwise_scores(learned["clip"])),
    }


@dataclass(frozen=True)
class IncompleteTuples:
    """A law of three bits, each of which is missing with some probability, independently, and shows a token instead."""

    missing: float  # m
    parity: float  # 1: noisy parity; 0: a Dirichlet table
    flip: float  # of the parity
    concentration: float  # of the Dirichlet table
    dim: int
    steps: int

    def law(self, streams: Streams) -> Tensor:
        """Probabilities of complete tuples, shape (trials, 2, 2, 2)."""
        two = torch.full_like(self.parity, 2.0)
        table = dirichlet((two,) * 3, self.concentration, streams, "table")[:, :2, :2, :2]
        noisy = parity_table(3).to(table) * 4
        flip = self.flip[:, None, None, None]
        return torch.where(self.parity[:, None, None, None] > 0.5, (noisy * (1 - flip) + (1 - noisy) * flip) / 4, table)


Missing = Callable[[IncompleteTuples, Tensor], tuple[Tensor, Tensor]]
"""(regimes, complete law) -> law with a third letter, the token, in each modality; and its total correlation."""


def at_random(tuples: IncompleteTuples, joint: Tensor) -> tuple[Tensor, Tensor]:
    r"""Every modality by itself: $TC_m = (1 - m)^3 TC + m (1 - m)^2 (I(x; y) + I(x; z) + I(y; z))$."""
    m = tuples.missing
    pairs = sum(total_correlation(marginal(joint, *pair, modalities=3)) for pair in ((0, 1), (0, 2), (1, 2)))
    law = (1 - m) ** 3 * total_correlation(joint, 3) + m * (1 - m) ** 2 * pairs
    return _with_tokens(joint, [_pattern(m, missing) for missing in product((0, 1), repeat=3)]), law


def exactly_one(tuples: IncompleteTuples, joint: Tensor) -> tuple[Tensor, Tensor]:
    """One of the three at a time, and never a complete tuple."""
    shares = [
        torch.full_like(tuples.missing, 1 / 3 if sum(missing) == 1 else 0.0) for missing in product((0, 1), repeat=3)
    ]
    augmented = _with_tokens(joint, shares)
    return augmented, total_correlation(augmented, 3)


def complete_accuracy(tuples: IncompleteTuples, streams: Streams, missing: Missing) -> dict[str, Tensor]:
    """Symile's bound on incomplete tuples; its accuracy on complete ones over Bayes', the worst of three targets."""
    joint = tuples.law(streams)
    augmented, information = missing(tuples, joint)
    start = tabular_start((3,) * 3, tuples.dim, True, streams)
    scores = symile_scores(fit(start, symile_gradient(augmented), Training(tuples.steps)))
    complete = scores[:, :2, :2, :2]
    shares = [
        accuracy(joint, complete + prior_of(joint, target).log(), target) / posterior_accuracy(joint, target)
        for target in range(3)
    ]
    return {
        "bound": symile_bound(augmented, scores),
        "information": information,
        "accuracy_share": torch.stack(shares).amin(dim=0),
    }


def parity_table(modalities: int) -> Tensor:
    """Fair bits, the last of them the parity of the others; shape (2, ..., 2), float64."""
    bits = torch.cartesian_prod(*[torch.arange(2)] * modalities)
    return (bits.sum(dim=1) % 2 == 0).double().reshape((2,) * modalities) / 2 ** (modalities - 1)


def fair_bits(modalities: int) -> Tensor:
    """Independent fair bits, shape (2, ..., 2), float64."""
    return torch.full((2,) * modalities, 0.5**modalities, dtype=torch.float64)


@dataclass(frozen=True)
class Parity:
    """Many modalities of one bit, all but one independent."""

    modalities: int  # M
    dim: int
    steps: int


def parity_bound(parity: Parity, streams: Streams, table: Callable[[int], Tensor]) -> Tensor:
    """Symile's bound with linear encoders of one bit, trained as the paper's code trains them; shape (trials,)."""
    law = table(parity.modalities).to(streams.device)
    joint = law.expand(streams.trials, *law.shape)
    features = torch.tensor([[0.0, 1.0], [1.0, 1.0]], dtype=joint.dtype, device=joint.device)
    start = linear_start(features, parity.modalities, parity.dim, streams)
    training = Training(parity.steps, learning_rate=0.1, weight_decay=0.01, cosine=False)
    return symile_bound(joint, symile_scores(fit(start, symile_gradient(joint), training)))


def _pattern(m: Tensor, missing: tuple[int, ...]) -> Tensor:
    """Probability that exactly these are missing."""
    return m ** sum(missing) * (1 - m) ** (3 - sum(missing))


def _with_tokens(joint: Tensor, shares: list[Tensor]) -> Tensor:
    """The law in which a pattern of missing modalities has the given share, shape (trials, 3, 3, 3)."""
    augmented = joint.new_zeros(len(joint), 3, 3, 3)
    for missing, share in zip(product((0, 1), repeat=3), shares, strict=True):
        gone = [axis + 1 for axis, is_missing in enumerate(missing) if is_missing]
        seen = joint.sum(dim=gone, keepdim=True) if gone else joint
        place = tuple(slice(2, 3) if is_missing else slice(0, 2) for is_missing in missing)
        augmented[(slice(None), *place)] += share[:, None, None, None] * seen
    return augmented
