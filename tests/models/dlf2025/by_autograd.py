"""DLF's losses by their definitions and its training by autograd: slow, and what the closed forms are tested on.

Every loss takes features (trials, modalities, dim, samples) and labels (trials, samples), and is one number a trial.
"""

import torch
import torch.nn.functional as F

from models.dlf2025.disentangling.descent import GEOMETRY, HEADS, RECONSTRUCTION
from models.dlf2025.disentangling.losses import positive_cosine
from models.dlf2025.disentangling.modalities import MODALITIES
from models.dlf2025.disentangling.networks import FEATURES, Features, Networks
from models.images.descent import minimise


def cosine(features, labels):
    """L_o."""
    return positive_cosine(features)


def cosine_of_the_next(features, labels):
    """L_o with another sample's shared feature."""
    return positive_cosine(
        Features(features.specific, torch.cat([features.shared[..., 1:], features.shared[..., :1]], 3))
    )


def cross_covariance(features, labels):
    """Squared correlations of standardised features."""
    specific, shared = (
        (each - each.mean(dim=3, keepdim=True)) / (each.std(dim=3, keepdim=True) + 1e-3)
        for each in vars(features).values()
    )
    return (specific @ shared.mT / labels.shape[1]).square().sum(dim=(1, 2, 3)) / FEATURES


def triplets(features, labels):
    """L_m."""
    return _triplets(F.normalize(features.shared, dim=2), labels[:, None].expand(-1, MODALITIES, -1))


def triplets_of_others(features, labels):
    """L_m between samples that are no pairs."""
    units = F.normalize(features.shared, dim=2)
    rolled = torch.stack([units[:, m].roll(-m, dims=2) for m in range(MODALITIES)], dim=1)
    return _triplets(rolled, torch.stack([labels.roll(-m, dims=1) for m in range(MODALITIES)], dim=1))


def _triplets(units, labels):
    """A loop over anchors, positives and negatives."""
    total, count = 0.0, 0
    places = [(m, i) for m in range(units.shape[1]) for i in range(units.shape[3])]
    at = {place: units[:, place[0], :, place[1]] for place in places}
    for a in places:
        for p in places:
            for q in places:
                if p[1] == a[1] and p != a and q[1] != a[1]:
                    margin = 0.15 * (labels[:, a[0], a[1]] - labels[:, q[0], q[1]]).abs()
                    total = total + (margin - (at[a] * at[p]).sum(1) + (at[a] * at[q]).sum(1)).relu()
                    count += 1
    return total / count


def loss(networks, views, labels, geometry):
    """The whole loss of one arm, by the networks' parts; `geometry` is already weighted."""
    trials, count = labels.shape
    projected = networks.projections @ views.flatten(end_dim=1).mT
    features = networks.features(views)
    both = torch.cat([features.specific, features.shared], dim=2)
    specific = features.specific.flatten(end_dim=1)
    heads = (
        (networks.together, both.flatten(start_dim=1, end_dim=2)),
        (networks.common, features.shared.flatten(start_dim=1, end_dim=2)),
        (networks.parts, specific),
    )
    outputs = torch.cat([head.outputs(inputs)[1].view(trials, -1, count) for head, inputs in heads], dim=1)
    task = (outputs - labels[:, None]).abs().mean(dim=2) @ labels.new_tensor(HEADS)
    decoded = networks.decoders @ both.flatten(end_dim=1)
    encoded = networks.specific.outputs(decoded)[1]
    missed = (decoded - projected).square() + (encoded - specific).square()
    kept = missed.mean(dim=(1, 2)).view(trials, MODALITIES).sum(dim=1)
    return task + RECONSTRUCTION * kept + GEOMETRY * geometry(features, labels)


def tied(tensors):
    """Networks whose shared encoder is one: its first copy in each trial counts."""
    networks = Networks.of(list(tensors))
    first, bias, second, offset = (each.clone() for each in vars(networks.encoders).values())
    for whole, hidden in ((first, (slice(None), slice(32, 64))), (bias, (slice(32, 64),))):
        copies = whole.unflatten(0, (-1, MODALITIES))
        place = (slice(None), slice(1, None), *hidden)
        copies[place] = copies[(slice(None), slice(0, 1), *hidden)]
    for whole in (second, offset):
        copies = whole.unflatten(0, (-1, MODALITIES, 2))
        copies[:, 1:, 1] = copies[:, :1, 1]
    return Networks.of([networks.projections, first, bias, second, offset, *networks.tensors[5:]])


def trained(networks, samples, rows, geometry, rate):
    """Adam by autograd on batches of rows, shape (trials, steps, batch)."""
    leaves = [each.clone() for each in networks.tensors]

    def of_rows(chosen, _):
        places = chosen[:, None, :, None].expand(-1, MODALITIES, -1, samples.views.shape[3])
        return loss(tied(leaves), samples.views.gather(2, places), samples.target.gather(1, chosen), geometry)

    minimise(leaves, of_rows, ((each, None) for each in rows.unbind(dim=1)), rate)
    return tied(leaves)
