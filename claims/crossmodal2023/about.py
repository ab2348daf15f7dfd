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
            "crossmodal2023.class-name-helps-at-one-shot",
            "boundary_planes",
            "Where a class name helps at one shot, and where it does not.",
        ),
    ),
    left_out=(
        "Equations and tables of the paper were not read; the results on real images have no claims: they are "
        "neither theorems nor small.",
    ),
)
