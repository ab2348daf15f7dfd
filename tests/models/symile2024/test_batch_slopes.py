"""Slopes of a batch's losses: autograd's of the losses themselves."""

import pytest
import torch
import torch.nn.functional as F

from models.symile2024.batch_slopes import clip_slopes, symile_slopes
from theoremcheck.numerics import clip, symile
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(2)).common
COUNT = 7


def symile_loss(embedded, scale, step):
    """Both networks of a trial in the orders that its streams draw."""
    orders = STREAMS.uniform("orders", (step + 1, 6, COUNT))[:, step].argsort(dim=-1)
    return symile(embedded.unbind(dim=1), scale, torch.cat([orders, orders]).unbind(dim=1))


def clip_loss(embedded, scale, step):
    pairs = ((0, 1), (0, 2), (1, 2))
    return sum(clip(scale[:, None, None] * embedded[:, i] @ embedded[:, j].mT) for i, j in pairs)


@pytest.mark.parametrize(
    ("slopes", "loss"), [(symile_slopes, symile_loss), (clip_slopes, clip_loss)], ids=["symile", "clip"]
)
@pytest.mark.parametrize("step", [0, 2])
def test_slopes_are_autograd_s(slopes, loss, step):
    vectors = STREAMS.normal("vectors", (2, 3, COUNT, 4)).flatten(end_dim=1)
    embedded = F.normalize(vectors, dim=-1).requires_grad_()
    log_scale = torch.tensor([0.3, -0.2, 1.5, 3.0], dtype=torch.float64).requires_grad_()
    expected = torch.autograd.grad(loss(embedded, log_scale.exp(), step).sum(), [embedded, log_scale])
    with torch.no_grad():
        found = list(slopes(step + 1, COUNT, STREAMS))[step](embedded, log_scale.exp())
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-13)
