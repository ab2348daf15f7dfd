"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="xue2024",
    title="Understanding the Robustness of Multi-modal Contrastive Learning to Distribution Shift",
    says=(
        "A linear contrastive loss on images and captions learns from the cross-covariance of their latent features."
        " So it weighs a core feature of high variance against a spurious one of low variance as their variances do,"
        " and stays accurate where the spurious correlation breaks, while supervised learning follows the spurious "
        "feature. Details that captions annotate in one class help the others, and richer captions make both effects"
        " stronger."
    ),
    shown=(
        Shown(
            "xue2024.contrastive-accuracy-reaches-the-bound",
            "curves",
            "How far the accuracy of contrastive learning is from the theorem's value, along the number of pairs.",
        ),
        Shown(
            "xue2024.contrastive-beats-supervised-where-classes-overlap",
            "boundary_planes",
            "Where contrastive learning beats supervised learning, over the spread of the core feature and the "
            "correlation of the spurious one; the order flips at the line.",
        ),
        Shown(
            "xue2024.caption-richness-decides-whatever-the-spurious",
            "boundary_planes",
            r"Over how rich captions are of the core feature, in units of $\pi^*$, and of the spurious one: whether "
            "the accuracy under P* is above 75 % exactly above the threshold.",
        ),
        Shown(
            "xue2024.caption-richness-decides-whatever-the-spurious",
            "accuracy_planes",
            r"The accuracy under P* itself over the same plane: one half below $\pi^*$, all of it above.",
        ),
    ),
    left_out=(
        "The experiments of Figure 3 on real images have no claims: they are neither theorems nor small.",
        "Many of its 28 theorem-like items have no claims: of the paper only the abstract, the opening, item names "
        "and captions could be read.",
    ),
)
