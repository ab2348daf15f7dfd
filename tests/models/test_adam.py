"""A step of Adam is that of PyTorch's optimiser."""

import pytest
import torch

from models.adam import Adam


@pytest.mark.parametrize(("weight_decay", "maximize"), [(0.0, False), (0.01, False), (0.0, True)])
def test_it_is_pytorch_s_optimiser(weight_decay, maximize):
    start = torch.linspace(-1, 1, 100, dtype=torch.float64)
    ours, theirs = start.clone(), start.clone()
    adam = Adam(ours, weight_decay=weight_decay, maximize=maximize)
    optimiser = torch.optim.AdamW([theirs], weight_decay=weight_decay, maximize=maximize)
    for step in range(5):
        rate = 0.1 / (1 + step)
        ours.grad, theirs.grad = ours.sin() * step, theirs.sin() * step
        optimiser.param_groups[0]["lr"] = rate
        adam.step(rate)
        optimiser.step()
    torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-14)


def test_weights_without_a_gradient_are_refused():
    with pytest.raises(ValueError, match="no gradient"):
        Adam(torch.zeros(2)).step(0.1)
