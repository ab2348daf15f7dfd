"""What a report says of the paper before its claims."""

from theoremcheck import Paper, Scatter, Shown

__all__ = ["PAPER"]

PAPER = Paper(
    name="huang2024",
    title="On the Comparison between Multi-modal and Single-modal Contrastive Learning",
    says=(
        "Two-layer ReLU encoders see samples that are one patch of signal and one of noise, and learn by contrast, "
        "either with a noisy copy of the same sample (single-modal) or with a second modality that shares the label."
        " With one modality the noise of the training samples grows first and is memorised: training converges, and "
        "the test error stays of order one. A second modality whose noise is independent and whose signal is "
        "stronger lets the signal grow first, so that the test error vanishes; the signal-to-noise ratio decides "
        "which of the two happens."
    ),
    shown=(
        Shown(
            "huang2024.single-modal-stalls-in-its-regime",
            "curves",
            "Both test errors along the ladder, in the theorems' own regime: one modality stalls, two learn.",
        ),
    ),
    scatters=(
        Scatter(
            "huang2024.phase-diagram-of-errors",
            across="signal_strength",
            up="modality_ratio",
            counted=("learned 1", "learned 2"),
            words=("neither arm learns", "one arm learns", "both arms learn"),
            lines=(((2.0, 0.25), (2.0, 8.0)), ((0.25, 8.0), (8.0, 0.25))),
            says=r"The phase diagram: $c = n\,\mathrm{SNR}^2$ and $C_\mu$, with the lines $c = 2$ and $C_\mu c = 2$.",
        ),
    ),
    rests_on={
        "huang2024.single-modal-converges": ("huang2024.every-sample-is-memorised",),
        "huang2024.multi-modal-converges": ("huang2024.multi-modal-average-loss",),
        "huang2024.every-sample-is-memorised": ("huang2024.average-response-reaches-three-as-printed",),
        "huang2024.average-response-reaches-three-as-printed": ("huang2024.active-pairs-grow-as-printed",),
        "huang2024.active-pairs-grow-as-printed": ("huang2024.products-above-class-mean-as-printed",),
        "huang2024.products-above-class-mean-as-printed": ("huang2024.class-sum-as-printed",),
        "huang2024.signal-is-learned-first": ("huang2024.average-signal-reaches-three",),
        "huang2024.single-modal-descent-as-printed": ("huang2024.anchors-agree-as-printed",),
        "huang2024.multi-modal-descends": ("huang2024.multi-modal-anchors-agree-as-printed",),
    },
    left_out=(
        "Appendices D.5 to D.7 have no claims: nobody here has read them.",
        "The picture of Figure 1 and the code behind Table 1 (ColoredMNIST) were not at hand: images, network and "
        "readout of these claims are ours.",
        "Of the appendix's explicit constants no size that can be run meets all: the ladder meets the conditions of "
        "Assumption 4.1 with constants 1.",
    ),
)
