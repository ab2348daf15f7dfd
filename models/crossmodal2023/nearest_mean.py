r"""Nearest class means of few images and of a text: what one modality adds to another, in a Gaussian model.

A class mean $\mu_c$ is a random unit vector of $\mathbb R^D$; an image is $\mu_c + s_i \Sigma^{1/2} \xi / \sqrt D$, a
text the same with $s_t$, $\xi \sim N(0, I)$. A head is one prototype a class, and an image goes to the nearest one. The
mean of n images is drawn as what it is, $N(\mu_c, s_i^2 \Sigma / (n D))$, so that n costs nothing and need be no whole
number. Many tasks of new classes make one trial: all that is observed are means over them.

Source: the weights of Lin et al. 2023, arXiv:2301.06267 (half-half: their code; reconstructed); model and rule derived.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from models.crossmodal2023.recognition import recognised
from theoremcheck.streams import Streams

__all__ = ["Modalities", "World", "mixed"]


@dataclass(frozen=True)
class Modalities:
    r"""Two modalities of the same classes.

    Attributes:
        worth: $v = s_i^2 / s_t^2$: how many images one text is worth.
        image_noise: $s_i$.
        shots: n, images of each class.
        loud: Directions in which the noise of both has 16 times the variance.
        shift: Length of a vector that all texts have in common, the modality gap.
        classes: C.
        dim: D.
        tested: Noises of a task, each of which is put on all class means: the images on which a head is tried.
        tasks: Independent classifications of a trial.
    """

    worth: float
    image_noise: float
    shots: float = 1.0
    loud: int = 0
    shift: float = 0.0
    classes: int = 20
    dim: int = 64
    tested: int = 60
    tasks: int = 100

    @property
    def text_noise(self) -> Tensor:
        """$s_t$, shape (trials,)."""
        return torch.as_tensor(self.image_noise) / torch.as_tensor(self.worth).sqrt()


class World:
    """Classes of many tasks, what modalities tell of them, and features on which prototypes are tried."""

    def __init__(self, model: Modalities, streams: Streams) -> None:
        """Draw the class means, and the noises of the features.

        Args:
            model: Regimes.
            streams: One stream a trial; another child of it is another world.
        """
        self._model, self._streams = model, streams
        self._shape = (model.tasks, model.classes, model.dim)
        self._means = torch.nn.functional.normalize(streams.normal("class means", self._shape), dim=-1)
        loud = torch.arange(model.dim, device=streams.device) < model.loud
        self._spread = torch.where(loud, 4.0, 1.0).to(streams.dtype) / model.dim**0.5
        self._noises = self._spread * streams.normal("tests", (model.tasks, model.tested, model.dim))

    def means(self, label: str, noise: Tensor) -> Tensor:
        """Class means as a modality tells them, shape (trials, tasks, classes, dim).

        Args:
            label: Of the draw.
            noise: Standard deviation, $s / sqrt n$ for the mean of n features, shape (trials,).
        """
        return self._means + _each(noise) * self._spread * self._streams.normal(label, self._shape)

    def gap(self) -> Tensor:
        """A vector of the declared length, the same for all texts of a task, shape (trials, tasks, 1, dim)."""
        direction = self._streams.normal("gap", (self._model.tasks, 1, self._model.dim))
        return _each(self._model.shift) * torch.nn.functional.normalize(direction, dim=-1)

    def accuracies(self, prototypes: Tensor, noise: Tensor) -> Tensor:
        """Share of fresh features whose own class has the nearest prototype, of each task; shape (trials, tasks).

        Args:
            prototypes: Shape (trials, tasks, classes, dim).
            noise: Standard deviation of the modality, shape (trials,); all have the same standard noise.
        """
        # Of |z - p|^2 the part that tells classes apart.
        of_means = self._means @ prototypes.mT - prototypes.square().sum(dim=-1)[..., None, :] / 2
        of_noises = _each(noise) * (self._noises @ prototypes.mT)
        return recognised(of_means.flatten(0, 1), of_noises.flatten(0, 1)).unflatten(0, of_means.shape[:2])


def mixed(images: Tensor, texts: Tensor, weight: Tensor | float = 0.5) -> Tensor:
    """Prototypes that give the text a weight, one number or shape (trials,)."""
    return torch.lerp(images, texts, weight if isinstance(weight, float) else _each(weight))


def _each(values: Tensor | float) -> Tensor:
    return torch.as_tensor(values)[:, None, None, None]
