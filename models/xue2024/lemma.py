r"""The learned product of encoders, in law exactly, in the basis of the latents and of what is orthogonal to them.

With P and Q the centred coordinates (n - 1 of them) of images and captions in the planes of their latents, and $N_I$,
$N_T$ the noises in the d - 2 other dimensions, $(n - 1) S = [P, N_I]^T [Q, N_T]$. In the basis of the four columns of P
and Q and its complement, the noises' parts in the complement are independent of all else. In the basis that makes the
images' triangular their product is $T G$, T a triangular root of a Wishart matrix and G of standard normals; and the
dimensions of the captions' noise can be turned so that G is triangular too, $G G^T$ being Wishart. So S costs $d^2$
normals, whatever n is.

Source: derived; Xue et al. 2024, arXiv:2310.04971, Lemma 3.2.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.xue2024.intra_class.contrastive import class_counts
from models.xue2024.intra_class.model import IntraClass, latent_covariance
from models.xue2024.moments import normal_moments, pooled_scatter, wishart_root
from theoremcheck.streams import Streams

__all__ = ["Learn", "at_random", "block_error", "cross_covariances", "query_error", "truncated"]

Learn = Callable[[Tensor, Streams, int], Tensor]
r"""(S of shape (trials, data sets, d, d), streams, width) -> $\rho W_I^T W_T$, in the same shape."""


def truncated(covariance: Tensor, streams: Streams, width: int) -> Tensor:
    """The minimiser: S projected on its leading right singular vectors, as many as the encoders are wide."""
    leading = torch.linalg.eigh(covariance.mT @ covariance).eigenvectors[..., -width:]
    return covariance @ leading @ leading.mT


def at_random(covariance: Tensor, streams: Streams, width: int) -> Tensor:
    """Encoders as they start: independent normal entries of variance 1 / d."""
    dim = covariance.shape[-1]
    first, second = (streams.normal(f"start {k}", (covariance.shape[1], width, dim)) for k in range(2))
    return first.mT @ second / dim


def cross_covariances(model: IntraClass, streams: Streams, own_detail: bool = True) -> Tensor:
    """S in the bases whose first two vectors are the columns of the dictionaries, shape (trials, data sets, d, d).

    Args:
        model: Regimes.
        streams: One stream a trial.
        own_detail: Whether captions describe their own image, or another one of the same class and attribute.
    """
    root = _plane(model, streams, own_detail)
    n, others = model.samples - 1, model.dim - 2
    noise = model.noise_variance.sqrt()[:, None, None, None]
    shape = root.shape[1:2]
    inside = [noise * streams.normal(f"noise {k} inside", (*shape, 4, others)) for k in range(2)]
    freedom = torch.full(root.shape[:2], n - 4.0, dtype=root.dtype, device=root.device)
    outside = wishart_root(streams, "noise outside", freedom, others) @ wishart_root(
        streams, "its partner", torch.full_like(freedom, float(others)), others
    )
    images = torch.cat([root[..., :2], inside[0]], dim=-1)
    captions = torch.cat([root[..., 2:], inside[1]], dim=-1)
    scatter = images.mT @ captions
    scatter[..., 2:, 2:] += noise**2 * outside
    return scatter / n


def block_error(model: IntraClass, product: Tensor) -> Tensor:
    r"""$\|D_I^T (\rho M) D_T - C\|_F / \|C\|_F$, root mean square over data sets, shape (trials,)."""
    wanted = latent_covariance(model)[:, None]
    squares = (product[..., :2, :2] - wanted).square().sum(dim=(2, 3)) / wanted.square().sum(dim=(2, 3))
    return squares.mean(dim=1).sqrt()


def query_error(model: IntraClass, product: Tensor) -> Tensor:
    r"""Relative root mean square error of the score of an image and a caption from P*, independent of each other.

    $E (x_I^T \rho M x_T - \mu'^T C \mu'')^2 / E (\mu'^T C \mu'')^2$, exactly, given M: with
    $\Gamma = E \mu \mu^T = \mathrm{diag}(1 + \sigma_{core}^2, 1 + \sigma_{spu}^2)$ and $s^2 = \sigma_\xi^2 / d$ the
    numerator is
    $\mathrm{tr}(E^T \Gamma E \Gamma)
    + s^2 (\mathrm{tr}\, \Gamma D_I^T M M^T D_I + \mathrm{tr}\, \Gamma D_T^T M^T M D_T) + s^4 \|M\|_F^2$,
    E the error of the block.
    """
    wanted = latent_covariance(model)[:, None]
    spreads = torch.stack([torch.as_tensor(model.core_spread), torch.as_tensor(model.spurious_spread)], dim=-1)
    second = (1 + spreads**2)[:, None, :, None]
    weights = second * second.mT
    variance = model.noise_variance[:, None]
    images = (second * product[..., :2, :].square()).sum(dim=(2, 3))
    captions = (second.mT * product[..., :, :2].square()).sum(dim=(2, 3))
    squares = (weights * (product[..., :2, :2] - wanted).square()).sum(dim=(2, 3))
    squares = squares + variance * (images + captions) + variance**2 * product.square().sum(dim=(2, 3))
    return (squares / (weights * wanted.square()).sum(dim=(2, 3))).mean(dim=1).sqrt()


def _plane(model: IntraClass, streams: Streams, own_detail: bool) -> Tensor:
    """A root (upper triangular) of the scatter of both images' and captions' coordinates in their planes."""
    counts = class_counts(model, streams).flatten(start_dim=2)
    core, spurious = torch.as_tensor(model.core_spread), torch.as_tensor(model.spurious_spread)
    sign = torch.tensor([1.0, -1.0]).to(core)
    y, agrees = (axis.flatten() for axis in torch.meshgrid(sign, sign, indexing="ij"))
    centres = torch.stack([y, y * agrees, y, y * agrees], dim=-1)
    loadings = torch.zeros(len(core), 4, 8).to(core)
    told = (0, 1) if own_detail else (6, 7)
    for row, column, spread in zip(range(4), (0, 1, *told), (core, spurious, core, spurious), strict=True):
        loadings[:, row, column] = spread
    loadings[:, :, 2:6] = model.noise_variance.sqrt()[:, None, None] * torch.eye(4).to(core)
    scatter = pooled_scatter(counts, centres, loadings[:, None, None], normal_moments(streams, "latents", counts, 8))
    return torch.linalg.cholesky(scatter).mT
