"""Data sets of digits in colours that predict their labels, of Huang et al. 2024, and a small budget to learn them."""

from models.huang2024.images.colors import ColoredDigits
from theoremcheck import Regimes

__all__ = ["colored_digits"]


_SIZES = {
    # Ten batches an epoch and 512 images for the test: 1,792 of scikit-learn's 1,797.
    "digits": {"train_size": 1280, "test_size": 512, "epochs": 24},
    "mnist": {"train_size": 3840, "test_size": 1024, "epochs": 8},
}
"""240 steps in both: less than a second of one core for a training of SimCLR on 8 x 8 pixels."""


def colored_digits(images: str = "digits", correlation: float = 0.775) -> Regimes:
    """The paper's colour rule; a draw is a seed: of split, labels, colours, weights, batches and views.

    Args:
        images: "digits", scikit-learn's 8 x 8 pixels, or "mnist", which needs the extra `[mnist]`.
        correlation: Probability that an image has the colour of its class; 0.775 in the paper, and 0.1, the share of
            each of ten colours, where colours say nothing.
    """
    return Regimes(
        ColoredDigits,
        images=images,
        correlation=correlation,
        label_noise=0.1,  # the paper's
        temperature=0.2,  # unsaid; between the 0.07 that CLIP starts from and the 0.5 of SimCLR on small images
        batch_size=128,
        **_SIZES[images],
    )
