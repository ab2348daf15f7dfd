import colorsys
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression

from models.huang2024.images.colors import (
    ColoredDigits,
    draw_examples,
    hue_to_rgb,
    jitter_without_hue,
    keep_colour,
    simclr_jitter,
)
from models.huang2024.images.encoder import start_encoder
from models.huang2024.images.readouts import accuracy, fit_probe, probe_scores, zero_shot_scores
from models.huang2024.images.training import train_clip, train_simclr
from models.huang2024.images.views import caption_color, caption_color_and_digit, pixels_of
from models.images.digits import load_images
from models.images.losses import clip_loss
from theoremcheck.streams import Streams

DIGITS = ColoredDigits("digits", 0.775, 0.1, 0.2, train_size=1280, test_size=512, batch_size=128, epochs=1)


def streams(*indices):
    return Streams(11, torch.tensor(indices or [0, 1, 2]))


def test_too_many_images_are_refused():
    with pytest.raises(ValueError, match="must not exceed the 1797 images"):
        draw_examples(replace(DIGITS, test_size=600), streams())


def test_colors_are_those_of_the_class_with_the_stated_probability():
    """Within four standard errors of a binomial of 16 * 1280 images."""
    train, _, _ = draw_examples(DIGITS, streams(*range(16)))
    share = (train.colors == train.labels).double().mean()
    assert abs(share - 0.775) < 4 * (0.775 * 0.225 / train.labels.numel()) ** 0.5


def test_other_colors_are_equally_likely():
    train, _, _ = draw_examples(replace(DIGITS, correlation=0.1), streams(*range(16)))
    counts = ((train.colors - train.labels) % 10).flatten().bincount().double()
    share, number = counts / counts.sum(), counts.sum()
    assert ((share - 0.1).abs() < 4 * (0.09 / number).sqrt()).all()


def test_a_tenth_of_the_labels_is_drawn_anew():
    """Nine tenths of those differ from the label of the image, which a class-mean of clean images gives away."""
    grey, labels = load_images("digits")
    train, _, _ = draw_examples(DIGITS, streams(*range(16)))
    known = {image.numpy().tobytes(): int(label) for image, label in zip(grey.flatten(1), labels, strict=True)}
    clean = [[known[image.numpy().tobytes()] for image in trial] for trial in train.grey]
    share = (train.labels != torch.tensor(clean)).double().mean()
    assert abs(share - 0.09) < 4 * (0.09 * 0.91 / train.labels.numel()) ** 0.5


def test_exchange_changes_the_colors_alone():
    _, test, swapped = draw_examples(DIGITS, streams())
    assert torch.equal(test.grey, swapped.grey)
    assert torch.equal(test.labels, swapped.labels)
    own = test.colors == test.labels
    assert torch.equal(swapped.colors[own], test.labels[own] ^ 1)


def test_training_and_test_images_are_different():
    train, test, _ = draw_examples(replace(DIGITS, correlation=1.0, label_noise=0.0), streams(3))
    seen = {image.numpy().tobytes() for image in train.grey[0]}
    assert not seen & {image.numpy().tobytes() for image in test.grey[0]}


def test_hues_are_those_of_colorsys():
    hues = torch.linspace(-0.4, 1.4, 50, dtype=torch.float64)
    expected = [colorsys.hsv_to_rgb(float(hue) % 1, 1, 1) for hue in hues]
    torch.testing.assert_close(hue_to_rgb(hues), torch.tensor(expected, dtype=torch.float64))


def test_jitter_is_grey_in_a_fifth_and_nothing_in_a_sixth_of_the_views():
    hues = torch.full((3, 4000), 1 / 12, dtype=torch.float64)  # orange: a pure colour may be clipped to itself
    color = simclr_jitter(hues, streams())
    assert (color >= 0).all() and (color <= 1).all()
    grey = (color.amax(dim=2) - color.amin(dim=2) < 1e-12).double().mean()
    same = (color - hue_to_rgb(hues)).abs().amax(dim=2).lt(1e-12).double().mean()
    assert abs(grey - 0.2) < 4 * (0.16 / 12_000) ** 0.5
    assert abs(same - 0.16) < 4 * (0.16 * 0.84 / 12_000) ** 0.5


def test_jitter_without_hue_keeps_the_hue():
    hues = streams().uniform("hues", (50,))
    color = jitter_without_hue(hues, streams())
    torch.testing.assert_close(color / color.amax(dim=2, keepdim=True), hue_to_rgb(hues))


def test_probe_is_scikit_learns_logistic_regression():
    """C = 1 is ridge 1; the intercept is a column of ones there too, so that both penalise it."""
    grey, labels = load_images("digits")
    inputs, targets = grey.flatten(1)[None, :600], labels[None, :600]
    scores = probe_scores(fit_probe(inputs, targets), inputs)[0].softmax(dim=1)
    with_ones = np.hstack([inputs[0].numpy(), np.ones((600, 1))])
    expected = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-9, max_iter=2000).fit(
        with_ones, targets[0].numpy()
    )
    assert np.abs(scores.numpy() - expected.predict_proba(with_ones)).max() < 0.005
    assert (scores.argmax(1).numpy() == expected.predict(with_ones)).mean() > 0.995


def test_captions_name_digit_and_color():
    train, _, _ = draw_examples(DIGITS, streams())
    caption = caption_color_and_digit(train)
    assert torch.equal(caption[..., :10].argmax(2), train.labels)
    assert torch.equal(caption[..., 10:].argmax(2), train.colors)
    assert torch.equal(caption_color(train)[..., 10:], caption[..., 10:])
    assert not caption_color(train)[..., :10].any()


def test_zero_shot_reads_the_word_that_an_image_points_at():
    encoder = start_encoder(192, streams())
    pixels = pixels_of(draw_examples(DIGITS, streams())[1])
    digits = encoder.embed(pixels[:, :10])
    words = torch.cat([digits, torch.zeros_like(digits)], dim=1)
    assert (accuracy(zero_shot_scores(encoder, words, pixels[:, :10]), torch.arange(10).expand(3, 10)) == 1).all()


def test_a_trial_does_not_depend_on_its_batch_mates():
    """Float64 and ten steps: round-off alone is left."""
    pixels = {}
    for indices in ((0, 1, 2), (1,)):
        train, test, _ = draw_examples(DIGITS, streams(*indices))
        simclr = train_simclr(DIGITS, train, simclr_jitter, streams(*indices))
        clip, words = train_clip(DIGITS, train, caption_color_and_digit, streams(*indices))
        pixels[indices] = simclr.embed(pixels_of(test)), clip.embed(pixels_of(test)), words
    for together, alone in zip(pixels[0, 1, 2], pixels[1,], strict=True):
        torch.testing.assert_close(together[1:2], alone, rtol=1e-6, atol=1e-6)


def test_training_lowers_the_loss():
    train, _, _ = draw_examples(DIGITS, streams())
    batch = train.take(torch.arange(256).expand(3, 256))

    def loss(encoder, words):
        texts = F.normalize(caption_color_and_digit(batch).to(words) @ words, dim=2)
        return clip_loss(encoder.embed(pixels_of(batch)), texts, 0.2)

    start = loss(*train_clip(replace(DIGITS, epochs=0), train, caption_color_and_digit, streams()))
    end = loss(*train_clip(DIGITS, train, caption_color_and_digit, streams()))
    assert (end < start - 0.5).all()


def test_no_jitter_keeps_the_color():
    hues = streams().uniform("hues", (50,))
    assert torch.equal(keep_colour(hues, streams()), hue_to_rgb(hues))
