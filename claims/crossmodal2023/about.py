"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="crossmodal2023",
    title="Multimodality Helps Unimodality: Cross-Modal Few-Shot Learning with Multimodal Models",
    says=(
        "A few-shot classifier on frozen features of a multimodal model may take the names of its classes, or "
        "sounds, as further training samples. A linear head that is trained on images and texts together is said to "
        "be better at classifying images than one that is trained on the images alone."
    ),
    shown=(
        Shown(
            "crossmodal2023.half-half-helps-at-few-shots",
            "boundary_planes",
            "Until how many shots a text helps, by what it is worth, and by the vector that all texts share.",
        ),
    ),
    left_out=(
        "Equations and tables of the paper were not read; the results on real images have no claims: they are "
        "neither theorems nor small.",
    ),
)
