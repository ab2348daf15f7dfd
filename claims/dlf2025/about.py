"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Scatter

__all__ = ["PAPER"]

PAPER = Paper(
    name="dlf2025",
    title="DLF: Disentangled-Language-Focused Multimodal Sentiment Analysis",
    says=(
        "DLF splits the features of language, vision and audio into shared and specific ones, and lets language "
        "lead. Geometric losses are said to reduce the redundancy between the two kinds and to align what is shared."
    ),
    scatters=(
        Scatter(
            "dlf2025.triplet-term-aligns-shared-features",
            across="alignment_without",
            up="alignment_with",
            counted=(),
            words=("a training with and without the term",),
            lines=(((0.0, 0.0), (1.0, 1.0)),),
            says="Alignment of the shared features with and without the triplet term, on a synthetic surrogate.",
            dashed="both are equal",
        ),
    ),
    left_out=("Nothing is checked on sentiment data: body and ablations were not read, and the surrogate is ours.",),
)
