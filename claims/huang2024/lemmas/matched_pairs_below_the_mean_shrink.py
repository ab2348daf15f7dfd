r"""Half of the pairs that are active in both modalities lose at first, in one modality or the other.

While loss weights are even, a pair with $\langle w_r(0), \xi_i \rangle > 0$ is pushed by
$$ \kappa \frac{M}{M + 1} \Big( \mathrm{relu}\langle \tilde w_r, \tilde\xi_i \rangle - \frac1M \sum_{j : y_j \ne y_i}
   \mathrm{relu}\langle \tilde w_r, \tilde\xi_j \rangle \Big) . $$
At the start the mean is $s / \sqrt{2\pi}$ and an active product $s |z|$, z standard normal. So of the pairs that are
active in both modalities, which start independently of each other, a share
$$ 1 - \Big( 2 - 2 \Phi\big( \tfrac1{\sqrt{2\pi}} \big) \Big)^2 = 0.524 $$
has $\rho_{ri} < 0$ or $\tilde\rho_{ri} < 0$ after one step. Derived.

So whatever asks that no such pair shrinks does not hold. The inequality of Lemma C.10, by which a product exceeds the
mean response of its neuron to the other class, would give that, and eq. 46 of Lemma D.9 rests on it; nobody here read
eq. 46, so this page says nothing of what it prints.

Operational: within 0.1. There are n m / 4 of these pairs, 625 at the smallest sizes, known to 0.02; the means over the
other class, of n / 2 products, add 0.01.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from claims.huang2024.paper import UNTRAINED, source
from models.huang2024.lemmas import SHRINKING_SHARE, shrinking_share
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import multi_modal, train
from strategies.huang2024.stage_one import multi_modal_stages
from theoremcheck import Claim, Control, Equals, Observables, Streams

Modalities = tuple[Modality, Modality]


def independent(modalities: Modalities) -> Modalities:
    """As they are drawn: the hypothesis."""
    return modalities


def copied(modalities: Modalities) -> Modalities:
    """The second network starts as the first and sees the same noises; only its signal is its own."""
    first, second = modalities
    noises, signal = first.directions[:, :-1], second.directions[:, -1:]
    return first, replace(first, directions=torch.cat([noises, signal], dim=1))


def experiment(
    patches: TwoPatches, streams: Streams, couple: Callable[[Modalities], Modalities] = independent
) -> Observables:
    """Share of the pairs that have lost in either modality after one step, and its closed form; shape (trials,)."""
    first_step = replace(patches, horizon=patches.growth_rate, steps=1)
    shrinking = shrinking_share(train(multi_modal, first_step, couple(two_modalities(patches, streams))))
    return Observables(shrinking=shrinking, closed_form=torch.full_like(shrinking, SHRINKING_SHARE))


CLAIM = Claim(
    name="huang2024.matched-pairs-below-the-mean-shrink",
    statement=__doc__,
    source=source("Lemma D.9, what a step by Lemma C.10 would need (derived)", "reconstructed"),
    kind="proposition",
    regimes=multi_modal_stages(),
    experiment=experiment,
    prediction=Equals("shrinking", "closed_form", tolerance=0.1, relative=False),
    required=0.95,
    controls=(
        Control(
            breaks="the modalities start independently of each other (here: the second is a copy, but for its signal)",
            experiment=partial(experiment, couple=copied),
        ),
    ),
    baselines=(UNTRAINED,),
    dtype=torch.float64,
)
