"""What several papers of the catalogue answer, each for a regime of its own."""

from math import exp, log, sqrt

from theoremcheck import Case, MapShown, Question

__all__ = ["MODALITY_GAP"]

_STATES = 8
"""K of the map over mismatch and temperature."""
_SHARES = [0.02 * 30 ** (step / 24) for step in range(25)]
_AT_FOUR = 1 / (1 + (exp(4 * _STATES / (_STATES - 1)) - 1) / _STATES)
"""Mismatch at which $a^* = 4$."""
_PAIRS = 16
"""N of the map of the sigmoid loss."""
_TEMPERATURES = [0.5 * 20 ** (step / 24) for step in range(25)]
_MULTIPLES = [1.001 * 2.5 ** (step / 24) for step in range(25)]


def _critical(share: float) -> float:
    """$a^*$ of mismatched pairs."""
    return (_STATES - 1) / _STATES * log(1 + _STATES * (1 - share) / share)


def _least_bias(inverse_temperature: float) -> float:
    r"""Least b / t at which the simplex is optimal: $(N-2) / (1 + e^{t/(N-1) + b}) = 2 / (1 + e^{t-b})$, in $e^b$."""
    drawn = exp(inverse_temperature / (_PAIRS - 1))
    root = sqrt((_PAIRS - 4) ** 2 + 8 * (_PAIRS - 2) * exp(inverse_temperature) * drawn)
    return log((_PAIRS - 4 + root) / (4 * drawn)) / inverse_temperature


