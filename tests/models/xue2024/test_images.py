from dataclasses import replace
from functools import partial

import pytest
import torch
import torch.nn.functional as F

from models.images.descent import batches, flat_weights, minimise, uniform_start
from models.images.digits import load_images
from models.images.losses import clip_loss
from models.xue2024.images.captions import DIM, background_alone, captioned, details_of_another, own_details
from models.xue2024.images.encoder import BlockEncoder, start_encoder
from models.xue2024.images.painting import Examples, SpuriousDigits, draw_examples, in_blocks
from models.xue2024.images.training import MultiModal, OnCaptions, OnClasses, Supervised, train
from theoremcheck.streams import Streams

DIGITS = SpuriousDigits(0.97, 1.0, train_size=1258, test_size=539, batch_size=128, epochs=1)
IMAGES = partial(load_images, "digits")


def streams(*indices, dtype=torch.float64):
    return Streams(11, torch.tensor(indices or [0, 1, 2]), dtype)


def drawn(*indices, p_spu=0.97, digits=DIGITS):
    (found,) = draw_examples(digits, IMAGES, [p_spu], streams(*indices).child("data"))
    return found


def share(hits):
    return hits.double().mean()


def four_errors(probability, number):
    """Four standard errors of a share of independent ones."""
    return 4 * (probability * (1 - probability) / number) ** 0.5


def test_backgrounds_are_of_the_own_family_with_the_stated_probability():
    train, alike, shifted = drawn(*range(16))
    for examples, probability in ((train, 0.97), (alike, 0.97), (shifted, 0.5)):
        own = examples.families == examples.labels
        assert abs(share(own) - probability) < four_errors(probability, own.numel())


def test_each_trial_has_its_own_probability():
    train, _, _ = drawn(*range(4), p_spu=torch.tensor([0.0, 1.0, 0.0, 1.0]))
    assert torch.equal((train.families == train.labels).all(dim=1), torch.tensor([False, True, False, True]))
    assert not (train.families == train.labels)[0].any()


def test_shades_of_a_family_are_equally_likely():
    train, _, _ = drawn(*range(16), p_spu=0.5)
    counts = train.shades.flatten().bincount(minlength=10).double()
    assert ((counts / counts.sum() - 0.1).abs() < four_errors(0.1, counts.sum())).all()


def test_the_test_sets_differ_in_their_backgrounds_alone():
    train, alike, shifted = drawn()
    assert torch.equal(alike.digits, shifted.digits)
    assert not torch.equal(alike.shades, shifted.shades)
    assert train.digits.shape[1] + alike.digits.shape[1] == 1797


def test_training_and_test_images_are_all_images():
    grey, names = IMAGES()
    train, alike, _ = drawn(3)
    every = torch.cat([train.pixels, alike.pixels], dim=1)[0, ..., 1]  # green is the grey value itself
    found, expected = ({image.numpy().tobytes() for image in images} for images in (every, in_blocks(grey)))
    assert found == expected
    assert torch.equal(torch.cat([train.digits, alike.digits], dim=1)[0].bincount(), names.bincount())


def test_digits_are_white_on_the_shade():
    train, _, _ = drawn(0)
    red, green, blue = train.pixels[0].unbind(dim=-1)
    family, shade = train.families[0], train.shades[0] % 5
    intensity = (0.3 + 0.7 * shade.double() / 4)[:, None]
    background = green + (1 - green) * intensity
    torch.testing.assert_close(torch.where(family[:, None] == 1, red, blue), background)
    torch.testing.assert_close(torch.where(family[:, None] == 1, blue, red), green)


def test_blocks_hold_their_own_pixels():
    """Numbered pixels of one image, by hand."""
    blocks = in_blocks(torch.arange(64.0).reshape(1, 8, 8))[0]
    assert blocks[:16].tolist() == [0, 1, 8, 9, 2, 3, 10, 11, 16, 17, 24, 25, 18, 19, 26, 27]
    assert blocks[16:20].tolist() == [4, 5, 12, 13]
    assert blocks[32:36].tolist() == [32, 33, 40, 41]


def test_a_margin_fills_the_last_blocks():
    """14 x 14 become 16 x 16: 60 more pixels, all of them black."""
    blocks = in_blocks(torch.ones(2, 14, 14))
    assert blocks.shape == (2, 256)
    assert blocks.sum() == 2 * 14 * 14
    assert (blocks[:, 0] == 0).all()


