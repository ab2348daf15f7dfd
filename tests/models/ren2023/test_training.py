"""The closed-form training of Ren and Li 2023 against explicit encoders, autograd and its own laws."""

from dataclasses import replace

import pytest
import torch
from torch.nn.functional import cross_entropy

from models.ren2023.training import descent as training
from models.ren2023.training import geometry
from models.ren2023.training.pairs import LinearPairs, independent_pairs, positive_pairs, shared_noise_pairs, start
from theoremcheck.streams import Streams, stream_key

REAL = torch.float64
INFONCE = training.attraction_of_infonce


def pairs_of(trials=3, **fields):
    ramp = torch.linspace(0, 1, trials, dtype=REAL)
    values = {"rank": 3, "dim": 8, "steps": 20, "latent_mean": torch.zeros(trials, dtype=REAL)}
    values |= {"strongest": 3 + 2 * ramp, "noise": 0.5 + ramp, "inverse_temperature": 1 + ramp} | fields
    return LinearPairs(**values)


def streams_for(trials=3, first=0):
    return Streams(stream_key("test"), torch.arange(first, first + trials))


def started(pairs, streams):
    powers = pairs.column_powers(pairs.powers(streams))
    return start(pairs, powers, streams), powers


def infonce(f, g, pairs):
    scores = pairs.inverse_temperature[:, None, None] * f @ g.mT
    target = torch.arange(scores.shape[1]).expand(scores.shape[:2])
    losses = [cross_entropy(logits, target, reduction="sum") for logits in (scores, scores.mT)]
    return sum(losses) / scores.shape[1]


def positives_alone(f, g, pairs):
    return -2 * (f * g).sum() / f.shape[1]


def negatives_alone(f, g, pairs):
    tau2 = pairs.inverse_temperature[:, None, None]
    return infonce(f, g, pairs) + (2 * tau2 * f * g).sum() / f.shape[1]


def features(u, weights):
    h = u @ weights.mT
    return h / (h.square().sum(dim=(1, 2), keepdim=True) / u.shape[1]).sqrt(), h


def clock_factor(loss, pairs):
    """The a of the clock s = a int dt / (N_A N_B)."""
    if loss is positives_alone:
        return torch.full_like(pairs.inverse_temperature, 2.0)
    return 2 * pairs.inverse_temperature * (pairs.batch_size - 1) / pairs.batch_size


LOSSES = [
    (infonce, training.attraction_of_infonce),
    (positives_alone, training.attraction_of_positives),
    (negatives_alone, training.attraction_of_negatives),
]


def autograd_step(weights, views, loss, pairs, rates):
    """W - (N_A N_B / a) rates * dL/dW."""
    weights = [weight.requires_grad_() for weight in weights]
    (f, x), (g, y) = (features(view, weight) for view, weight in zip(views, weights, strict=True))
    gradients = torch.autograd.grad(loss(f, g, pairs), weights)
    norms = (x.square().sum(dim=(1, 2)) * y.square().sum(dim=(1, 2))).sqrt() / pairs.batch_size
    factor = (norms / clock_factor(loss, pairs))[:, None, None]
    return [(w - factor * rates * d).detach() for w, d in zip(weights, gradients, strict=True)]


@pytest.mark.parametrize(("loss", "attraction"), LOSSES)
def test_a_step_follows_the_gradient(loss, attraction):
    pairs, streams = pairs_of(), streams_for()
    weights, powers = started(pairs, streams)
    views = positive_pairs(pairs, 1, streams)[:, :, 0].transpose(0, 1).contiguous()
    rates = 0.05 * powers[:, None, :]
    each = rates / pairs.batch_size
    stepped = training.gradient_step(pairs, weights, views, training.second_moments(views), each, attraction)
    for ours, expected in zip(stepped, autograd_step(weights, views, loss, pairs, rates), strict=True):
        torch.testing.assert_close(ours, expected, rtol=1e-10, atol=1e-12)


