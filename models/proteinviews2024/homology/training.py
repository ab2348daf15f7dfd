r"""Encoders of sequences and of structures, trained by InfoNCE of views: identity, homology, or crops.

Identity pairs a protein's sequence with its structure. Homology gives a protein i a partner j of its group, and has
three contrasts: sequence i with structure j, sequence i with sequence j, and structure i with structure j. A protein
that is its own partner has them too; crops then make the two views differ. To have equal work, identity takes its one
contrast three times. Candidates of a contrast are the batch; the loss is the sum of the three symmetric InfoNCE losses
(`theoremcheck.numerics.losses.clip`). Its gradient is in closed form.

Xu, You and Shen 2024 (abstract): contrasts within and between modalities, positives from families and superfamilies;
networks, sizes and schedule are ours.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from models.proteinviews2024.homology.proteins import DIM, FAMILIES, SUPERFAMILIES, Homology, Samples
from models.view_encoders import ViewEncoders, start_weights
from theoremcheck.streams import Streams

__all__ = [
    "Crop",
    "Slopes",
    "View",
    "family",
    "fixed_crop",
    "fresh_crops",
    "homology_slopes",
    "identity",
    "identity_slopes",
    "itself",
    "shuffled_family",
    "start",
    "superfamily",
    "train",
    "weight_slopes",
    "whole",
]

WIDTH, EMBEDDING, LOG_SCALE, LEARNING_RATE = 64, 16, 2.0, 3e-3
CROPPED = 0.3
"""Share of the coordinates of which a crop leaves nothing."""

Slopes = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""(unit vectors of a batch, shape (trials, 2, rows, EMBEDDING); scale, shape (trials,)) -> gradients of the loss in the
vectors and in the logarithm of the scale."""

View = Callable[[Homology, Tensor, Streams], tuple[Tensor, Slopes]]
"""(regime, proteins of every step, int64 of shape (trials, steps, batch), streams) -> the rows that the encoders see,
shape (trials, steps, rows), and the slopes of the loss on them."""

Crop = Callable[[Tensor, int, Streams], Tensor]
"""(batch of shape (trials, 2, rows, DIM), number of the step, streams of the training) -> what encoders see of it."""


def identity(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slopes]:
    """Sequence and structure of one protein."""
    return rows, identity_slopes


def family(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slopes]:
    """A partner of the same family, itself included."""
    return torch.cat([rows, _relatives(homology, rows, 1, streams)], dim=2), homology_slopes


