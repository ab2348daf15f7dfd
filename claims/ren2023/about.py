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
        "The paper's own theorems, lemmas and constants have no claims: only the abstracts and the introduction could "
        "be read. What is claimed of constants and of exact laws is derived, and says so.",
        r"That the noise vanishes: $c \le \sqrt{(1 - \nu_A)(1 - \nu_B)}$ for its shares $\nu$, so training-aligns "
        "bounds it already.",
        "That it is robust to practice (number of negatives, kind of normalisation) is a sweep of settings, for a map "
        "of negatives-balance, and no statement.",
        "That the initial scale does not matter: the clock removes it by construction, so it is a check of our own "
        "code.",
        "That positives alone collapse to rank one (recalled): the condition number is finite at every d, and grows "
        "with it, as unbalance-grows-with-dimension asks.",
    ),
)
