"""Population objectives: gradients against autograd of the exact bound, and optima in closed form."""

from functools import partial

import pytest
import torch

from models.symile2024.population import (
    Encoders,
    Training,
    clip_bound,
    clip_gradient,
    fit,
    linear_start,
    pairwise_scores,
    summed_scores,
    symile_bound,
    symile_gradient,
    symile_scores,
    tabular_start,
)
from models.symile2024.tables import dirichlet
from theoremcheck.numerics import contrastive_bound, log_density_ratio, marginal, total_correlation
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))
TWO = torch.full((3,), 2.0, dtype=torch.float64)
TABLES = dirichlet((TWO, TWO + 1, TWO + 2), TWO / 4, STREAMS, "table")[:, :2, :3]
FOUR = torch.einsum("txyz,tw->txyzw", TABLES, torch.tensor([[0.3, 0.7]] * 3, dtype=torch.float64)) / 2
FOUR = FOUR + torch.einsum("txyz,xw->txyzw", TABLES, torch.eye(2, dtype=torch.float64)) / 2


def one_anchor(joint, scores):
    return contrastive_bound(joint, scores, torch.inf, modalities=3, anchor=0)


@pytest.mark.parametrize(
    ("joint", "gradient", "bound"),
    [
        (TABLES, symile_gradient(TABLES), lambda encoders: symile_bound(TABLES, symile_scores(encoders))),
        (FOUR, symile_gradient(FOUR), lambda encoders: symile_bound(FOUR, symile_scores(encoders))),
        (TABLES, symile_gradient(TABLES, (0,)), lambda encoders: one_anchor(TABLES, symile_scores(encoders))),
        (TABLES, clip_gradient(TABLES), lambda encoders: clip_bound(TABLES, pairwise_scores(encoders))),
    ],
    ids=["three modalities", "four", "one anchor", "pairwise"],
)
@pytest.mark.parametrize("unit", [True, False])
def test_a_step_goes_along_the_bound_s_gradient(joint, gradient, bound, unit):
    """The first step of Adam has the gradient's signs; so the signs of every weight's change are compared."""
    start = tabular_start(joint.shape[1:], 5, unit, STREAMS.common)
    leaves = [each.detach().clone().requires_grad_() for each in start.vectors]
    scale = start.log_scale.clone().requires_grad_() if unit else None
    bound(Encoders(tuple(leaves), scale)).sum().backward()
    moved = fit(start, gradient, Training(steps=1, learning_rate=1e-6))
    for leaf, before, after in zip(leaves, start.vectors, moved.vectors, strict=True):
        clear = leaf.grad.abs() > 1e-6
        assert clear.any() and (torch.sign(after - before) == torch.sign(leaf.grad))[clear].all()


@pytest.mark.parametrize("bound_of", ["symile", "clip"])
def test_closed_form_gradients_are_autograd_s(bound_of):
    gradient = {"symile": symile_gradient, "clip": clip_gradient}[bound_of](TABLES)
    represented = tuple(each.requires_grad_() for each in tabular_start((2, 3, 4), 5, True, STREAMS.common).vectors)
    log_scale = torch.tensor([0.3, -0.2, 0.5], dtype=torch.float64).requires_grad_()
    scale = log_scale.exp()[:, None, None]
    if bound_of == "symile":
        scores = scale[..., None] * torch.einsum("tak,tbk,tck->tabc", *represented)
        value = symile_bound(TABLES, scores)
    else:
        pairs = {(i, j): scale * (represented[i] @ represented[j].mT) for i, j in ((0, 1), (0, 2), (1, 2))}
        value = clip_bound(TABLES, pairs)
    expected = torch.autograd.grad(value.sum(), [*represented, log_scale])
    with torch.no_grad():
        found, by_scale = gradient(represented, scale)
    for ours, theirs in zip([*found, by_scale], expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-13)


FEATURES = torch.tensor([[0.0, 1.0], [1.0, 1.0]], dtype=torch.float64)
BITS = TABLES[:, :2, :2, :2] / TABLES[:, :2, :2, :2].sum(dim=(1, 2, 3), keepdim=True)


