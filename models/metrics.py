r"""How far two modalities lie apart in their common space, and whether closing the gap would help.

`python -m models.metrics image.npy text.npy` prints all of it for embeddings of one's own, pair by pair in the rows of
two files. See docs/modality-gap.md.

Sources: Liang et al. 2022 (arXiv:2203.02053) for the gap and the line that closes it; Wang and Isola 2020
(arXiv:2005.10242) for alignment; Fang et al. 2024 (arXiv:2403.00642) for uniformity, as Yaras et al. 2025
(arXiv:2412.07909) use it, and the latter for the margin.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.numerics import clip

__all__ = [
    "ClosingLine",
    "DuplicateWarning",
    "EmbeddingError",
    "alignment",
    "closing_line",
    "gap",
    "margin",
    "normalised",
    "retrieval",
    "uniformity",
]

Rows = NDArray[np.float64]
"""Unit vectors, shape (n, d)."""

_UNIT = 1e-3
"""By how much a norm may differ from 1: half precision, in which embeddings are often kept, rounds by 5e-4."""


class EmbeddingError(ValueError):
    """Embeddings of which a metric is not defined; the message says what came and what was expected."""


class DuplicateWarning(UserWarning):
    """Rows that occur more than once: their pairs have no margin, and retrieval counts each tie as a miss."""


@dataclass(frozen=True)
class ClosingLine:
    r"""The loss on the way on which both modalities move towards each other.

    Attributes:
        shares: $\lambda$; 0 leaves them where they are, and at 1/2 their centres meet before normalisation.
        losses: Symmetric contrastive loss in nats at each.
        gaps: Distance of the centres at each.
        temperature: Of the loss.
    """

    shares: Rows
    losses: Rows
    gaps: Rows
    temperature: float

    @property
    def best(self) -> float:
        """The share at which the loss is least."""
        return float(self.shares[self.losses.argmin()])

    @property
    def verdict(self) -> str:
        """Whether closing the gap raises the loss or lowers it, in a sentence with the numbers.

        The question of Liang et al. 2022: at the temperature of CLIP, 0.01, the loss of CLIP's embeddings is least
        with the gap as it is.
        """
        first, last, least = float(self.losses[0]), float(self.losses[-1]), float(self.losses.min())
        does = "raises" if last > first else "lowers" if last < first else "leaves"
        on_the_way = f"; it is least, {least:.4f}, after {self.best / self.shares[-1]:.0%} of the way"
        return (
            f"closing the gap {does} the loss at temperature {self.temperature:g}: {first:.4f} nats as they are, "
            f"{last:.4f} where centres meet{on_the_way if least < min(first, last) else ''}"
        )


def normalised(rows: NDArray[np.floating]) -> Rows:
    """Rows divided by their lengths, in float64.

    Raises:
        EmbeddingError: If they are no matrix of finite numbers, or a row is zero.
    """
    matrix = np.asarray(rows, dtype=np.float64)
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise EmbeddingError(f"embeddings have shape {matrix.shape}, expected (pairs, dimensions)")
    if not np.isfinite(matrix).all():
        raise EmbeddingError(f"embeddings hold {int((~np.isfinite(matrix)).sum())} numbers that are not finite")
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    if (norms == 0).any():
        raise EmbeddingError(f"row {int(norms.argmin())} is zero: it has no direction")
    return matrix / norms


def gap(first: Rows, second: Rows) -> float:
    r"""$\| \bar x - \bar y \|$, the distance of the two centres, in [0, 2]."""
    x, y = _checked(first, second)
    return float(np.linalg.norm(x.mean(axis=0) - y.mean(axis=0)))


def alignment(first: Rows, second: Rows) -> float:
    r"""$E \| x_i - y_i \|^2 = 2 - 2 E \langle x_i, y_i \rangle$ of the pairs, in [0, 4]; 0 is perfect."""
    x, y = _checked(first, second)
    return float(np.square(x - y).sum(axis=1).mean())


def uniformity(first: Rows, second: Rows) -> float:
    r"""$-W_2$ of all vectors, as one normal law, to the uniform law: 0 is uniform, and smaller is worse.

    $W_2^2 = \|\mu\|^2 + 1 + \mathrm{tr}\, S - \frac{2}{\sqrt d} \mathrm{tr}\, S^{1/2}$ with mean $\mu$ and covariance
    S of the 2 n stacked vectors. It is finite for duplicates, too: $-\sqrt 2$ if all vectors are one.
    """
    stacked = np.concatenate(_checked(first, second))
    mean = stacked.mean(axis=0)
    variances = np.linalg.svd(stacked - mean, compute_uv=False) ** 2 / len(stacked)
    square = mean @ mean + 1 + variances.sum() - 2 / sqrt(stacked.shape[1]) * np.sqrt(variances).sum()
    return -sqrt(max(float(square), 0.0))


def margin(first: Rows, second: Rows) -> float:
    r"""$\min_{i \ne j} \min(Z_{ii} - Z_{ij}, Z_{jj} - Z_{ij})$ of the cosines Z: positive if every pair is matched.

    Raises:
        EmbeddingError: For one pair alone, which nothing can be mistaken for.
    """
    cosines = _candidates(first, second)
    own = np.diag(cosines)
    lead = np.minimum(own[:, None], own[None, :]) - cosines
    return float(lead[~np.eye(len(own), dtype=bool)].min())


def retrieval(first: Rows, second: Rows, k: int = 1) -> tuple[float, float]:
    """Share of the rows of either modality whose partner is among the k nearest of the other, first to second and back.

    A tie counts as a miss.

    Raises:
        EmbeddingError: For one pair alone, or if k is not between 1 and n - 1.
    """
    cosines = _candidates(first, second)
    if not 1 <= k < len(cosines):
        raise EmbeddingError(f"k={k} must lie between 1 and n - 1 = {len(cosines) - 1}")
    own = np.diag(cosines)
    beside = (cosines >= own[:, None]).sum(axis=1) - 1, (cosines >= own[None, :]).sum(axis=0) - 1
    forth, back = (float((others < k).mean()) for others in beside)
    return forth, back


def closing_line(first: Rows, second: Rows, temperature: float = 0.07, points: int = 21) -> ClosingLine:
    r"""Loss on the line on which both modalities move along the difference of their centres.

    It is that of $\mathrm{norm}(x_i - \lambda \Delta)$ and $\mathrm{norm}(y_i + \lambda \Delta)$ with
    $\Delta = \bar x - \bar y$.

    Args:
        first: Unit vectors of one modality.
        second: Their partners.
        temperature: Of the loss.
        points: Shares between 0 and 1/2.

    Raises:
        EmbeddingError: For one pair alone, whose loss is 0 wherever it lies, or if the temperature is not positive.
    """
    _candidates(first, second)
    if not temperature > 0:
        raise EmbeddingError(f"temperature={temperature} must be positive")
    x, y = _checked(first, second)
    apart = x.mean(axis=0) - y.mean(axis=0)
    shares = np.linspace(0.0, 0.5, points)
    moved = [(normalised(x - share * apart), normalised(y + share * apart)) for share in shares]
    losses = [float(clip(torch.from_numpy(one @ other.T / temperature))) for one, other in moved]
    return ClosingLine(shares, np.array(losses), np.array([gap(one, other) for one, other in moved]), temperature)


def _checked(first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """Unit rows, paired."""
    x, y = normalised(first), normalised(second)
    if x.shape != y.shape:
        raise EmbeddingError(f"embeddings have shapes {x.shape} and {y.shape}, expected the same pairs in one space")
    for rows in (first, second):
        norms = np.linalg.norm(np.asarray(rows, dtype=np.float64), axis=1)
        if (np.abs(norms - 1) > _UNIT).any():
            raise EmbeddingError(
                f"rows have norms from {norms.min():.3g} to {norms.max():.3g}, expected unit vectors: pass `normalised`"
            )
    return x, y


def _candidates(first: Rows, second: Rows) -> NDArray[np.float64]:
    """Cosines of all with all, shape (n, n), of at least two pairs."""
    x, y = _checked(first, second)
    if len(x) == 1:
        raise EmbeddingError("one pair alone has nothing to be told from: at least two are needed")
    for rows in (x, y):
        if (twice := len(rows) - len(np.unique(rows, axis=0))) > 0:
            warnings.warn(f"{twice} of {len(rows)} rows repeat another one", DuplicateWarning, stacklevel=3)
    return x @ y.T


def _drawn(line: ClosingLine) -> str:
    """The loss along the line as a picture of its own."""
    low, high = float(line.losses.min()), float(line.losses.max())
    span = high - low or 1.0
    across, up = line.shares / line.shares[-1], (line.losses - low) / span
    points = " ".join(f"{60 + 320 * a:.1f},{220 - 180 * b:.1f}" for a, b in zip(across, up, strict=True))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 270" role="img" font-family="sans-serif" '
        'font-size="12"><title>Loss along the line that closes the gap</title>'
        '<rect width="400" height="270" fill="white"/><path d="M60 30V220H380" fill="none" stroke="gray"/>'
        f'<polyline points="{points}" fill="none" stroke="#0b5394" stroke-width="2"/>'
        f'<text x="55" y="44" text-anchor="end">{high:.3f}</text>'
        f'<text x="55" y="220" text-anchor="end">{low:.3f}</text>'
        '<text x="60" y="238">as it is</text><text x="380" y="238" text-anchor="end">centres meet</text>'
        '<text x="60" y="20">contrastive loss, nats</text></svg>\n'
    )


def _read(path: Path, divide: bool) -> Rows:
    rows = np.load(path, allow_pickle=False)
    return normalised(rows) if divide else rows


@click.command(help=(__doc__ or "").partition("\n")[0])
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--temperature", default=0.07, show_default=True, help="Of the loss along the line.")
@click.option("--normalise", is_flag=True, help="Divide every row by its length first.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw the loss along the line: FILE.svg.")
def main(image: Path, text: Path, temperature: float, normalise: bool, plot: Path | None) -> None:
    """Print the metrics of two files of embeddings, as NumPy saves them."""
    try:
        x, y = _read(image, normalise), _read(text, normalise)
        line = closing_line(x, y, temperature)
        forth, back = retrieval(x, y)
        rows = {
            "pairs, dimensions": "{}, {}".format(*x.shape),
            "gap": f"{gap(x, y):.4f}",
            "alignment": f"{alignment(x, y):.4f}",
            "uniformity": f"{uniformity(x, y):.4f}",
            "margin": f"{margin(x, y):.4f}",
            "retrieval at 1, image to text": f"{forth:.3f}",
            "retrieval at 1, text to image": f"{back:.3f}",
            "loss as it is": f"{line.losses[0]:.4f}",
            "loss where centres meet": f"{line.losses[-1]:.4f}",
            "loss is least at the share": f"{line.best:.3f} of 0.5",
        }
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    for name, value in rows.items():
        click.echo(f"{name:<31} {value}")
    click.echo(line.verdict)
    if plot is not None:
        if plot.suffix != ".svg":
            raise click.ClickException(f"--plot {plot} must end in .svg")
        plot.write_text(_drawn(line), encoding="utf-8")


if __name__ == "__main__":
    main()
