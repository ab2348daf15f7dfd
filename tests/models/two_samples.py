"""What tests of models share: batches of one point, and two-sample tests over a family."""

from dataclasses import fields

import torch
from scipy.stats import ks_2samp

from theoremcheck.streams import Streams, stream_key

TRIALS = 2_000
LEVEL = 0.01


def batch(regime, trials, **values):
    """One point, repeated: tensors in the float fields."""
    filled = {field.name: values.get(field.name, field.default) for field in fields(regime)}
    return regime(
        **{
            field.name: torch.full((trials,), float(filled[field.name]), dtype=torch.float64)
            if field.type is float
            else filled[field.name]
            for field in fields(regime)
        }
    )


def streams(name, trials, first=0):
    return Streams(stream_key("tests of models", name), first + torch.arange(trials))


def least_p_value(first, second):
    """Of two-sample Kolmogorov-Smirnov tests over all observables, times their number (Bonferroni)."""
    assert first.keys() == second.keys()
    found = {name: ks_2samp(first[name], second[name], method="asymp").pvalue for name in first}
    return len(found) * min(found.values()), found