MODALITY_GAP = Question(
    name="modality-gap",
    title="Is there a modality gap at the optimum, and who is right where?",
    says=(
        "Yi et al. 2025 prove that the optimum of the contrastive loss has no gap, Cai et al. 2026 that a gap is "
        "generic where pairs are mismatched, Liang et al. 2022 that training keeps the gap of the start, and "
        r"Yaras et al. 2025 that a learned temperature closes it like $1 / \log(t)^2$ and no faster. Each is right "
        "in a regime of its own. Here the gap is the distance of the centroids of unit features that are free: an "
        r"encoder could put every input anywhere. $\beta = 1/\tau$, and $\varepsilon$ is the share of pairs drawn "
        r"at random; $a^* = \frac{K-1}{K} \log\left(1 + K \frac{1-\varepsilon}{\varepsilon}\right)$ for $K$ states "
        "is the largest useful inverse temperature."
    ),
    cases=(
        Case(
            r"Pairs are matched, the temperature is fixed",
            r"0 at the optimum. Training reaches it for $\beta \le 4$; most of the start's stays for $\beta \ge 16$.",
            "Yi 2025 (Theorem 1) on the optimum, Liang 2022 on training",
            (
                "yi2025.matched-loss-bound",
                "yi2025.matched-gap-vanishes",
                "liang2022.low-temperature-freezes-training",
            ),
        ),
        Case(
            r"Pairs are mismatched, $\beta \le a^*$",
            "0 at the optimum, although pairs are mismatched",
            "Yi's conclusion, beyond its hypotheses; a gap is not generic here",
            ("cai2026.no-gap-above-the-critical-temperature",),
        ),
        Case(
            r"Pairs are mismatched, $\beta > a^*$, features are free",
            r"Any gap from 0 to $2 \sqrt{1 - a^* / \beta}$ costs the same; the start decides.",
            "Nobody's formula: Cai's repulsion and a cone in common are equally good",
            ("cai2026.gap-and-cone-are-equal", "cai2026.zero-gap-minimiser-exists"),
        ),
        Case(
            r"The same at $\beta = 4$, and features have fewer dimensions than inputs have states",
            "0 at the optimum again: a gap needs a dimension of its own, and there is none to spare",
            "Yi's conclusion, beyond its hypotheses",
            ("cai2026.a-gap-needs-a-dimension",),
        ),
        Case(
            r"Pairs are mismatched, $\beta > a^*$, and the offsets of the two modalities are tied",
            r"$2 \sqrt{1 - a^* / \beta}$",
            "Yaras' model of the gap, with this value (ours)",
            ("yaras2025.gap-at-fixed-temperature-under-mismatch",),
        ),
        Case(
            "Pairs are mismatched, offsets are tied, the temperature is learned",
            "A gap above 0 that freezes, at a value in closed form",
            r"Yaras' direction, and not the law $1 / \log(t)^2$, which is of matched pairs",
            ("yaras2025.learned-temperature-freezes-the-gap",),
        ),
        Case(
            "Pairs are matched, offsets are tied, the temperature is learned",
            r"It closes, and no faster than $1 / \log(t)^2$.",
            "Yaras 2025 (Theorem 3.2)",
            ("yaras2025.gap-closes-no-faster",),
        ),
        Case(
            r"Each modality lies on a hyperplane of its own, in a cone tighter than the softmax, $\kappa\tau \ge 2$",
            "The angle between the hyperplanes",
            "Yi's conclusion, and not its Theorem 3",
            (
                "yi2025.tight-cones-on-planes-keep-the-angle",
                "yi2025.subspace-centre-pair-as-printed",
                "yi2025.subspace-centre-pair-infimum",
            ),
        ),
        Case(
            "Each modality lies on a hyperplane of its own, without a cone",
            "0: the centroids meet",
            "Neither: a collapse of dimension alone makes no gap of centroids",
            ("yi2025.planes-alone-make-no-centroid-gap",),
        ),
        Case(
            "The two marginals differ, and linear encoders are trained",
            "A gap that the data bring along, and that training makes smaller",
            "Cai's observation, by another cause",
            ("cai2026.circle-gap-grows-with-mismatch", "cai2026.training-shrinks-the-marginal-gap"),
        ),
        Case(
            "Sigmoid loss, bias and temperature tied as in Lee 2024",
            r"0 above one line of temperatures, 2 below another, between them neither",
            "Lee 2024",
            ("lee2024.two-phase-lines",),
        ),
        Case(
            "Sigmoid loss, a plain bias is learned",
            "About 1.3: the modalities are linearly separable",
            "Bangachev 2025 (Theorem 3.6)",
            ("bangachev2025.plain-bias-separates-the-modalities",),
        ),
        Case(
            "Sigmoid loss, the relative bias is learned",
            "About 0: nothing is separable",
            "Bangachev's recommendation; its Theorem 3.6 does not speak of it",
            ("bangachev2025.relative-bias-closes-the-gap",),
        ),
        Case(
            r"500 published pairs of CLIP, at its own temperature",
            "Closing the gap raises the loss.",
            "Liang 2022",
            ("liang2022.clip-keeps-its-gap", "liang2022.closing-the-gap-raises-the-loss"),
        ),
    ),
    maps=(
        MapShown(
            "cai2026.no-gap-above-the-critical-temperature",
            "mismatch",
            "inverse_temperature",
            r"Where every minimiser has no gap, over mismatch and inverse temperature; dashed $\beta = a^*$.",
            regions=((0.06, 1.0, "Yi: no gap"), (0.12, 13.0, "Cai, Yaras: a gap costs nothing")),
            lines=(tuple((share, _critical(share)) for share in _SHARES),),
        ),
        MapShown(
            "cai2026.a-gap-needs-a-dimension",
            "mismatch",
            "dimension",
            r"Where the optimum has no gap at $\beta = 4$, over mismatch and dimension; dashed $\beta = a^*$, $D = K$.",
            regions=((0.04, 12.0, "Yi: no gap"), (0.2, 5.5, "no gap either"), (0.25, 12.0, "Cai, Yaras: it is free")),
            lines=(((_AT_FOUR, 16.0), (_AT_FOUR, _STATES - 0.5), (0.6, _STATES - 0.5)),),
        ),
        MapShown(
            "yaras2025.mismatch-widens-a-cold-gap",
            "critical_multiple",
            "gap",
            r"Whether a learned temperature widens the gap of the start; dashed $\gamma_0^2 = 1 - a^* / \beta_0$.",
            regions=((1.9, 0.2, "it widens"), (0.9, 0.6, "Yaras: it narrows")),
            lines=(tuple((multiple, sqrt(1 - 1 / multiple)) for multiple in _MULTIPLES),),
        ),
        MapShown(
            "liang2022.low-temperature-freezes-training",
            "inverse_temperature",
            "steps",
            "Where training from two cones brings the loss near 0 and leaves them apart, over temperature and steps.",
            regions=((50.0, 1000.0, "Liang: it stays"), (3.0, 1000.0, "Yi: it closes")),
        ),
        MapShown(
            "liang2022.low-temperature-freezes-training",
            "inverse_temperature",
            "offset",
            "Where 1,000 steps leave centroids 0.8 apart, over temperature and the cones' offset; 0: rows start free.",
            regions=((45.0, 1.3, "Liang: it stays"), (3.0, 0.8, "Yi: it closes"), (40.0, 0.25, "a smaller one stays")),
        ),
        MapShown(
            "liang2022.closing-the-gap-raises-the-loss",
            "inverse_temperature",
            "share",
            "Whether closing a share of CLIP's gap raises the loss, over share and temperature; its own is 1/100.",
            regions=((120.0, 0.6, "Liang: it rises"), (11.0, 0.6, "Liang: it falls")),
        ),
        MapShown(
            "lee2024.simplex-above-the-upper-line",
            "inverse_temperature",
            "bias_ratio",
            "Where the optimum of the sigmoid loss has no gap, over t and b / t; dashed the derived line.",
            regions=((5.0, 1.7, "Lee: no gap"), (1.2, 0.5, "Lee: a gap")),
            lines=(tuple((t, ratio) for t in _TEMPERATURES if (ratio := _least_bias(t)) <= 2),),
        ),
        MapShown(
            "yi2025.tight-cones-on-planes-keep-the-angle",
            "tightness",
            "dimension",
            r"Whether the angle of two hyperplanes is kept, over the cones' tightness $\kappa\tau$ and the dimension.",
            regions=((20.0, 8.0, "Yi: the planes' angle"), (0.1, 8.0, "centres meet")),
        ),
    ),
)