def test_explicit_encoders_give_the_same_trajectory():
    """A, B drawn with Haar bases, W_A, W_B trained by autograd on x_A, x_B."""
    pairs, streams = pairs_of(), streams_for()
    powers = pairs.column_powers(pairs.powers(streams))
    generator = torch.Generator().manual_seed(0)
    maps = [
        torch.linalg.qr(torch.randn(3, 8, 8, generator=generator, dtype=REAL)).Q * powers.sqrt()[:, None, :]
        for _ in range(2)
    ]
    encoders = [torch.randn(3, pairs.width, 8, generator=generator, dtype=REAL) for _ in range(2)]
    images = torch.cat([w @ a for w, a in zip(encoders, maps, strict=True)], dim=2)
    reduced = torch.stack(torch.linalg.qr(images, mode="r").R.split(8, dim=2))
    (ours,) = training.train(pairs, reduced, powers, positive_pairs, [INFONCE], streams)

    parts = [positive_pairs(pairs, size, streams.child("batches", begin)) for begin, size in ((0, 16), (16, 4))]
    batches = torch.cat(parts, dim=2).unbind(1)
    for step in range(pairs.steps):
        views = [batch[:, step] @ a.mT for batch, a in zip(batches, maps, strict=True)]
        encoders = autograd_step(encoders, views, infonce, pairs, pairs.clock_step[:, None, None])
    images = [w @ a for w, a in zip(encoders, maps, strict=True)]
    first, second = (image[:, None, :, :3] / image.norm(dim=(1, 2))[:, None, None, None] for image in images)
    explicit = training.Trajectory(ours.time[:, -1:], first, second)
    for measure in (geometry.alignment, geometry.cosines, geometry.condition_number):
        torch.testing.assert_close(measure(ours)[:, -1:], measure(explicit), rtol=1e-9, atol=1e-10)


def test_the_start_has_the_gram_matrix_of_gaussian_encoders():
    pairs, streams = pairs_of(), streams_for()
    (first, second), powers = started(pairs, streams)
    encoders = streams.normal("weights", (pairs.width, 16)) / pairs.width**0.5
    full = encoders * powers.sqrt().repeat(1, 2)[:, None, :]
    reduced = torch.cat([first, second], dim=2)
    assert reduced.shape == (3, 16, 16)
    torch.testing.assert_close(reduced.mT @ reduced, full.mT @ full)


def test_positive_pairs_share_signals_and_no_noise():
    pairs = pairs_of()
    first, second = positive_pairs(pairs, 50, streams_for()).unbind(1)
    products = (first * second).mean(dim=(0, 1, 2))
    torch.testing.assert_close(products[:3], torch.ones(3, dtype=REAL))
    assert products[3:].abs().max() < 5 / (3 * 50 * pairs.batch_size) ** 0.5  # five standard errors


@pytest.mark.parametrize(("sample", "shared"), [(independent_pairs, 0), (shared_noise_pairs, 8)])
def test_broken_pairs_share_nothing_or_everything(sample, shared):
    pairs = pairs_of()
    first, second = sample(pairs, 50, streams_for()).unbind(1)
    products = (first * second).mean(dim=(0, 1, 2))
    assert (products > 0.5).sum() == shared


def orthogonal_batch(pairs, batches, streams):
    """Columns of a Hadamard matrix: second moments of a batch are exactly those of the population."""
    hadamard = torch.ones(1, 1, dtype=REAL)
    while len(hadamard) < pairs.batch_size:
        hadamard = torch.cat([torch.cat([hadamard, hadamard], 1), torch.cat([hadamard, -hadamard], 1)], 0)
    r, d = pairs.rank, pairs.dim
    first, second = hadamard[:, :d], torch.cat([hadamard[:, :r], hadamard[:, d : 2 * d - r]], dim=1)
    return torch.stack([first, second])[None, :, None].expand(streams.trials, -1, batches, -1, -1)


def positives_on_population(dim, steps=2000):
    """Positives alone from the start of infinite width: orthogonal columns; to s = 10.01."""
    pairs = pairs_of(1, rank=4, dim=dim, steps=steps, inverse_temperature=torch.full((1,), 800.0, dtype=REAL))
    powers = torch.linspace(4, 1, 4, dtype=REAL)[None]
    column_powers = pairs.column_powers(powers)
    columns = torch.diag_embed(column_powers.sqrt())
    weights = torch.stack([torch.cat([columns, 0 * columns], dim=1), torch.cat([0 * columns, columns], dim=1)])
    streams = streams_for(1)
    alone = [training.attraction_of_positives]
    return pairs, powers, training.train(pairs, weights, column_powers, orthogonal_batch, alone, streams)[0]


