r"""At its best weight a text is worth v images: n images and the text classify as n + v images do.

With weight $\lambda^* = v / (n + v)$ the error of a prototype has the variance $s_i^2 / (n + v)$, that of the mean of n
+ v images. The law is the same, so the accuracies differ by chance alone.

Operational: 100 tasks against 100 other tasks with n + v images; the mean accuracies differ by 4 of their standard
errors at most, which chance exceeds once in 16,000. n = 1, 2, 4 and v = 1, 2, 4, $s_i$ = 2.
"""

import torch

from claims.crossmodal2023.paper import REQUIRED, source
from models.crossmodal2023.nearest_mean import Modalities, World, mixed
from strategies.crossmodal2023.nearest_mean import worth_of_a_text
from theoremcheck import AtMost, Claim, Control, Observables, Streams, choice


def experiment(model: Modalities, streams: Streams, named: float | None = None) -> Observables:
    """Distance of the two mean accuracies in standard errors, and both; shape (trials,) each.

    Args:
        model: Regimes.
        streams: One stream a trial.
        named: How many images the text is said to be worth, in place of v, where it is compared.
    """
    noise, worth, shots = (torch.as_tensor(field) for field in (model.image_noise, model.worth, model.shots))
    more = worth if named is None else torch.full_like(worth, named)
    world, other = World(model, streams), World(model, streams.child("more images"))
    prototypes = mixed(
        world.means("images", noise / shots.sqrt()), world.means("text", model.text_noise), worth / (shots + worth)
    )
    images = other.means("images", noise / (shots + more).sqrt())
    with_text, with_images = world.accuracies(prototypes, noise), other.accuracies(images, noise)
    error = ((with_text.var(dim=1) + with_images.var(dim=1)) / model.tasks).sqrt()
    return Observables(
        distance=(with_text.mean(dim=1) - with_images.mean(dim=1)).abs() / error,
        with_text=with_text.mean(dim=1),
        with_images=with_images.mean(dim=1),
    )


def as_one_image(model: Modalities, streams: Streams) -> Observables:
    """Compared with n + 1 images, whatever v is."""
    return experiment(model, streams, named=1.0)


CLAIM = Claim(
    name="crossmodal2023.text-is-worth-v-images",
    statement=__doc__,
    source=source("a class name as one more shot (abstract); variance formula derived"),
    kind="proposition",
    regimes=worth_of_a_text(),
    experiment=experiment,
    prediction=AtMost("distance", 4.0, "standard errors"),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the text's noise is as v says (here: it counts as one image, and is worth two or four)",
            experiment=as_one_image,
            regimes=worth_of_a_text(worth=choice(2.0, 4.0)),
        ),
    ),
    reading_of="crossmodal2023.half-half-helps-until-three-v",
)
