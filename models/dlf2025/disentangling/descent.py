r"""The gradient of DLF's loss in closed form: networks are so small that autograd costs more than what they compute.

The loss of the released code of Wang et al. 2025, arXiv:2412.12225, is
$$ L_{task} + 0.1\, (L_r + L_s + 0.1\, (L_m + L_o)), $$
$L_{task}$ the absolute errors of all heads, three times that of the language's, $L_r$ how far the decoders are from the
projections, and $L_s$ how far the specific features of what they decode are from the specific ones.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from models.dlf2025.disentangling.losses import Slope
from models.dlf2025.disentangling.modalities import MODALITIES
from models.dlf2025.disentangling.networks import FEATURES, Features, Networks, Perceptron
from models.images.descent import flat_weights

__all__ = ["GEOMETRY", "HEADS", "RECONSTRUCTION", "Descent"]

RECONSTRUCTION, GEOMETRY = 0.1, 0.01
HEADS = (1.0, 1.0, 3.0, 1.0, 1.0)
"""Weights of the errors of the heads on all features, on the shared ones, and on the specific ones of each modality."""

_REGISTERS = 64
"""Weights are a multiple of it: no register of a processor holds more numbers, and what an optimiser leaves over of
them would part from itself in other company."""


class Descent:
    """Networks in one tensor, and the gradient of their losses beside it.

    Attributes:
        weights: Of all networks, for an optimiser.
        networks: The same in their shapes.
        slopes: The gradient in their shapes.
    """

    def __init__(self, start: Networks, strength: Tensor) -> None:
        """Copy the start.

        Args:
            start: Networks of all trials.
            strength: Of the geometric losses, over the weights of the code, shape (trials,).
        """
        tensors = start.tensors
        left_over = -sum(each.numel() for each in tensors) % _REGISTERS
        self.weights, parts, slopes = flat_weights([*tensors, strength.new_zeros(left_over)])
        self.networks, self.slopes = Networks.of(parts), Networks.of(slopes)
        self._specific, self._again = (
            self.networks.specific,
            Perceptron(*(torch.empty_like(each) for each in vars(self.networks.specific).values())),
        )
        self._specific_slopes = tuple(vars(self.slopes.specific).values())
        # By each modality's copy of the shared encoder.
        shared = vars(self.slopes.shared).values()
        self._shared_slopes = [each.unflatten(0, (-1, MODALITIES)) for each in shared]
        self._strength = GEOMETRY * strength[:, None, None, None]
        self._heads = strength.new_tensor(HEADS)[:, None]

    def differentiate(self, views: Tensor, labels: Tensor, terms: Sequence[tuple[slice, Slope]]) -> None:
        """Write the gradient of the losses of all trials.

        Args:
            views: Samples, shape (trials, MODALITIES, samples, DIM).
            labels: Shape (trials, samples).
            terms: Geometric losses, and the trials that have them.
        """
        networks, slopes, inputs = self.networks, self.slopes, views.flatten(end_dim=1).mT
        projected = torch.bmm(networks.projections, inputs)
        hidden, outputs = networks.encoders.outputs(projected)
        features = outputs.view(len(projected), 2 * FEATURES, -1)
        by_features = self._by_heads(features, labels)
        by_projected = self._reconstruct(projected, features, by_features)
        seen, by_seen = (each.view(-1, MODALITIES, *each.shape[1:]) for each in (features, by_features))
        for trials, slope in terms:
            found, by = slope(Features.of(seen[trials]), labels[trials]), Features.of(by_seen[trials])
            by.specific.addcmul_(found.specific, self._strength[trials])
            by.shared.addcmul_(found.shared, self._strength[trials])
        by_hidden = networks.encoders.slope_by_hidden(projected, hidden, by_features.view_as(outputs), slopes.encoders)
        by_projected.baddbmm_(networks.encoders.first, by_hidden)
        torch.bmm(by_projected, inputs.mT, out=slopes.projections)
        self._join()

    def _by_heads(self, features: Tensor, labels: Tensor) -> Tensor:
        """Slopes of the heads' errors by the features, shape (trials * MODALITIES, 2 FEATURES, samples)."""
        networks, slopes = self.networks, self.slopes
        trials, count = labels.shape
        specific, shared = features.split(FEATURES, dim=1)
        seen = (features.view(trials, -1, count), shared.reshape(trials, -1, count), specific)
        heads = (networks.together, networks.common, networks.parts)
        hidden, outputs = zip(*(head.outputs(each) for head, each in zip(heads, seen, strict=True)), strict=True)
        missed = torch.cat([each.view(trials, -1, count) for each in outputs], dim=1).sub_(labels[:, None])
        by_outputs = missed.sign_().mul_(self._heads / count).split((1, 1, MODALITIES), dim=1)
        found = (
            head.slope_by_hidden(inputs, units, by.reshape(len(inputs), 1, count), slope)
            for head, inputs, units, by, slope in zip(
                heads, seen, hidden, by_outputs, (slopes.together, slopes.common, slopes.parts), strict=True
            )
        )
        together, common, parts = (torch.bmm(head.first, each) for head, each in zip(heads, found, strict=True))
        by_features = together.view_as(features)
        by_features[:, :FEATURES] += parts
        by_features[:, FEATURES:] += common.view_as(shared)
        return by_features

    def _reconstruct(self, projected: Tensor, features: Tensor, by_features: Tensor) -> Tensor:
        """Slope of L_r and L_s by the projections; that by the features is added."""
        decoders, specific = self.networks.decoders, self._specific
        decoded = torch.bmm(decoders, features)
        hidden, outputs = specific.outputs(decoded)
        weight = 2 * RECONSTRUCTION / decoded[0].numel()
        by_outputs = outputs.sub_(features[:, :FEATURES]).mul_(weight)
        by_features[:, :FEATURES] -= by_outputs
        by_missed = (decoded - projected).mul_(weight)
        by_hidden = specific.slope_by_hidden(decoded, hidden, by_outputs, self._again)
        by_decoded = torch.baddbmm(by_missed, specific.first, by_hidden)
        torch.bmm(by_decoded, features.mT, out=self.slopes.decoders)
        by_features.baddbmm_(decoders.mT, by_decoded)
        return by_missed.neg_()

    def _join(self) -> None:
        """Specific encoders see samples and what is decoded; the shared one is the same in all modalities."""
        for slope, again in zip(self._specific_slopes, vars(self._again).values(), strict=True):
            slope.add_(again)
        for copies in self._shared_slopes:
            copies.copy_(copies.sum(dim=1, keepdim=True))