def test_signals_align_by_the_tanh_law():
    pairs, powers, learned = positives_on_population(16)
    step = 4 * float(pairs.clock_step)  # sigma_1^2 ds: the error of Euler's method is of this order
    law = geometry.tanh_law(learned.time, powers, geometry.start_of(learned))
    torch.testing.assert_close(geometry.cosines(learned), law, rtol=0, atol=step)
    assert (geometry.start_of(learned) == 0).all()


def test_at_a_finite_width_the_tanh_law_starts_where_the_signals_do():
    """What is left is of the order of 1/m; without the start it would be that of its root, 1/8."""
    pairs = pairs_of(1, rank=4, dim=16, steps=2000, inverse_temperature=torch.full((1,), 800.0, dtype=REAL))
    powers, streams = torch.linspace(4, 1, 4, dtype=REAL)[None], streams_for(1)
    column_powers = pairs.column_powers(powers)
    weights, alone = start(pairs, column_powers, streams), [training.attraction_of_positives]
    (learned,) = training.train(pairs, weights, column_powers, orthogonal_batch, alone, streams)
    law = geometry.tanh_law(learned.time, powers, geometry.start_of(learned))
    torch.testing.assert_close(geometry.cosines(learned), law, rtol=0, atol=2 / pairs.width)
    assert geometry.start_of(learned).abs().max() > 4 / pairs.width


@pytest.mark.parametrize("dim", [8, 16, 32])
def test_positives_alone_end_at_the_closed_form(dim):
    pairs, powers, learned = positives_on_population(dim)
    step = 4 * float(pairs.clock_step)
    expected = geometry.condition_number_without_negatives(powers, dim)
    torch.testing.assert_close(geometry.condition_number(learned)[:, -1], expected, rtol=2 * step, atol=0)


@pytest.mark.parametrize(
    ("strongest", "rank", "dim", "expected"),
    [(4, 4, 16, 5.83), (4, 4, 32, 7.94), (4, 4, 256, 18.89), (8, 4, 64, 20.69), (4, 8, 64, 8.30)],
)
def test_closed_form_values(strongest, rank, dim, expected):
    """Against a root finder, run apart from this code."""
    powers = torch.linspace(strongest, 1, rank, dtype=REAL)[None]
    closed_form = geometry.condition_number_without_negatives(powers, dim)
    assert float(closed_form) == pytest.approx(expected, abs=0.005)


def test_isotropic_signals_stay_balanced_without_negatives():
    closed_form = geometry.condition_number_without_negatives(torch.ones(1, 4, dtype=REAL), 32)
    assert float(closed_form) == pytest.approx(1)


def test_losses_agree_at_a_vanishing_inverse_temperature():
    """Up to the mean over the batch, which centred signals do not see."""
    pairs = pairs_of(inverse_temperature=torch.full((3,), 1e-9, dtype=REAL))
    n = pairs.batch_size
    views = torch.eye(n, dtype=REAL).expand(2, 3, -1, -1)
    gradient = training.attraction_of_infonce(torch.randn(3, n, n, dtype=REAL), views, pairs)
    torch.testing.assert_close(gradient, ((torch.eye(n, dtype=REAL) - 1 / n) * n / (n - 1)).expand(3, n, n))


def test_a_trial_does_not_depend_on_its_batch():
    whole = pairs_of(3)
    varying = ("strongest", "noise", "inverse_temperature", "latent_mean")
    alone = replace(whole, **{name: getattr(whole, name)[2:] for name in varying})
    ends = []
    for pairs, streams in ((whole, streams_for(3)), (alone, streams_for(1, first=2))):
        weights, powers = started(pairs, streams)
        (learned,) = training.train(pairs, weights, powers, positive_pairs, [INFONCE], streams)
        ends.append(learned.first[-1])
    gram = [end.mT @ end for end in ends]
    torch.testing.assert_close(gram[0], gram[1], rtol=1e-10, atol=1e-12)


