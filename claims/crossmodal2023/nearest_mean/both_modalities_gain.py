r"""With n shots of each of two modalities and half the weight on either, both gain, whatever n is.

The variance formula at equal shots: $\frac14 (s_a^2 + s_i^2) / n < s_i^2 / n$ for both, if $s_a^2 / s_i^2$ lies
between 1/3 and 3. Beyond, the better one loses. (Images and sounds, in the paper's experiment.)

Operational: the ratio from 1/2 to 2, n = 1, 2, 4, 8, a hundred tasks; each modality is tested on features of its own.
"""

import torch

from claims.crossmodal2023.paper import REQUIRED, source
from models.crossmodal2023.nearest_mean import Modalities, World, mixed
from strategies.crossmodal2023.nearest_mean import equal_shots
from theoremcheck import AllOf, Claim, Control, LessThan, Observables, Streams, choice


def experiment(model: Modalities, streams: Streams) -> Observables:
    """Mean accuracies of both modalities, each alone and mixed with the other; shape (trials,) each."""
    world, shots = World(model, streams), torch.as_tensor(model.shots)
    noises = {"images": torch.as_tensor(model.image_noise), "sounds": model.text_noise}
    means = {name: world.means(name, noise / shots.sqrt()) for name, noise in noises.items()}
    both = mixed(means["images"], means["sounds"])
    found = {}
    for name, noise in noises.items():
        found[f"{name}_alone"] = world.accuracies(means[name], noise).mean(dim=1)
        found[f"{name}_mixed"] = world.accuracies(both, noise).mean(dim=1)
    return Observables(**found)


CLAIM = Claim(
    name="crossmodal2023.both-modalities-gain",
    statement=__doc__,
    source=source("audio-visual few-shot classification (script); variance formula derived"),
    kind="proposition",
    regimes=equal_shots(),
    experiment=experiment,
    prediction=AllOf((LessThan("images_alone", "images_mixed"), LessThan("sounds_alone", "sounds_mixed"))),
    required=REQUIRED,
    controls=(
        Control(
            breaks="the noises are within a factor of 3 in variance (here: 4.5 to 9)",
            regimes=equal_shots(worth=choice(1 / 4.5, 1 / 6, 1 / 9)),
        ),
    ),
    reading_of="crossmodal2023.half-half-helps-until-three-v",
)
