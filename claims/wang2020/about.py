"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="wang2020",
    title=("Understanding Contrastive Representation Learning through Alignment and Uniformity on the Hypersphere"),
    says=(
        "With many negatives the contrastive loss tends to a sum of two terms. The first is least where positive pairs "
        "are aligned, the second where features are uniform on the sphere. The deviation from the limit falls at least "
        "as fast as one over the square root of the number of negatives."
    ),
    shown=(
        Shown(
            "wang2020.contrastive-limit-rate-is-one",
            "curves",
            "The deviation from the limit along the number of negatives: its slope is -1.",
        ),
    ),
    left_out=(
        "Read was section 4.2 with Theorem 1, in an extraction; of the other sections nothing is asked.",
        "Item 1, that perfect alignment makes the first term least, is true of a mean of cosines by what a cosine is: "
        "no claim.",
        "The rate is asked of uniform encoders and one positive, where the deviation is exact; for other laws the same "
        "expansion holds with other moments.",
        "The experiments on images and sentences have no claims: they are neither theorems nor small.",
    ),
)
