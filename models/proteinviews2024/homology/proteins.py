r"""Proteins in families and superfamilies, seen as sequences and as structures.

A protein has a vector $u_s$ of its superfamily, $v_f$ of its family and $w$ of its own, all standard normal. Sequences
tell families (as similar sequences define them), structures superfamilies:
$$ x_{seq} = A\,(0.5\, u_s,\ 0.6\, v_f,\ a_w w) + 0.5\, \xi, \qquad
   x_{str} = B\,(0.8\, u_s,\ 0.3\, v_f,\ a_w w) + 0.5\, \xi'. $$

Ours, after the abstract of Xu, You and Shen 2024: it names families and superfamilies, and no model.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["DIM", "FAMILIES", "SUPERFAMILIES", "Homology", "Proteins", "Samples", "draw_proteins"]

SUPERFAMILIES, FAMILIES = 6, 24
"""Families are numbered through; each four in a row are a superfamily."""

LATENT, DIM = 6, 32
SHARES = ((0.5, 0.6), (0.8, 0.3))
"""Of superfamily and family, in sequences and in structures."""
NOISE = 0.5


@dataclass(frozen=True)
class Homology:
    """How much of a protein is its own, how many labels a probe has, and how the encoders are trained."""

    own: float  # a_w
    labels: float  # labelled proteins a family
    pool: int  # labelled proteins a family, of which the probe sees the first
    proteins: int
    tested: int
    batch_size: int
    steps: int

    def labelled(self, families: Tensor) -> Tensor:
        """1 for proteins that have a label, else 0, shape (trials, proteins); families follow in turns."""
        place = torch.arange(len(families), device=families.device) // FAMILIES
        return (place < self.labels[:, None]).to(self.labels)


@dataclass(frozen=True)
class Samples:
    """Proteins in turns of all families.

    Attributes:
        views: Sequences and structures, shape (trials, 2, proteins, DIM).
        families: int64, shape (proteins,).
        own: $w$, shape (trials, proteins, LATENT).
        shared: $u_s$, shape (trials, proteins, LATENT).
    """

    views: Tensor
    families: Tensor
    own: Tensor
    shared: Tensor


@dataclass(frozen=True)
class Proteins:
    """What the encoders are trained on, what probes are fitted on, and what they are tested on."""

    unlabelled: Samples
    labelled: Samples
    tested: Samples


def draw_proteins(homology: Homology, streams: Streams) -> Proteins:
    """One world of families and mixings a trial, and three sets of proteins from it."""
    superfamily = streams.normal("superfamilies", (SUPERFAMILIES, LATENT))
    family = streams.normal("families", (FAMILIES, LATENT))
    mixing = streams.normal("mixing", (2, 3 * LATENT, DIM)) / (3 * LATENT) ** 0.5
    shares = mixing.new_tensor(SHARES).expand(streams.trials, 2, 2)
    own = torch.as_tensor(homology.own).reshape(-1, 1, 1).expand(-1, 2, 1)
    mixing = torch.cat([shares, own], dim=2).repeat_interleave(LATENT, dim=2)[..., None] * mixing

    def samples(name: str, count: int) -> Samples:
        drawn = streams.child(name)
        families = torch.arange(count, device=streams.device) % FAMILIES
        shared = superfamily[:, families // (FAMILIES // SUPERFAMILIES)]
        own = drawn.normal("own", (count, LATENT))
        latents = torch.cat([shared, family[:, families], own], dim=2)
        views = latents[:, None] @ mixing + NOISE * drawn.normal("noise", (2, count, DIM))
        return Samples(views, families, own, shared)

    return Proteins(
        samples("unlabelled", homology.proteins),
        samples("labelled", FAMILIES * homology.pool),
        samples("tested", homology.tested),
    )
