r"""Encoders of sequences and of structures, trained by InfoNCE of views: identity, homology, or crops.

Identity pairs a protein's sequence with its structure. Homology gives a protein i a partner j of its group, and has
three contrasts: sequence i with structure j, sequence i with sequence j, and structure i with structure j. A protein
that is its own partner has them too; crops then make the two views differ, and without crops both are one embedding.
Identity takes its one contrast three times, so that all losses are of one size; to Adam's steps such a factor is
nothing. Candidates of a contrast are the batch; the loss is the sum of the three symmetric InfoNCE losses
(`theoremcheck.numerics.losses.clip`).

Xu, You and Shen 2024 (abstract): contrasts within and between modalities, positives from families and superfamilies;
networks, sizes and schedule are ours.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from models.adam import Adam
from models.proteinviews2024.homology.proteins import DIM, FAMILIES, SUPERFAMILIES, Homology, Samples
from models.view_encoders import Slope, ViewEncoders, clip_slope, rows_of, start_weights
from theoremcheck.streams import Streams

__all__ = [
    "Crop",
    "View",
    "family",
    "fixed_crop",
    "fresh_crops",
    "homology_slope",
    "identity",
    "identity_slope",
    "itself",
    "itself_seen_once",
    "itself_slope",
    "shuffled_family",
    "start",
    "superfamily",
    "train",
    "whole",
]

WIDTH, EMBEDDING, LOG_SCALE, LEARNING_RATE = 64, 16, 2.0, 3e-3
CROPPED = 0.3
"""Share of the coordinates of which a crop leaves nothing."""
_DIGITS = 8
"""Of a uniform number; the last one's probability is off by less than 1e-8."""

View = Callable[[Homology, Tensor, Streams], tuple[Tensor, Slope]]
"""(regime, proteins of every step, int64 of shape (trials, steps, batch), streams) -> the rows that the encoders see,
shape (trials, steps, rows), and the slope of the loss on them."""

Crop = Callable[[Tensor, int, Streams], Tensor]
"""(batches of shape (steps, trials, 2, rows, DIM), number of the draw, streams of the training) -> what
encoders see."""

_STEPS_AT_ONCE = 10
"""Whose batches are drawn together: a draw takes a millisecond, however little is drawn."""


