"""The trainings that three pages read: encoders of one start, taught on the same proteins by three views."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from torch import Tensor

from claims.proteinviews2024.paper import source
from models.proteinviews2024.homology.probes import Probed, probe
from models.proteinviews2024.homology.proteins import Homology, draw_proteins
from models.proteinviews2024.homology.training import View, family, identity, shuffled_family, start, superfamily, train
from strategies.proteinviews2024.homology import homologous_proteins
from theoremcheck import Baseline, Control, Observables, Streams, Study, Trust

__all__ = [
    "GROUPS_ALONE",
    "REGIMES",
    "SHUFFLED",
    "SOURCE",
    "TRAININGS",
    "TRUST",
    "UNTRAINED",
    "compare",
]

SOURCE = source("views by families and superfamilies, on a synthetic model of ours")

REGIMES = homologous_proteins()

TRAININGS = Study(name="proteinviews2024.homology", package="claims.proteinviews2024.homology")

# A draw takes a quarter of a second and again twice as much in float64. A protein near a boundary changes sides with
# the order of a sum, and 300 steps of Adam carry it on.
TRUST = Trust(fraction=0.05, at_least=4, round_off=0.05)

Reading = Callable[[Probed], tuple[Tensor, Tensor]]
"""Probes of an encoder -> accuracy for a group, and R^2 of a vector; (trials,) each."""

VIEWS = (("identity", identity), ("family", family), ("superfamily", superfamily))


def of_the_protein(found: Probed) -> tuple[Tensor, Tensor]:
    """Its family, and its own vector."""
    return found.family, found.own


def of_the_groups(found: Probed) -> tuple[Tensor, Tensor]:
    """Its superfamily, and that one's vector."""
    return found.superfamily, found.shared


def compare(
    homology: Homology,
    streams: Streams,
    views: tuple[tuple[str, View], ...] = VIEWS,
    read: Reading = of_the_protein,
) -> Observables:
    """`VIEW_accuracy` and `VIEW_told`, the R^2, of each view and of untrained encoders; each of shape (trials,)."""
    proteins = draw_proteins(homology, streams.child("data"))
    encoders = {name: train(homology, proteins.unlabelled, view, streams, name) for name, view in views}
    encoders["untrained"] = start(streams.common)
    found = {}
    for name, each in encoders.items():
        found[f"{name}_accuracy"], found[f"{name}_told"] = read(probe(homology, proteins, each))
    return Observables(**found, forgotten=found["identity_told"] - found["family_told"])


SHUFFLED = Control(
    breaks="partners are homologous (here: of groups of the same size, mixed at random)",
    experiment=partial(compare, views=(("identity", identity), ("family", shuffled_family))),
)

GROUPS_ALONE = Control(
    breaks="what is asked differs within the groups of the view (here: the superfamily, and its vector)",
    experiment=partial(compare, read=of_the_groups),
)

UNTRAINED = Baseline(when="before training", change=partial(replace, steps=0))