def test_another_probability_keeps_split_and_shades():
    (misled, *_), (fair, *_) = both = draw_examples(DIGITS, IMAGES, [0.97, 0.5], streams().child("data"))
    assert torch.equal(fair.digits, misled.digits)
    assert torch.equal(fair.shades % 5, misled.shades % 5)
    for probability, together in zip((0.97, 0.5), both, strict=True):
        for found, alone in zip(together, drawn(p_spu=probability), strict=True):
            assert torch.equal(found.pixels, alone.pixels) and torch.equal(found.shades, alone.shades)


def test_too_many_images_are_refused():
    with pytest.raises(ValueError, match="must not exceed the 1797 images"):
        drawn(digits=replace(DIGITS, test_size=540))


def told(captions):
    """Digit and shade that a text names: the prompt at the least distance, of noise 0.1 against sqrt(2)."""
    nearest = torch.cdist(captions.texts, captions.prompts).argmin(dim=2)
    return nearest // 10, nearest % 10


def captions_of(examples, pi_core, pi_spu, details=own_details, *indices):
    return captioned(examples, pi_core, pi_spu, details, streams(*indices).child("captions"))


def test_captions_keep_digit_and_shade_at_probability_one():
    train, _, _ = drawn()
    digits, shades = told(captions_of(train, 1.0, 1.0))
    assert torch.equal(digits, train.digits)
    assert torch.equal(shades, train.shades)


