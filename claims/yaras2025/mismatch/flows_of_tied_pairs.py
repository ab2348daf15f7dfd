"""What the pages on mismatched pairs read off the flow."""

import torch

from models.pair_tables import mismatched_pairs
from models.yaras2025.flows.temperature import CLIP, FIXED, Dynamics
from models.yaras2025.mismatch import TiedPairs, follow_mismatched, frozen_gap, refined, tied_gap
from theoremcheck import Observables, Streams, Trust

__all__ = ["AT_REST", "TRUST", "at_the_start", "with_fixed_temperature", "with_learned_temperature"]

TRUST = Trust(refine=refined)
AT_REST = Dynamics(FIXED)
"""A temperature that is not learned."""


def with_fixed_temperature(
    pairs: TiedPairs, streams: Streams, dynamics: Dynamics = AT_REST, matched: bool = False
) -> Observables:
    """Gap parameter at the end and its closed form, shape (trials,)."""
    return _seen(pairs, streams, dynamics, matched, pairs.beta, tied_gap(pairs))


def with_learned_temperature(
    pairs: TiedPairs, streams: Streams, dynamics: Dynamics = CLIP, matched: bool = False
) -> Observables:
    """The same with the closed form of a temperature that is learned."""
    expected = frozen_gap(pairs)
    return _seen(pairs, streams, dynamics, matched, pairs.critical / (1 - expected.square()), expected)


def at_the_start(pairs: TiedPairs, streams: Streams, learned: bool) -> Observables:
    """The gap parameter where nothing moves."""
    start = torch.as_tensor(pairs.gap)
    return Observables(gap=start, gap_at_the_start=start, closed_form=frozen_gap(pairs) if learned else tied_gap(pairs))


def _seen(
    pairs: TiedPairs, streams: Streams, dynamics: Dynamics, matched: bool, beta: torch.Tensor, expected: torch.Tensor
) -> Observables:
    mismatch = torch.as_tensor(pairs.mismatch)
    joint = mismatched_pairs(pairs.states, torch.zeros_like(mismatch)) if matched else pairs.joint
    curve = follow_mismatched(pairs, joint, pairs.horizon(beta), dynamics, streams)
    return Observables(
        gap=curve.gap[:, -1],
        closed_form=expected,
        gap_at_the_start=torch.as_tensor(pairs.gap),
        moved_late=(curve.gap[:, -1] - curve.gap[:, 0]).abs(),
        beta=curve.beta[:, -1],
    )
