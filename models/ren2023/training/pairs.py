r"""Pairs of views of shared binary signals, and the linear encoders at initialisation.

$$ x_A = A z_A + A_\xi \xi_A, \qquad x_B = B z_B + B_\xi \xi_B, $$

where $z_A = z_B$ in a positive pair, $z \in \{\pm 1\}^r$, $\xi \in \{\pm 1\}^{d - r}$, and $[A | A_\xi]$ has
orthogonal columns of squared lengths $\sigma_1^2, \dots, \sigma_r^2, \sigma_\xi^2, \dots, \sigma_\xi^2$, as
$[B | B_\xi]$ has.

Encoders are $f_A = W_A x_A / N_A$ and $f_B = W_B x_B / N_B$. With $P_A = W_A [A | A_\xi]$ and
$u_A = (z_A, \xi_A)$, $f_A = P_A u_A / N_A$, and a gradient step on $W_A$ is the gradient step on $P_A$ with
column j scaled by its squared length $\lambda_j$. So no $A$, no $B$ and no $W$ is ever built.

Ren and Li 2023, arXiv:2304.03717: the form of the data was read, the rest is reconstructed.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["BLOCK", "LinearPairs", "Views", "independent_pairs", "positive_pairs", "shared_noise_pairs", "start"]

BLOCK = 16
"""Batches drawn at a time: a call of the generator costs as much as a step, and 16 batches fit in memory."""

Views = tuple[Tensor, Tensor]
"""One tensor for each modality."""


@dataclass(frozen=True)
class LinearPairs:
    """A data model and a training budget; in a batch the float fields are tensors of shape (trials,).

    The weakest signal has power 1, which fixes the unit of all the others and of the clock.
    """

    rank: int  # r, signals
    dim: int  # d, of each modality
    strongest: float  # sigma_1^2 / sigma_r^2
    noise: float  # sigma_xi / sigma_r
    inverse_temperature: float  # tau^2
    latent_mean: float = 0.0  # E z_k, 0 in the theorem
    longest_step: float = 0.0  # largest power times ds, for which a trial takes fewer batches; 0: all of them
    steps: int = 1200  # fresh batches, one after another, at most
    substeps: int = 1  # gradient steps on each of them

    @property
    def batch_size(self) -> int:
        """In-batch pairs n, of which n - 1 are negatives of each sample."""
        return 2 * self.dim

    @property
    def width(self) -> int:
        """Features m; from 4 d on the closed forms for m to infinity hold within their scatter."""
        return 4 * self.dim

    @property
    def horizon(self) -> Tensor:
        r"""End of training on the clock: $s = 2 r / (\tau^2 \sigma_r^2) + 10$, shape (trials,)."""
        return 2 * self.rank / torch.as_tensor(self.inverse_temperature) + 10

    @property
    def batches(self) -> Tensor:
        r"""As many whole blocks as keep $\max(\sigma_1^2, \sigma_\xi^2)\, ds$ at `longest_step`, shape (trials,)."""
        largest = torch.maximum(torch.as_tensor(self.strongest), torch.as_tensor(self.noise).square())
        needed = largest * self.horizon / torch.as_tensor(self.longest_step)
        return ((needed / BLOCK).ceil() * BLOCK).clamp(max=self.steps)

    @property
    def clock_step(self) -> Tensor:
        """Advance of the clock s by one batch, shape (trials,)."""
        return self.horizon / self.batches

    def powers(self, streams: Streams) -> Tensor:
        r"""$\sigma_k^2$, the inner ones uniform between the two ends, shape (trials, rank)."""
        strongest = torch.as_tensor(self.strongest)[:, None]
        inner = 1 + (strongest - 1) * streams.uniform("inner powers", (self.rank - 2,))
        return torch.cat([strongest, inner, torch.ones_like(strongest)], dim=1)

    def column_powers(self, powers: Tensor) -> Tensor:
        r"""$\lambda = (\sigma_1^2, \dots, \sigma_r^2, \sigma_\xi^2, \dots)$, shape (trials, dim)."""
        noise = torch.as_tensor(self.noise).square()[:, None]
        return torch.cat([powers, noise.expand(-1, self.dim - self.rank)], dim=1)


def start(pairs: LinearPairs, column_powers: Tensor, streams: Streams) -> Tensor:
    r"""$P_A, P_B$ at initialisation, $W_A, W_B$ with entries $N(0, 1/m)$; shape (2, trials, 2 d, d).

    Training adds to the columns of $[P_A | P_B]$ only combinations of them, so a rotation of feature space
    brings all of it into 2 d coordinates for good: the triangular factor of the QR decomposition.
    """
    gaussians = streams.normal("weights", (pairs.width, 2 * pairs.dim)) / pairs.width**0.5
    weights = torch.linalg.qr(gaussians * column_powers.sqrt().repeat(1, 2)[:, None, :], mode="r").R
    return torch.stack(weights.split(pairs.dim, dim=2))


def positive_pairs(pairs: LinearPairs, batches: int, streams: Streams) -> Tensor:
    """$u_A, u_B$ that share the signals alone; shape (trials, 2, batches, batch_size, dim)."""
    views = _with_mean(_signs(pairs, 2, batches, streams), pairs)
    first, second = views[..., : pairs.rank].unbind(1)
    second.copy_(first)
    return views


def independent_pairs(pairs: LinearPairs, batches: int, streams: Streams) -> Tensor:
    """Two views that share nothing: $z_B$ is drawn independently of $z_A$."""
    return _with_mean(_signs(pairs, 2, batches, streams), pairs)


def shared_noise_pairs(pairs: LinearPairs, batches: int, streams: Streams) -> Tensor:
    r"""Two views with the same noise as well: $\xi_A = \xi_B$."""
    return _with_mean(_signs(pairs, 1, batches, streams), pairs).expand(-1, 2, -1, -1, -1)


def _signs(pairs: LinearPairs, views: int, batches: int, streams: Streams) -> Tensor:
    """Signals and noise of all views in one draw: a call costs as much as many signs, and so does joining tensors."""
    return streams.signs("views", (views, batches, pairs.batch_size, pairs.dim))


def _with_mean(views: Tensor, pairs: LinearPairs) -> Tensor:
    """The same, in place, with the mean of the signals."""
    views[..., : pairs.rank].add_(torch.as_tensor(pairs.latent_mean)[:, None, None, None, None])
    return views
