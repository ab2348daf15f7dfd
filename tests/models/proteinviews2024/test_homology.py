"""Proteins, partners, the gradient of the contrasts against autograd, crops and probes."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from models.proteinviews2024.homology.probes import probe
from models.proteinviews2024.homology.proteins import DIM, FAMILIES, SUPERFAMILIES, Homology, draw_proteins
from models.proteinviews2024.homology.training import (
    family,
    fixed_crop,
    fresh_crops,
    homology_slope,
    identity,
    identity_slope,
    itself,
    itself_seen_once,
    itself_slope,
    shuffled_family,
    start,
    superfamily,
    train,
    whole,
)
from theoremcheck.numerics import clip
from theoremcheck.streams import Streams, stream_key

TRIALS = 3
STREAMS = Streams(stream_key("test"), torch.arange(TRIALS))
HOMOLOGY = Homology(
    own=torch.tensor([0.4, 0.8, 1.2], dtype=torch.float64),
    labels=torch.tensor([5.0, 10.0, 20.0], dtype=torch.float64),
    pool=20,
    proteins=240,
    tested=480,
    batch_size=32,
    steps=12,
)
PROTEINS = draw_proteins(HOMOLOGY, STREAMS)
ROWS = torch.arange(960).reshape(1, 40, 24).expand(TRIALS, -1, -1) % 240


def test_sequences_and_structures_have_their_shares():
    """At a strength of 0 and without noise a view is what its groups make it: its variance is that of their shares."""
    many = replace(HOMOLOGY, proteins=24_000)
    trials = Streams(stream_key("shares"), torch.arange(TRIALS))
    views = draw_proteins(many, trials).unlabelled.views
    own = many.own[:, None].square()
    shares = torch.tensor([0.5**2 + 0.6**2, 0.8**2 + 0.3**2], dtype=torch.float64)
    # Of 24 families in one world each; the mean over worlds and coordinates is known to a tenth.
    expected = (shares + own) / 3 + 0.25
    seen = views.square().mean(dim=(2, 3))
    torch.testing.assert_close(seen.mean(dim=0), expected.mean(dim=0), rtol=0.2, atol=0)
    assert views.shape == (TRIALS, 2, 24_000, DIM)


def test_families_follow_in_turns_and_the_first_have_labels():
    families = PROTEINS.labelled.families
    assert families[: FAMILIES + 1].tolist() == [*range(FAMILIES), 0]
    used = HOMOLOGY.labelled(families)
    counts = [torch.bincount(families[row.bool()], minlength=FAMILIES).unique().tolist() for row in used]
    assert counts == [[5], [10], [20]]
    assert (PROTEINS.labelled.shared[:, 0] == PROTEINS.labelled.shared[:, 3]).all()
    assert (PROTEINS.labelled.shared[:, 3] != PROTEINS.labelled.shared[:, 4]).all()


@pytest.mark.parametrize(("view", "size"), [(family, FAMILIES), (superfamily, SUPERFAMILIES)])
def test_partners_are_of_the_group(view, size):
    rows, _ = view(HOMOLOGY, ROWS, STREAMS.common)
    first, second = rows.chunk(2, dim=2)
    groups = PROTEINS.unlabelled.families // (FAMILIES // size)
    assert (first == ROWS).all() and (groups[first] == groups[second]).all()
    # All members occur: 480 draws miss one of forty with probability 40 exp(-12).
    assert len(second[groups[second] == 0].unique()) == 240 // size
    assert (PROTEINS.unlabelled.families[first] != PROTEINS.unlabelled.families[second]).any() == (view is superfamily)


def test_shuffled_groups_are_as_large_and_no_families():
    everyone = torch.arange(240).reshape(1, 1, 240).expand(TRIALS, 200, 240)
    rows, _ = shuffled_family(HOMOLOGY, everyone, STREAMS.common)
    first, second = rows.chunk(2, dim=2)
    for trial in range(TRIALS):
        groups = {tuple(second[trial, :, which].unique().tolist()) for which in range(240)}
        assert len(groups) == FAMILIES and {len(group) for group in groups} == {240 // FAMILIES}
        assert sorted(member for group in groups for member in group) == list(range(240))
    families = PROTEINS.unlabelled.families
    assert (families[first] == families[second]).double().mean() < 0.2


def of_identity(sequences, structures, scale):
    return 3 * clip(scale * sequences @ structures.mT)


def of_itself(sequences, structures, scale):
    pairs = (sequences, structures), (sequences, sequences), (structures, structures)
    return sum(clip(scale * one @ other.mT) for one, other in pairs)


def of_homology(sequences, structures, scale):
    (first, partner), (structure, structure_partner) = sequences.chunk(2, dim=1), structures.chunk(2, dim=1)
    pairs = (first, structure_partner), (first, partner), (structure, structure_partner)
    return sum(clip(scale * one @ other.mT) for one, other in pairs)


@pytest.mark.parametrize(
    ("slope", "loss"), [(identity_slope, of_identity), (homology_slope, of_homology), (itself_slope, of_itself)]
)
def test_slopes_are_those_of_clip(slope, loss):
    units = F.normalize(STREAMS.normal(f"units of {loss.__name__}", (2, 10, 16)), dim=3).requires_grad_()
    log_scale = torch.full((TRIALS,), 2.0, dtype=torch.float64, requires_grad=True)
    losses = loss(*units.unbind(dim=1), log_scale.exp()[:, None, None])
    expected = torch.autograd.grad(losses.sum(), (units, log_scale))
    with torch.no_grad():
        found = slope(units, log_scale.exp())
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)


def test_all_views_start_alike_and_no_step_leaves_the_start():
    still = replace(HOMOLOGY, steps=0)
    for view in (identity, family, superfamily, itself, itself_seen_once):
        encoders = train(still, PROTEINS.unlabelled, view, STREAMS.common, view.__name__)
        assert (encoders.weights == start(STREAMS.common).weights).all()


def test_proteins_seen_once_teach_what_they_teach_seen_twice():
    once, twice = (
        train(HOMOLOGY, PROTEINS.unlabelled, view, STREAMS.common, "alike") for view in (itself_seen_once, itself)
    )
    torch.testing.assert_close(once.weights, twice.weights, rtol=0, atol=1e-9)
    assert (once.weights != start(STREAMS.common).weights).any()


def test_crops_leave_seven_tenths_anew_or_always_the_same():
    batches = torch.ones(2, TRIALS, 2, 250, DIM, dtype=torch.float64)
    first, second = (fresh_crops(batches, draw, STREAMS) for draw in (0, 1))
    assert first.mean().item() == pytest.approx(0.7, abs=0.01)
    assert (first != second).any() and (first[0] != first[1]).any()
    always = fixed_crop(batches, 0, STREAMS)
    assert (always == fixed_crop(batches, 1, STREAMS)).all() and (always == always[:1, :, :, :1]).all()
    assert 0.5 < always.mean() < 0.9 and whole(batches, 0, STREAMS) is batches


def test_crops_of_neighbours_are_independent():
    """Also of those that one number tells of: over 6,000 rows 0.06 is 4.6 standard errors, and there are 496 pairs."""
    kept = fresh_crops(torch.ones(2, TRIALS, 2, 500, DIM, dtype=torch.float64), 0, STREAMS).flatten(end_dim=3)
    correlations = torch.corrcoef(kept.T) - torch.eye(DIM, dtype=torch.float64)
    assert correlations.abs().max() < 0.06
    # Of 32 coordinates, three standard errors of a mean over 6,000 rows and one more for the largest of them.
    assert (kept.mean(dim=0) - 0.7).abs().max() < 4 * (0.21 / 6000) ** 0.5


def test_a_trial_alone_learns_the_same():
    alone = Streams(STREAMS.key, torch.arange(1, 2))
    values = {name: value[1:2] for name, value in vars(HOMOLOGY).items() if name in ("own", "labels")}
    one = replace(HOMOLOGY, **values)
    proteins = draw_proteins(one, alone)
    for crop in (whole, fresh_crops):
        together = train(HOMOLOGY, PROTEINS.unlabelled, family, STREAMS.common, "family", crop)
        single = train(one, proteins.unlabelled, family, alone.common, "family", crop)
        probes = probe(HOMOLOGY, PROTEINS, together), probe(one, proteins, single)
        for name, found in vars(probes[1]).items():
            torch.testing.assert_close(found, getattr(probes[0], name)[1:2], rtol=0, atol=1e-9)


def test_probes_see_only_the_labelled_ones():
    """Twice the pool changes nothing, and the probe is ridge regression on standardised features."""
    encoders = start(STREAMS.common)
    found = probe(HOMOLOGY, PROTEINS, encoders)
    trial, count = 1, 10 * FAMILIES
    known, fresh = (
        torch.cat([*encoders.embed(samples.views)[trial]], dim=1) for samples in (PROTEINS.labelled, PROTEINS.tested)
    )
    known = known[:count]
    mean, deviation = known.mean(dim=0), known.std(dim=0) + 1e-6
    known, fresh = (F.pad((each - mean) / deviation, (0, 1), value=1.0) for each in (known, fresh))
    targets = F.one_hot(PROTEINS.labelled.families[:count], FAMILIES).double()
    identity_matrix = torch.eye(known.shape[1], dtype=torch.float64)
    weights = torch.linalg.solve(known.T @ known + identity_matrix, known.T @ targets)
    expected = ((fresh @ weights).argmax(dim=1) == PROTEINS.tested.families).double().mean()
    assert found.family[trial] == expected
    assert (found.superfamily > found.family).all() and (found.own < 1).all() and (found.shared < 1).all()
