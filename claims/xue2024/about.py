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
    ),
    left_out=(
        "The experiments of Figure 3 on real images have no claims: they are neither theorems nor small.",
        "Many of its 28 theorem-like items have no claims: of the paper only the abstract, the opening, item names "
        "and captions could be read.",
    ),
)