@pytest.mark.parametrize(
    ("joint", "start"),
    [
        (TABLES, tabular_start((2, 3, 4), 5, True, STREAMS.common)),
        (TABLES, tabular_start((2, 3, 4), 5, False, STREAMS.common)),
        (BITS, linear_start(FEATURES, 3, 5, STREAMS.common)),
    ],
    ids=["unit vectors", "free vectors", "linear"],
)
@pytest.mark.parametrize("bound_of", ["symile", "clip"])
def test_a_training_is_autograd_s(joint, start, bound_of):
    """Ten steps of AdamW from the same start, through the bound itself."""
    training = Training(10, weight_decay=0.01)
    bounds = {
        "symile": lambda encoders: symile_bound(joint, symile_scores(encoders)),
        "clip": lambda encoders: clip_bound(joint, pairwise_scores(encoders)),
    }
    leaves = [each.clone().requires_grad_() for each in start.vectors]
    scale = None if start.log_scale is None else start.log_scale.clone().requires_grad_()
    everything = leaves if scale is None else [*leaves, scale]
    optimiser = torch.optim.AdamW(everything, weight_decay=0.01, maximize=True)
    for step in range(training.steps):
        encoders = Encoders(tuple(leaves), scale, start.features)
        optimiser.zero_grad()
        bounds[bound_of](encoders).sum().backward()
        optimiser.param_groups[0]["lr"] = training.rate(step)
        optimiser.step()
    found = fit(start, {"symile": symile_gradient, "clip": clip_gradient}[bound_of](joint), training)
    for ours, theirs in zip(found.vectors, leaves, strict=True):
        torch.testing.assert_close(ours, theirs.detach(), rtol=1e-8, atol=1e-8)
    if scale is not None:
        torch.testing.assert_close(found.log_scale, scale.detach(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("unit", [True, False])
def test_symile_reaches_the_total_correlation_at_the_log_ratio(unit):
    """Also with vectors of free length, which the claim leaves out."""
    scores = symile_scores(
        fit(tabular_start((2, 3, 4), 16, unit, STREAMS.common), symile_gradient(TABLES), Training(1500))
    )
    information = total_correlation(TABLES, 3)
    torch.testing.assert_close(symile_bound(TABLES, scores), information, rtol=1e-3, atol=0)
    residual = scores - log_density_ratio(TABLES, 3)
    residual = residual - (TABLES * residual).sum(dim=(1, 2, 3), keepdim=True)
    assert ((TABLES * residual.square()).sum(dim=(1, 2, 3)).sqrt() < 0.02).all()


def test_pairwise_clip_reaches_the_sum_of_informations_though_pairs_share_encoders():
    encoders = fit(tabular_start((2, 3, 4), 16, True, STREAMS.common), clip_gradient(TABLES), Training(1500))
    pairs = sum(total_correlation(marginal(TABLES, *pair, modalities=3)) for pair in ((0, 1), (0, 2), (1, 2)))
    torch.testing.assert_close(clip_bound(TABLES, pairwise_scores(encoders)), pairs, rtol=1e-3, atol=0)


def test_summed_scores_are_the_three_pairs():
    encoders = tabular_start((2, 3, 4), 5, True, STREAMS.common)
    a, b, c = encoders.representations
    expected = (a[0, 1] @ b[0, 2] + a[0, 1] @ c[0, 3] + b[0, 2] @ c[0, 3]).item()
    assert summed_scores(encoders)[0, 1, 2, 3].item() == pytest.approx(expected)


def test_a_letter_without_probability_changes_nothing():
    padded = torch.zeros(3, 4, 4, 4, dtype=torch.float64)
    padded[:, :2, :3, :] = TABLES
    start = tabular_start((4, 4, 4), 8, True, STREAMS.common)
    small = Encoders(tuple(v[:, :m] for v, m in zip(start.vectors, (2, 3, 4), strict=True)), start.log_scale)
    train = partial(fit, training=Training(50))
    large, small = train(start, symile_gradient(padded)), train(small, symile_gradient(TABLES))
    torch.testing.assert_close(symile_scores(large)[:, :2, :3, :], symile_scores(small), rtol=1e-9, atol=1e-10)


def test_linear_encoders_are_linear_in_the_features():
    features = torch.tensor([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]], dtype=torch.float64)
    start = linear_start(features, 3, 6, STREAMS.common)
    encoders = Encoders(start.vectors, None, features)
    first = encoders.representations[0]
    torch.testing.assert_close(first[:, 3] - first[:, 2], first[:, 1] - first[:, 0])
    assert (start.vectors[0].abs() <= 2**-0.5).all()


def test_weight_decay_shrinks_what_has_no_gradient():
    """A constant table: no gradient, and AdamW takes away rate times decay of every weight."""
    flat = torch.full((3, 2, 2, 2), 0.125, dtype=torch.float64)
    start = tabular_start((2, 2, 2), 3, False, STREAMS.common)
    start = Encoders(tuple(torch.zeros_like(each) + 0.5 for each in start.vectors), None)
    training = Training(1, learning_rate=0.1, weight_decay=0.01, cosine=False)
    after = fit(start, symile_gradient(flat), training).vectors[0]
    torch.testing.assert_close(after, torch.full_like(after, 0.5 * (1 - 0.1 * 0.01)), rtol=1e-9, atol=0)