def test_each_trial_takes_its_own_batches():
    """Beside each alone, told how many: a batch of trials that end at different times, sorted and cut, agrees."""
    whole, streams = pairs_of(3, steps=200, longest_step=torch.tensor([0.6, 0.25, 0.5], dtype=REAL)), streams_for()
    counts = whole.batches.tolist()
    assert counts == [80, 200, 144]  # 80; 224, cut to what there is at most; 130, rounded up to whole blocks
    weights, powers = started(whole, streams)
    (learned,) = training.train(whole, weights, powers, positive_pairs, [INFONCE], streams)
    for row, count in enumerate(counts):
        fields = {name: value[row : row + 1] for name, value in vars(whole).items() if isinstance(value, torch.Tensor)}
        alone = replace(whole, **fields | {"steps": int(count), "longest_step": 0.0})
        mine = weights[:, row : row + 1]
        own = streams_for(1, first=row)
        (expected,) = training.train(alone, mine, powers[row : row + 1], positive_pairs, [INFONCE], own)
        assert learned.time[row, -1] == pytest.approx(float(whole.horizon[row]))
        torch.testing.assert_close(learned.first[row, -1], expected.first[0, -1], rtol=1e-9, atol=1e-11)
        torch.testing.assert_close(learned.second[row, -1], expected.second[0, -1], rtol=1e-9, atol=1e-11)
        early = training.recorded(200).index(5)
        assert training.recorded(int(count))[5] == 5
        torch.testing.assert_close(learned.first[row, early], expected.first[0, 5], rtol=1e-9, atol=1e-11)


def test_after_its_own_batches_a_trial_stays_where_it_is():
    whole, streams = pairs_of(3, steps=200, longest_step=torch.tensor([0.6, 0.25, 0.5], dtype=REAL)), streams_for()
    weights, powers = started(whole, streams)
    (learned,) = training.train(whole, weights, powers, positive_pairs, [INFONCE], streams)
    times = torch.tensor(training.recorded(200))
    for row, count in enumerate(whole.batches.tolist()):
        later = times >= count
        assert (learned.time[row, later] == learned.time[row, -1]).all()
        ends = learned.first[row, later]
        assert torch.equal(ends, ends[-1:].expand_as(ends))
        assert (learned.time[row].diff() >= 0).all() and (learned.first[row].abs().amax(dim=(1, 2)) > 0).all()


def test_losses_train_side_by_side_as_each_alone():
    pairs, streams = pairs_of(), streams_for()
    weights, powers = started(pairs, streams)
    losses = [attraction for _, attraction in LOSSES]
    together = training.train(pairs, weights, powers, positive_pairs, losses, streams)
    for attraction, learned in zip(losses, together, strict=True):
        (alone,) = training.train(pairs, weights, powers, positive_pairs, [attraction], streams)
        assert torch.equal(learned.first, alone.first) and torch.equal(learned.second, alone.second)


def test_half_steps_converge_at_order_one():
    """Euler's method on the same batches: each halving of the step halves the change."""
    pairs, streams = pairs_of(steps=40), streams_for()
    weights, powers = started(pairs, streams)

    def end(substeps):
        finer = replace(pairs, substeps=substeps)
        (learned,) = training.train(finer, weights, powers, positive_pairs, [INFONCE], streams)
        return geometry.alignment(learned)[:, -1]

    coarse, middle, fine = end(16), end(32), end(64)
    # Terms of second order were up to a quarter of the first at 4 substeps; they fall like the step.
    ratio = (coarse - middle) / (middle - fine)
    torch.testing.assert_close(ratio, torch.full_like(ratio, 2), rtol=0.2, atol=0)


def test_condition_number_is_that_of_the_singular_values():
    images = torch.randn(2, 5, 8, 3, generator=torch.Generator().manual_seed(0), dtype=REAL)
    trajectory = training.Trajectory(torch.zeros(2, 5), images, images)
    torch.testing.assert_close(geometry.condition_number(trajectory), torch.linalg.cond(images))


def test_condition_number_of_a_lost_rank_is_finite():
    images = torch.ones(1, 1, 8, 3, dtype=REAL)
    lost = geometry.condition_number(training.Trajectory(torch.zeros(1, 1), images, images))
    assert float(lost) == pytest.approx(1e4)


def test_a_time_that_is_never_reached_is_the_last_one():
    time = torch.tensor([[0.0, 1.0, 2.0], [0.0, 3.0, 6.0]])
    reached = torch.tensor([[False, True, False], [False, False, False]])
    assert geometry.first_time(time, reached).tolist() == [1.0, 6.0]


def test_recorded_steps_are_a_ladder_from_start_to_end():
    steps = training.recorded(1200)
    assert steps[0] == 0 and steps[-1] == 1200
    assert all(high <= max(low + 1, 1.2 * low) for low, high in zip(steps, steps[1:], strict=False))