def identity(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """Sequence and structure of one protein."""
    return rows, identity_slope


def family(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """A partner of the same family, itself included."""
    return torch.cat([rows, _relatives(homology, rows, 1, streams)], dim=2), homology_slope


def superfamily(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """A partner of the same superfamily, itself included."""
    return torch.cat([rows, _relatives(homology, rows, FAMILIES // SUPERFAMILIES, streams)], dim=2), homology_slope


def shuffled_family(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """A partner of the same group, of groups as large as families that mix all proteins."""
    order = streams.uniform("groups", (homology.proteins,)).argsort(dim=1)
    relatives = _relatives(homology, _taken(order, rows), 1, streams)
    return torch.cat([rows, _taken(order.argsort(dim=1), relatives)], dim=2), homology_slope


def itself(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """The protein itself in place of a partner, with all three contrasts."""
    return torch.cat([rows, rows], dim=2), homology_slope


def itself_seen_once(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slope]:
    """As `itself` where nothing is cropped: both views are one embedding, and it is computed once."""
    return rows, itself_slope


def whole(batches: Tensor, draw: int, streams: Streams) -> Tensor:
    """No crop."""
    return batches


def fresh_crops(batches: Tensor, draw: int, streams: Streams) -> Tensor:
    """Coordinates are 0 with probability 0.3, drawn anew for every view of every protein.

    The decimal digits of a uniform number are independent, and the first of $10^k u$ is below 3 with probability 0.3:
    one number of 52 bits tells of eight coordinates.
    """
    steps, _, *rows, dim = batches.shape
    drawn = replace(streams.child(draw), dtype=torch.float64).uniform("kept", (steps, *rows, dim // _DIGITS))
    shifted = drawn[..., None] * 10.0 ** torch.arange(_DIGITS, dtype=drawn.dtype, device=drawn.device)
    return batches * (shifted.frac_() > CROPPED).flatten(start_dim=-2).transpose(0, 1)


def fixed_crop(batches: Tensor, draw: int, streams: Streams) -> Tensor:
    """The same coordinates are 0 for all proteins and steps."""
    return batches * (streams.common.uniform("kept", (2, 1, DIM)) > CROPPED)


def identity_slope(units: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of three times the contrast of both modalities."""
    first, second, by_log_scale = _contrast_slope(units[:, :1], units[:, 1:], scale)
    return 3 * torch.cat([first, second], dim=1), 3 * by_log_scale


def homology_slope(units: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of the three contrasts of proteins, the first half of the rows, with partners, the second half."""
    (sequences, structures), (sequence_partners, structure_partners) = (
        half.unbind(dim=1) for half in units.chunk(2, dim=2)
    )
    firsts = torch.stack([sequences, sequences, structures], dim=1)
    seconds = torch.stack([structure_partners, sequence_partners, structure_partners], dim=1)
    first, second, by_log_scale = _contrast_slope(firsts, seconds, scale)
    sequences, structures = first[:, 0] + first[:, 1], first[:, 2]
    sequence_partners, structure_partners = second[:, 1], second[:, 0] + second[:, 2]
    halves = torch.stack([sequences, structures], dim=1), torch.stack([sequence_partners, structure_partners], dim=1)
    return torch.cat(halves, dim=2), by_log_scale


def itself_slope(units: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of the three contrasts where each protein is its own partner, by its one embedding."""
    sequences, structures = units.unbind(dim=1)
    firsts = torch.stack([sequences, sequences, structures], dim=1)
    seconds = torch.stack([structures, sequences, structures], dim=1)
    first, second, by_log_scale = _contrast_slope(firsts, seconds, scale)
    sequences = first[:, 0] + first[:, 1] + second[:, 1]
    structures = second[:, 0] + first[:, 2] + second[:, 2]
    return torch.stack([sequences, structures], dim=1), by_log_scale


def start(streams: Streams) -> ViewEncoders:
    """Encoders before training: one hidden layer, PyTorch's weights, and a scale of $e^2$."""
    return ViewEncoders(start_weights(2, DIM, WIDTH, EMBEDDING, LOG_SCALE, streams))


def train(
    homology: Homology, samples: Samples, view: View, streams: Streams, name: str, crop: Crop = whole
) -> ViewEncoders:
    """Train encoders by one view, with Adam.

    Args:
        homology: The regime.
        samples: Proteins.
        view: What is a positive pair.
        streams: One stream a trial. Start and batches are the same for every view.
        name: Of the view, which draws partners and crops of its own.
        crop: What the encoders see of a batch.
    """
    encoders, common = start(streams.common), streams.common.child("batches")
    rows = (common.uniform("rows", (homology.steps, homology.batch_size)) * homology.proteins).long()
    own = streams.child(name)
    rows, slope = view(homology, rows, own)
    firsts = homology.proteins * torch.arange(2 * streams.trials, device=streams.device).reshape(-1, 2, 1)
    optimiser = Adam(encoders.weights)
    for draw, chosen in enumerate(rows.transpose(0, 1)[:, :, None].split(_STEPS_AT_ONCE)):
        for batch in crop(rows_of(samples.views, firsts + chosen), draw, own):
            encoders.differentiate(batch, slope)
            optimiser.step(LEARNING_RATE)
    return encoders


def _contrast_slope(first: Tensor, second: Tensor, scale: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of the sum of symmetric InfoNCE losses of unit vectors, shape (trials, contrasts, n, EMBEDDING) each."""
    by_first, by_second, by_log_scale = clip_slope(first, second, scale[:, None, None, None])
    return by_first, by_second, by_log_scale.sum(dim=1)


def _relatives(homology: Homology, rows: Tensor, families: int, streams: Streams) -> Tensor:
    """For each protein a uniform one of the same group of so many families in a row; families follow in turns."""
    drawn = (streams.uniform("partners", rows.shape[1:]) * (homology.proteins // FAMILIES * families)).long()
    group = rows % FAMILIES // families
    return group * families + drawn % families + drawn // families * FAMILIES


def _taken(order: Tensor, rows: Tensor) -> Tensor:
    """Entries of each trial's own list, shape (trials, steps, batch)."""
    return order.gather(1, rows.flatten(start_dim=1)).reshape(rows.shape)
