import torch
import torch.nn.functional as F

from models.images.losses import clip_loss, nt_xent
from theoremcheck.streams import Streams


def streams(*indices):
    return Streams(11, torch.tensor(indices or [0, 1, 2]))


def unit(streams, label, size=12, dim=5):
    return F.normalize(streams.normal(label, (size, dim)), dim=2)


def cross_entropy_of_the_other_view(views, temperature):
    """NT-Xent of one trial."""
    size = len(views)
    scores = (views @ views.T / temperature).masked_fill(torch.eye(size, dtype=torch.bool), -torch.inf)
    return F.cross_entropy(scores, (torch.arange(size) + size // 2) % size)


def test_nt_xent_is_the_cross_entropy_of_the_other_view():
    """So is its gradient, to round-off of sums of 24 numbers below 20."""
    views = unit(streams(), "views", size=24).requires_grad_()
    temperature = torch.tensor([0.1, 0.2, 0.5], dtype=torch.float64)
    expected = torch.stack([cross_entropy_of_the_other_view(*pair) for pair in zip(views, temperature, strict=True)])
    loss, upstream = nt_xent(views, temperature), torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64)
    torch.testing.assert_close(loss, expected, rtol=0, atol=1e-12)
    gradients = [torch.autograd.grad(value, views, upstream)[0] for value in (loss, expected)]
    torch.testing.assert_close(*gradients, rtol=0, atol=1e-12)


def test_nt_xent_in_float32_reaches_the_stated_temperature():
    """Two clusters of opposite vectors; a score of 80 is rounded by half of 2**-17, and a loss holds two."""
    views = torch.eye(3)[:1].repeat(256, 1) * torch.tensor([1.0, -1.0, -1.0, 1.0]).repeat(64)[:, None]
    views = views[None].requires_grad_()
    loss = nt_xent(views, 1 / 80)
    expected = cross_entropy_of_the_other_view(views[0].double(), 1 / 80)
    assert abs(loss.item() - expected.item()) < 2**-17
    assert torch.autograd.grad(loss, views)[0].isfinite().all()


def test_clip_loss_is_the_mean_cross_entropy_of_both_directions():
    images, texts = unit(streams(), "a"), unit(streams(), "b")
    for trial in range(3):
        scores, target = images[trial] @ texts[trial].T / 0.2, torch.arange(12)
        expected = (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target)) / 2
        torch.testing.assert_close(clip_loss(images, texts, 0.2)[trial], expected)


def test_nt_xent_has_the_gradient_of_finite_differences():
    views = unit(streams(0), "views", size=8, dim=3).requires_grad_()
    assert torch.autograd.gradcheck(lambda z: nt_xent(z, 0.3), views)
