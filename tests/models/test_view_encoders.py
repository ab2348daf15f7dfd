"""Encoders of views: their gradients in closed form are autograd's."""

import torch
import torch.nn.functional as F

from models.adam import Adam
from models.view_encoders import ViewEncoders, clip_slope, rows_of, start_weights
from theoremcheck.numerics import clip
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))


def clip_of_both(embedded, scale):
    """The slope of two views' symmetric InfoNCE."""
    first, second, by_scale = clip_slope(*embedded.unbind(dim=1), scale[:, None, None])
    return torch.stack([first, second], dim=1), by_scale


def test_the_gradient_of_networks_is_autograd_s():
    start = start_weights(2, 5, 7, 4, 1.5, STREAMS.common)
    data = STREAMS.normal("data", (2, 6, 5))
    leaves = [each.clone().requires_grad_() for each in start]
    first, bias, second, offset, log_scale = leaves
    embedded = F.normalize((data @ first + bias).relu() @ second + offset, dim=-1)
    loss = clip(log_scale.exp()[:, None, None] * embedded[:, 0] @ embedded[:, 1].mT)
    expected = torch.cat([each.flatten() for each in torch.autograd.grad(loss.sum(), leaves)])
    encoders = ViewEncoders(start)
    torch.testing.assert_close(encoders.embed(data), embedded.detach(), rtol=1e-12, atol=1e-14)
    encoders.differentiate(data, clip_of_both)
    found, padding = encoders.weights.grad.tensor_split([len(expected)])
    torch.testing.assert_close(found, expected, rtol=1e-10, atol=1e-13)
    assert len(encoders.weights) % 64 == 0 and (padding == 0).all()


def test_one_view_alone_is_what_it_is_beside_the_others():
    encoders, data = (
        ViewEncoders(start_weights(3, 5, 7, 4, 0.0, STREAMS.common)),
        STREAMS.common.normal("data", (3, 6, 5)),
    )
    for views in (slice(1), slice(1, 2), slice(0, 3, 2)):
        torch.testing.assert_close(encoders.embed(data[:, views], views), encoders.embed(data)[:, views])


def test_one_exponential_is_enough_for_scores_far_apart():
    """At a scale of 300 a row may lie 600 nats below another, and its slopes are still autograd's."""
    vectors = F.normalize(STREAMS.normal("vectors", (2, 6, 2)), dim=-1).requires_grad_()
    log_scale = torch.full((3,), 300.0, dtype=torch.float64).log().requires_grad_()
    first, second = vectors.unbind(dim=1)
    scale = log_scale.exp()[:, None, None]
    expected = torch.autograd.grad(clip(scale * first @ second.mT).sum(), [vectors, log_scale])
    with torch.no_grad():
        found = clip_of_both(vectors, log_scale.exp())
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-10)


def test_rows_are_numbered_through_all_axes():
    vectors = torch.arange(24.0).view(2, 3, 4)
    assert (rows_of(vectors, torch.tensor([[5], [1]])) == vectors[[[1], [0]], [[2], [1]]]).all()


def test_a_network_trained_alone_is_what_it_is_among_others():
    """In float32; on the processors at hand bit for bit, and a few last digits are what others may differ by."""

    def trained(trials):
        streams = Streams(STREAMS.key, torch.arange(trials), torch.float32)
        encoders = ViewEncoders(start_weights(2, 16, 32, 16, 1.0, streams))
        adam = Adam(encoders.weights)
        for step in range(20):
            encoders.differentiate(streams.normal(f"data {step}", (2, 64, 16)), clip_of_both)
            adam.step(1e-2)
        return encoders.embed(streams.normal("test", (2, 10, 16)))

    torch.testing.assert_close(trained(1)[0], trained(5)[0], rtol=0, atol=1e-5)
