"""A layer drawn from two numbers a unit has the law of a layer with weights, and its limit."""

import torch
from torch.nn.functional import cosine_similarity

from models.liang2022.layers import RandomLayer, cosine_after, limit_cosine, linear
from tests.models.two_samples import LEVEL, least_p_value
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("layers"), torch.arange(400), dtype=torch.float64)


def each(value):
    return torch.full((400,), value, dtype=torch.float64)


def layer(width, ratio=1.5, share=0.4):
    return RandomLayer(width, each(ratio), each(2.0), each(share))


def with_weights(layer, activation):
    """The theorem's own layer on two vectors of R^3."""
    cosine = layer.cosine[0]
    second = 2.0 * torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64)
    first = 3.0 * torch.stack([cosine, (1 - cosine.square()).sqrt(), torch.zeros((), dtype=torch.float64)])
    weights = STREAMS.normal("weights", (layer.width, 3)) / layer.width**0.5
    biases = STREAMS.normal("biases", (layer.width,)) / layer.width**0.5
    return cosine_similarity(activation(weights @ first + biases), activation(weights @ second + biases), dim=-1)


def test_the_reduction_has_the_law_of_the_layer():
    drawn, trained = cosine_after(layer(16), STREAMS), with_weights(layer(16), torch.relu)
    assert least_p_value({"cosine": drawn}, {"cosine": trained})[0] > LEVEL


def test_a_wide_layer_is_near_its_limit():
    wide = layer(4096)
    assert (cosine_after(wide, STREAMS) - limit_cosine(wide)).abs().max() < 0.1
    assert (cosine_after(wide, STREAMS) - limit_cosine(wide)).mean().abs() < 3e-3


def test_a_wide_linear_layer_keeps_the_cosine():
    wide = layer(4096)
    found = cosine_after(wide, STREAMS, activation=linear, bias=0.0)
    torch.testing.assert_close(found.mean(), wide.cosine[0], atol=5e-3, rtol=0)


def test_the_limit_exceeds_the_cosine_wherever_the_condition_holds():
    """The theorem, at infinite width."""
    ratio, length, share = (STREAMS.uniform(name) for name in ("ratio", "length", "share"))
    drawn = RandomLayer(
        8, (2 * ratio - 1).exp().double(), (3 * length - 1).exp().double(), (1.9 * share - 0.9).double()
    )
    assert (limit_cosine(drawn) > drawn.cosine).all()