@pytest.mark.parametrize(("pi_core", "pi_spu"), [(0.0, 1.0), (0.3, 0.6), (1.0, 0.0)])
def test_what_a_caption_does_not_keep_is_drawn_anew_in_its_group(pi_core, pi_spu):
    indices = range(8)
    train, _, _ = drawn(*indices)
    digits, shades = told(captions_of(train, pi_core, pi_spu, own_details, *indices))
    assert torch.equal(digits // 5, train.labels)
    assert torch.equal(shades // 5, train.families)
    for seen, own, kept in ((digits, train.digits, pi_core), (shades, train.shades, pi_spu)):
        probability = kept + (1 - kept) / 5
        assert abs(share(seen == own) - probability) <= four_errors(probability, own.numel())


def test_each_trial_has_its_own_mask():
    train, _, _ = drawn()
    digits, _ = told(captions_of(train, torch.tensor([1.0, 0.0, 1.0]), 1.0))
    assert torch.equal(digits[::2], train.digits[::2])
    assert abs(share(digits[1] == train.digits[1]) - 0.2) < four_errors(0.2, 1258)


def test_the_dictionary_is_orthonormal_and_texts_are_centred():
    captions = captions_of(drawn()[0], 1.0, 1.0)
    assert captions.texts.shape == (3, 1258, DIM) and captions.prompts.shape == (3, 100, DIM)
    torch.testing.assert_close(captions.texts.mean(dim=1), torch.zeros(3, DIM, dtype=torch.float64), atol=1e-12, rtol=0)
    # Prompts of one digit differ by shade vectors at a right angle, of length 1 each.
    gaps = torch.cdist(captions.prompts[:, :10], captions.prompts[:, :10])
    torch.testing.assert_close(
        gaps, 2**0.5 * (1 - torch.eye(10, dtype=torch.float64)).expand(3, -1, -1), atol=1e-6, rtol=0
    )


def test_the_noise_of_a_text_has_the_stated_length():
    """A chi-square of 50 degrees: a relative standard deviation of 0.2 for one, and 3774 texts."""
    train, _, _ = drawn()
    captions = captions_of(train, 1.0, 1.0)
    meant = captions.prompts.gather(1, (10 * train.digits + train.shades)[..., None].expand(-1, -1, DIM))
    power = (captions.texts - meant).square().sum(dim=2).mean()
    assert abs(power / 0.01 - 1) < 4 * 0.2 / 3774**0.5


def test_exchanged_captions_tell_class_and_family_and_no_more():
    """Of a group of N, of which n have one value, n * n / N on average are told it of another: a random permutation."""
    indices = range(8)
    train, _, _ = drawn(*indices)
    digits, shades = details_of_another(train, streams(*indices))
    assert torch.equal(digits // 5, train.labels)
    assert torch.equal(shades // 5, train.families)
    for seen, own in ((digits, train.digits), (shades, train.shades)):
        group = 2 * train.labels + train.families
        counts = torch.stack(
            [(F.one_hot(own, 10) * (group == each)[..., None]).sum(dim=1) for each in range(4)]
        ).double()
        expected = (counts.square().sum(dim=2) / counts.sum(dim=2)).sum() / own.numel()
        assert abs(share(seen == own) - expected) < four_errors(0.2, own.numel())
        assert torch.equal(seen.sort(dim=1).values, own.sort(dim=1).values)  # exchanged, none lost


def test_a_caption_of_the_background_alone_tells_nothing_of_the_digit():
    indices = range(8)
    train, _, _ = drawn(*indices)
    digits, shades = background_alone(train, streams(*indices))
    assert torch.equal(shades, train.shades)
    for digit in range(10):
        told_of = digits[train.digits == digit]
        assert abs(share(told_of == digit) - 0.1) < four_errors(0.1, told_of.numel())


def encoder_of(trials, pixels, outputs):
    _, layers, slopes = flat_weights(start_encoder(pixels, outputs, trials))
    return BlockEncoder(layers, slopes)


class Convolutional:
    """The encoder's twin: torch's convolutions of images, one trial after the other, by autograd."""

    def __init__(self, layers):
        self.layers = layers

    def outputs(self, images):
        return torch.stack([self._of(trial, images[trial]) for trial in range(len(images))])

    def _of(self, trial, images):
        maps = images.permute(0, 3, 1, 2)
        for weight, bias in (self.layers[:2], self.layers[2:4]):
            kernels = weight[trial].T.unflatten(1, (2, 2, -1)).permute(0, 3, 1, 2)
            maps = F.conv2d(maps, kernels, bias[trial, 0], stride=2).relu()
        return maps.permute(0, 2, 3, 1).flatten(1) @ self.layers[4][trial] + self.layers[5][trial]


def in_their_order(images):
    """(trials, size, side, side, 3) -> what the encoder takes."""
    colors = [torch.stack([in_blocks(each) for each in images[..., color]]) for color in range(3)]
    return torch.stack(colors, dim=-1)


def test_the_encoder_is_torchs_convolutions():
    encoder, images = encoder_of(streams(), 64, 4), streams().uniform("pixels", (5, 8, 8, 3))
    torch.testing.assert_close(encoder.outputs(in_their_order(images)), Convolutional(encoder.layers).outputs(images))


def test_the_gradient_is_autograds():
    encoder, images = encoder_of(streams(), 64, 4), streams().uniform("pixels", (5, 8, 8, 3))
    slope = streams().normal("slope", (5, 4))
    outputs, backward = encoder.differentiate(in_their_order(images))
    backward(slope)
    leaves = [layer.clone().requires_grad_() for layer in encoder.layers]
    expected = torch.autograd.grad((Convolutional(leaves).outputs(images) * slope).sum(), leaves)
    for found, wanted in zip(encoder.slopes, expected, strict=True):
        torch.testing.assert_close(found, wanted)


def test_the_encoder_starts_as_torch_does():
    """Uniform within 1 / sqrt(fan-in)."""
    layers = start_encoder(64, 4, streams())
    fans = (12, 12, 64, 64, 64, 64)
    for values, fan in zip(layers, fans, strict=True):
        assert values.abs().max() <= fan**-0.5
    assert layers[4].std() == pytest.approx((64 * 3) ** -0.5, rel=0.07)


def by_autograd(start, loss):
    """Nine steps of Adam from a start; the loss takes weights and rows."""
    weights = [each.clone() for each in start]
    steps = batches(DIGITS.train_size, DIGITS.batch_size, DIGITS.epochs, streams().child("batches"))
    minimise(weights, lambda rows, _: loss(weights, rows), steps, 2e-3)
    return weights


def on_captions(examples, captions, *indices):
    return OnCaptions(captions, examples.pixels.shape[2], streams(*indices))


def on_classes(examples, *indices):
    return OnClasses(examples, streams(*indices))


def trained(examples, *trainings, indices=(), digits=DIGITS):
    train(digits, examples, trainings, streams(*indices))
    return [each.trained() for each in trainings]


def rows_of_each(values, rows):
    return values[torch.arange(len(rows))[:, None], rows]


def as_images(pixels):
    """What `in_their_order` put in order, for sides of eight."""
    place = in_blocks(torch.arange(64.0).reshape(1, 8, 8))[0].long()
    return pixels[:, :, place.argsort()].unflatten(2, (8, 8))


def test_training_on_captions_is_adam_on_clips_loss():
    examples, test, _ = drawn()
    captions = captions_of(examples, 1.0, 1.0)
    start = start_encoder(64, 32, streams().child("encoder")) + [uniform_start("words", DIM, DIM, 32, streams())]
    images = as_images(examples.pixels)

    def loss(weights, rows):
        texts = F.normalize(rows_of_each(captions.texts, rows) @ weights[-1], dim=2)
        outputs = Convolutional(weights).outputs(rows_of_each(images, rows))
        return clip_loss(F.normalize(outputs, dim=2), texts, 0.1)

    weights, (found,) = by_autograd(start, loss), trained(examples, on_captions(examples, captions))
    expected = Convolutional(weights).outputs(as_images(test.pixels))
    torch.testing.assert_close(found.encoder.outputs(test.pixels), expected, rtol=1e-6, atol=1e-8)
    torch.testing.assert_close(found.prompts, F.normalize(captions.prompts @ weights[-1], dim=2), rtol=1e-6, atol=1e-8)


def test_supervised_training_is_adam_on_the_cross_entropy():
    examples, test, _ = drawn()
    images = as_images(examples.pixels)

    def loss(weights, rows):
        logits = Convolutional(weights).outputs(rows_of_each(images, rows))
        each = F.cross_entropy(logits.mT, rows_of_each(examples.labels, rows), reduction="none")
        return each.mean(dim=1)

    weights = by_autograd(start_encoder(64, 2, streams().child("encoder")), loss)
    expected = Convolutional(weights).outputs(as_images(test.pixels))
    (found,) = trained(examples, on_classes(examples))
    torch.testing.assert_close(found.encoder.outputs(test.pixels), expected, rtol=1e-6, atol=1e-8)


def test_trainings_side_by_side_do_not_see_each_other():
    examples, test, _ = drawn()
    several = [captions_of(examples, pi_core, 1.0) for pi_core in (1.0, 0.0)]

    def starts():
        return [*(on_captions(examples, captions) for captions in several), on_classes(examples)]

    together, alone = trained(examples, *starts()), [trained(examples, start)[0] for start in starts()]
    for one, other in zip(together, alone, strict=True):
        assert torch.equal(one.encoder.outputs(test.pixels), other.encoder.outputs(test.pixels))


def test_zero_shot_adds_the_shares_of_the_captions_of_a_class():
    """One trial by hand, in a loop over the prompts."""
    encoder = encoder_of(streams(0), 64, 32)
    prompts = F.normalize(streams(0).normal("prompts", (100, 32)), dim=2)
    pixels = drawn(0)[1].pixels[:, :20]
    shares = (encoder.embed(pixels)[0] @ prompts[0].T / 0.1).exp()
    expected = [int(sum(row[50:]) > sum(row[:50])) for row in shares.tolist()]
    assert MultiModal(encoder, prompts).classes(pixels)[0].tolist() == expected


def test_a_trial_does_not_depend_on_its_batch_mates():
    """Float64 and nine steps: round-off alone is left."""
    found = {}
    for indices in ((0, 1, 2), (1,)):
        examples, test, _ = drawn(*indices)
        captions = captions_of(examples, 1.0, 0.0, own_details, *indices)
        starts = on_captions(examples, captions, *indices), on_classes(examples, *indices)
        multi, single = trained(examples, *starts, indices=indices)
        found[indices] = multi.encoder.embed(test.pixels), multi.prompts, single.encoder.outputs(test.pixels)
    for together, alone in zip(found[0, 1, 2], found[1,], strict=True):
        torch.testing.assert_close(together[1:2], alone, rtol=1e-6, atol=1e-6)


def test_both_trainings_learn_where_backgrounds_say_nothing():
    """After six epochs either is more than half of the way from chance to no error."""
    digits = replace(DIGITS, epochs=6)
    examples, _, test = drawn(p_spu=0.5)
    starts = on_captions(examples, captions_of(examples, 1.0, 1.0)), on_classes(examples)
    for classifier in trained(examples, *starts, digits=digits):
        assert ((classifier.classes(test.pixels) == test.labels).double().mean(dim=1) > 0.75).all()


def test_a_supervised_network_answers_with_its_larger_logit():
    encoder = encoder_of(streams(), 64, 2)
    pixels = drawn()[1].pixels
    logits = encoder.outputs(pixels)
    assert torch.equal(Supervised(encoder).classes(pixels) == 1, logits[..., 1] > logits[..., 0])


def test_examples_name_class_and_family():
    examples = Examples(torch.zeros(1, 4, 64, 3), torch.tensor([[0, 4, 5, 9]]), torch.tensor([[9, 5, 4, 0]]))
    assert examples.labels.tolist() == [[0, 0, 1, 1]]
    assert examples.families.tolist() == [[1, 1, 0, 0]]
