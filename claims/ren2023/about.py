"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="ren2023",
    title="On the Importance of Contrastive Loss in Multimodal Learning",
    says=(
        "Two linear encoders learn from pairs that share hidden signals of unequal strength. First the positive "
        "pairs align the two representations, at the price of a growing condition number; then the negative pairs "
        "balance them, and the condition number falls. Without negative pairs the representation stays unbalanced."
    ),
    shown=(
        Shown(
            "ren2023.aligned-before-balanced",
            "curves",
            "The two stages along training: alignment rises while the condition number grows, then that falls again.",
        ),
    ),
    left_out=(
        "Theorems, lemmas and constants have no claims of their own: only the abstracts and the introduction could "
        "be read.",
    ),
)