def superfamily(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slopes]:
    """A partner of the same superfamily, itself included."""
    return torch.cat([rows, _relatives(homology, rows, FAMILIES // SUPERFAMILIES, streams)], dim=2), homology_slopes


def shuffled_family(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slopes]:
    """A partner of the same group, of groups as large as families that mix all proteins."""
    order = streams.uniform("groups", (homology.proteins,)).argsort(dim=1)
    relatives = _relatives(homology, _taken(order, rows), 1, streams)
    return torch.cat([rows, _taken(order.argsort(dim=1), relatives)], dim=2), homology_slopes


def itself(homology: Homology, rows: Tensor, streams: Streams) -> tuple[Tensor, Slopes]:
    """The protein itself in place of a partner, with all three contrasts."""
    return torch.cat([rows, rows], dim=2), homology_slopes


def whole(batch: Tensor, step: int, streams: Streams) -> Tensor:
    """No crop."""
    return batch


def fresh_crops(batch: Tensor, step: int, streams: Streams) -> Tensor:
    """Coordinates are 0 with probability 0.3, drawn anew for every view of every protein."""
    return batch * (streams.child(step).uniform("kept", batch.shape[1:]) > CROPPED)


def fixed_crop(batch: Tensor, step: int, streams: Streams) -> Tensor:
    """The same coordinates are 0 for all proteins and steps."""
    return batch * (streams.common.uniform("kept", (2, 1, DIM)) > CROPPED)


def identity_slopes(units: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of three times the contrast of both modalities."""
    first, second, by_log_scale = _contrast_slopes(units[:, :1], units[:, 1:], scale)
    return 3 * torch.cat([first, second], dim=1), 3 * by_log_scale


def homology_slopes(units: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of the three contrasts of proteins, the first half of the rows, with partners, the second half."""
    (sequences, structures), (sequence_partners, structure_partners) = (
        half.unbind(dim=1) for half in units.chunk(2, dim=2)
    )
    firsts = torch.stack([sequences, sequences, structures], dim=1)
    seconds = torch.stack([structure_partners, sequence_partners, structure_partners], dim=1)
    first, second, by_log_scale = _contrast_slopes(firsts, seconds, scale)
    sequences, structures = first[:, 0] + first[:, 1], first[:, 2]
    sequence_partners, structure_partners = second[:, 1], second[:, 0] + second[:, 2]
    halves = torch.stack([sequences, structures], dim=1), torch.stack([sequence_partners, structure_partners], dim=1)
    return torch.cat(halves, dim=2), by_log_scale


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
    rows, slopes = view(homology, rows, own)
    trials, dim = streams.trials, samples.views.shape[3]
    data = samples.views.reshape(-1, dim)
    firsts = homology.proteins * torch.arange(2 * trials, device=streams.device).reshape(trials, 2, 1)
    optimiser = torch.optim.Adam(encoders.weights, lr=LEARNING_RATE, fused=True)
    with torch.no_grad():
        for step in range(homology.steps):
            places = firsts + rows[:, None, step]
            batch = crop(data.index_select(0, places.flatten()).reshape(*places.shape, dim), step, own)
            for weight, slope in zip(encoders.weights, weight_slopes(encoders.weights, batch, slopes), strict=True):
                weight.grad = slope
            optimiser.step()
    return encoders


def weight_slopes(weights: Sequence[Tensor], batch: Tensor, slopes: Slopes) -> list[Tensor]:
    """Gradients of a batch's loss in the weights of `ViewEncoders`, by the chain rule; each of its weight's shape.

    Args:
        weights: As in `ViewEncoders.weights`.
        batch: Shape (trials, 2, rows, dim).
        slopes: Of the loss, in the embeddings.
    """
    first, bias, second, offset, log_scale = weights
    hidden = (batch @ first).add_(bias).relu_()
    outputs = (hidden @ second).add_(offset)
    lengths = outputs.norm(dim=3, keepdim=True)
    units = outputs / lengths
    by_units, by_log_scale = slopes(units, log_scale.exp())
    by_outputs = (by_units - units * (by_units * units).sum(dim=3, keepdim=True)).div_(lengths)
    by_hidden = (by_outputs @ second.mT).mul_(hidden.sign())  # hidden units are at least 0: the slope of relu
    by_bias, by_offset = (each.sum(dim=2, keepdim=True) for each in (by_hidden, by_outputs))
    return [batch.mT @ by_hidden, by_bias, hidden.mT @ by_outputs, by_offset, by_log_scale]


def _contrast_slopes(first: Tensor, second: Tensor, scale: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    r"""Gradients of the sum of symmetric InfoNCE losses of unit vectors in both, and in the logarithm of the scale.

    With $E = e^s$, $\partial_s = \frac{1}{2n} (E_{ij} (1 / \sum_j E_{ij} + 1 / \sum_i E_{ij}) - 2 [i = j])$. Adam moves
    the scale from $e^2$ to $e^3$ at the most in 300 steps of 0.003, so that float32 holds every exponential.

    Args:
        first: Shape (trials, contrasts, n, EMBEDDING).
        second: Shape (trials, contrasts, n, EMBEDDING).
        scale: Shape (trials,).
    """
    scale = scale[:, None, None, None]
    scores = (first * scale) @ second.mT
    pull = scores.exp()
    pull.mul_(1 / pull.sum(dim=3, keepdim=True) + 1 / pull.sum(dim=2, keepdim=True))
    pull.diagonal(dim1=2, dim2=3).sub_(2)
    pull /= 2 * scores.shape[3]
    by_log_scale = scores.mul_(pull).sum(dim=(1, 2, 3))
    pull *= scale
    return pull @ second, pull.mT @ first, by_log_scale


def _relatives(homology: Homology, rows: Tensor, families: int, streams: Streams) -> Tensor:
    """For each protein a uniform one of the same group of so many families in a row; families follow in turns."""
    drawn = (streams.uniform("partners", rows.shape[1:]) * (homology.proteins // FAMILIES * families)).long()
    group = rows % FAMILIES // families
    return group * families + drawn % families + drawn // families * FAMILIES


def _taken(order: Tensor, rows: Tensor) -> Tensor:
    """Entries of each trial's own list, shape (trials, steps, batch)."""
    return order.gather(1, rows.flatten(start_dim=1)).reshape(rows.shape)
