"""Huang et al. 2024: brute force in R^d by autograd and the recursion in the span, equal in distribution."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
import torch
from scipy.stats import ks_2samp

from models.huang2024.contrast import responses
from models.huang2024.explicit import descend, multi_modal_loss, single_modal_loss
from models.huang2024.heads import error, head_on_shifted, head_on_training
from models.huang2024.patches import TwoPatches, explicit_vectors, span_vectors, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from theoremcheck.streams import Streams, stream_key

TRIALS = 2_000
PIECE = 200
"""Trials at a time: what a piece needs stays in the cache."""
LEVEL = 0.01
ROUND_OFF = 9
"""Decimals: where no neuron serves a sample, its coefficient is 0 in one way and some 1e-16 in the other."""
ARMS = {"single": (single_modal, single_modal_loss, 1), "multi": (multi_modal, multi_modal_loss, 2)}
SIZES = ((6, 4, 0.5), (8, 6, 0.25), (10, 6, 0.2))
"""(n, m, K): d = 18, 16 and 20, hardly more than the n + m + 1 vectors, where the law depends on d most."""
OBSERVABLES = ("loss", "most signal", "most noise", "least noise", "error, H-ID", "error, H-OOD")
FAMILY = len(OBSERVABLES) * len(SIZES) * len(ARMS)


@dataclass(frozen=True)
class Remembered(Streams):
    """Both arms and both heads ask for the same numbers, which take longer to draw than to use."""

    memory: dict = field(default_factory=dict)

    def normal(self, label, shape=()):
        address = self.key, label, tuple(shape)
        if address not in self.memory:
            self.memory[address] = super().normal(label, shape)
        return self.memory[address]


def patches_of(samples, width, dim_ratio):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": dim_ratio,
        "start_size": 0.3,
        "modality_ratio": 3.0,
        "temperature": 1.0,
        "view_noise": 0.2,
        "test_signal": 1.6,
        "horizon": 10.0,
    }
    filled = {name: torch.full((PIECE,), value, dtype=torch.float64) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=40, **filled)


def in_span(arm, patches, streams):
    """Recursion in coefficients, on coordinates in the span: loss, gamma, rho, features and weights."""
    state = train(ARMS[arm][0], patches, two_modalities(patches, streams, span_vectors))[0]
    return state.losses, state.signal, state.noise, state.active, state.weights


def brute_force(arm, patches, streams):
    """Autograd on weights of R^d; coefficients by least squares on the directions, which knows of no recursion."""
    _, loss, networks = ARMS[arm]
    modalities = two_modalities(patches, streams, explicit_vectors)
    weights, losses = descend(loss, networks, patches, modalities)
    first = modalities[0]
    learned = torch.linalg.lstsq(first.directions.mT, (weights[0] - first.weights).mT).solution.mT
    squares = first.directions.square().sum(dim=2)
    inner = weights[0] @ first.directions.mT
    active = responses(inner[:, :, -1], inner[:, :, :-1])
    coefficients = learned * squares[:, None]
    return losses[:, -1], coefficients[:, :, -1], coefficients[:, :, :-1], active, weights[0]


@cache
def observed(way, size, arms=tuple(ARMS)):
    """One array of shape (trials,) an arm and observable."""
    key, patches = stream_key("two samples", way.__name__), patches_of(*size)
    rows = []
    for start in range(0, TRIALS, PIECE):
        streams = Remembered(key, start + torch.arange(PIECE))
        rows.append([values for arm in arms for values in observed_piece(way, arm, patches, streams)])
    columns = (torch.cat(column).numpy().round(ROUND_OFF) for column in zip(*rows, strict=True))
    names = ((arm, name) for arm in arms for name in OBSERVABLES)
    return dict(zip(names, columns, strict=True))


def observed_piece(way, arm, patches, streams):
    losses, signal, noise, active, weights = way(arm, patches, streams)
    heads = head_on_training(active), head_on_shifted(weights, patches, streams)
    return (
        losses,
        signal.abs().amax(dim=1),
        noise.amax(dim=(1, 2)),
        noise.amax(dim=1).amin(dim=1),
        *(error(head, weights, patches, streams) for head in heads),
    )


def p_value(first, second):
    """Two-sample Kolmogorov-Smirnov; ties, as errors have, only make it larger."""
    return ks_2samp(first, second, method="asymp").pvalue


@pytest.mark.parametrize("size", SIZES)
def test_span_has_the_law_of_brute_force(size):
    """No rejection at 0.01 after Bonferroni over 6 observables, 3 sizes and 2 arms (nor, so, after Holm)."""
    span, explicit = observed(in_span, size), observed(brute_force, size)
    found = {name: p_value(span[name], explicit[name]) for name in span}
    assert min(found.values()) > LEVEL / FAMILY, found


def test_errors_and_coefficients_scatter():
    """Equal laws say something only where there is a law: no observable is constant."""
    for name, values in observed(in_span, SIZES[0]).items():
        assert len(np.unique(values)) > 50, name


def test_half_the_dimension_is_told_apart():
    """The test has the power to see a wrong law: vectors of R^36 in the span for those of R^18 by brute force."""
    samples, width, dim_ratio = SIZES[0]
    wrong = observed(in_span, (samples, width, 2 * dim_ratio), ("single",))
    right = observed(brute_force, SIZES[0])
    assert min(p_value(wrong[name], right[name]) for name in wrong) < LEVEL / FAMILY
