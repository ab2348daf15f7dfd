r"""At up to 2v shots a text mixed half and half into the mean of the images helps.

One side of half-half-helps-until-three-v, asked at one number of shots n a time, so that its boundary can be mapped:
over n and v it is the line n = 3v, and over n and the length of a vector that all texts have in common (the modality
gap) it is where that vector, which a mean cannot ignore, costs as much as the text brings.

Operational: n from 1 to 2, v from 1 to 4, $s_i$ = 2, the common vector no longer than half a class mean; 50 tasks of 20
classes in 64 dimensions, half as many as on that page, so that a map of thousands of trials stays cheap. (The mean of n
images is drawn by its law, and n need be no whole number.) A map goes beyond these values; on the line itself the gain
is zero, and how far from it 50 tasks see a sign is the width of the map's band.
"""

import torch

from claims.crossmodal2023.paper import NAMES, REQUIRED, source
from models.crossmodal2023.nearest_mean import Modalities, World, mixed
from strategies.crossmodal2023.nearest_mean import beyond_the_end, few_shots
from theoremcheck import Claim, Control, LessThan, Observables, Streams


def experiment(model: Modalities, streams: Streams, names: int = 0) -> Observables:
    """Mean accuracies of images alone and of half-half; shape (trials,) each.

    Args:
        model: Regimes.
        streams: One stream a trial.
        names: By how many classes the names are moved.
    """
    world, noise = World(model, streams), torch.as_tensor(model.image_noise)
    texts = (world.means("text", model.text_noise) + world.gap()).roll(names, dims=2)
    images = world.means("images", noise / torch.as_tensor(model.shots).sqrt())
    return Observables(
        alone=world.accuracies(images, noise).mean(dim=1),
        mixed=world.accuracies(mixed(images, texts), noise).mean(dim=1),
    )


def misnamed(model: Modalities, streams: Streams) -> Observables:
    """The same with the names moved by one class."""
    return experiment(model, streams, names=1)


CLAIM = Claim(
    name="crossmodal2023.half-half-helps-at-few-shots",
    statement=__doc__,
    source=source("half of each minibatch is text (code); variance formula derived"),
    kind="proposition",
    regimes=few_shots(),
    experiment=experiment,
    prediction=LessThan("alone", "mixed"),
    required=REQUIRED,
    controls=(
        Control(breaks=NAMES, experiment=misnamed),
        Control(breaks="n < 3v (here: n = 4.5v)", regimes=beyond_the_end()),
    ),
    reading_of="crossmodal2023.half-half-helps-until-three-v",
)
