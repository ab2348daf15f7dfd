r"""What smaller lemmas look at: margins over cross-talk at the start, pairs that shrink, and slopes along a reference.

A coefficient of order one on another sample reaches a neuron's product through the overlap of their vectors. By
Lemma B.5 and $\|\xi_i\|^2 \ge \frac12 \sigma_\xi^2 d$, n of them move the products by at most
$$ \langle w_r, \mu \rangle : 2 n\, \mathrm{SNR} \sqrt{\tfrac2d \log\tfrac{6n}\delta} , \qquad
   \langle w_r, \xi_i \rangle : 4 n \sqrt{\tfrac1d \log\tfrac{6n^2}\delta} \ \text{(noises)}, \quad
   \frac1{\mathrm{SNR}} \sqrt{\tfrac2d \log\tfrac{6n}\delta} \ \text{(signal)} , $$
and the proofs want the start to be a hundred times larger. Products are in the units of `start`.

Source: Huang et al. 2024, arXiv:2411.02837, appendices B, C and D.
"""

from dataclasses import dataclass, replace
from math import pi, sqrt

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.pairing.labels import Pairing
from models.huang2024.recursion import State
from models.huang2024.start.bounds import Start

__all__ = ["SHRINKING_SHARE", "Overlap", "in_order", "leading_slopes", "reference_slopes", "shrinking_share"]

AHEAD = 100.0
"""How much larger than cross-talk the proofs want the start."""

SHRINKING_SHARE = 1 - (2 - 2 * torch.special.ndtr(torch.tensor(1 / sqrt(2 * pi), dtype=torch.float64)).item()) ** 2
r"""$1 - (2 - 2 \Phi(1 / \sqrt{2\pi}))^2 = 0.524$: of pairs active in both modalities, those that lose in one; derived.

A pair is pushed by its partner's product less the mean over the other class, $E\, \mathrm{relu}(z) = 1 / \sqrt{2\pi}$
in units of s; an active product, $|z|$, is larger with probability $2 - 2 \Phi(1 / \sqrt{2\pi}) = 0.690$.
"""


@dataclass(frozen=True)
class Overlap:
    """A random start, and how far it is ahead of cross-talk."""

    samples: int  # n
    neurons: int  # m
    excess: float  # sqrt(d) over the least that a lemma asks for
    dim: float  # d
    start_size: float  # s = sigma_0 sigma_xi sqrt(d)
    signal_strength: float  # c = n SNR^2
    failure: float  # delta

    def start(self) -> Start:
        """What is drawn."""
        return Start(self.samples, self.neurons, self.dim, self.failure)

    def confidence(self) -> Tensor:
        r"""$1 - \delta$."""
        return 1 - self.failure

    def on_signal(self) -> Tensor:
        r"""Lemma B.2's bound, $200 n\, \mathrm{SNR} \sqrt{2 \log(6n/\delta) / d}$ in $\sigma_0 \|\mu\|$, (trials,)."""
        return AHEAD * 2 * self.samples * self._signal_log() / self._reach()

    def on_noise(self) -> Tensor:
        r"""A hundred times what other noises or the signal do, the larger, in units of s, shape (trials,)."""
        noises = 4 * self.samples * (6 * self.samples**2 / self.failure).log().sqrt()
        signal = (self.samples / self.signal_strength).sqrt() * self._signal_log()
        return AHEAD * torch.maximum(noises, signal) / self._reach()

    def _signal_log(self) -> Tensor:
        return (2 * (6 * self.samples / self.failure).log()).sqrt()

    def _reach(self) -> Tensor:
        return self.dim.sqrt() * self.start_size


def shrinking_share(states: tuple[State, State]) -> Tensor:
    r"""Of pairs active in both modalities at the start, the share with $\rho_{ri} < 0$ or $\tilde\rho_{ri} < 0$."""
    first, second = ((s.modality.weights @ s.modality.directions[:, :-1].mT) > 0 for s in states)
    lost = (states[0].noise < 0) | (states[1].noise < 0)
    both = first & second
    return (lost & both).sum(dim=(1, 2)).double() / both.sum(dim=(1, 2)).clamp(min=1)


def in_order(state: State) -> State:
    """A state of `recursion`, responses by class, as one of `pairing`, responses by sample."""
    noise = state.active.noise.movedim(1, 2).flatten(start_dim=2)
    signal = state.active.signal.mT.repeat_interleave(noise.shape[2] // 2, dim=2)
    return replace(state, active=Responses(signal, noise))


def reference_slopes(
    state: State, labels: Tensor, reference: Tensor, others: Responses, pairing: Pairing, temperature: Tensor
) -> Tensor:
    r"""$\langle \nabla F_j, W^* \rangle$ of each anchor i and negative j, for states of `pairing`.

    $F_j = \mathrm{Sim}(x_i, x_j) / \tau$ with the second factor held.

    Args:
        state: The network.
        labels: Of its modality, shape (trials, samples).
        reference: Coefficients of $W^* - W(0)$, shape (trials, width, samples + 1).
        others: Responses among which the negatives are.
        pairing: Who is a negative of whom.
        temperature: $\tau$, shape (trials,).

    Returns:
        Shape (trials, samples, samples), 0 where j is no negative of i.
    """
    target = (state.modality.weights + reference @ state.modality.directions) @ state.modality.directions.mT
    noise = target[:, :, :-1] * (state.active.noise > 0)
    signal = target[:, :, -1:] * labels[:, None] * (state.active.signal > 0)
    scale = 1 / (target.shape[1] * temperature[:, None, None])
    return scale * (noise.mT @ others.noise + signal.mT @ others.signal) * pairing.negatives


def leading_slopes(state: State, height: Tensor, pairing: Pairing, temperature: Tensor) -> Tensor:
    r"""$\frac{H}{m \tau} \sum_r 1[\langle w_r, \xi_i \rangle > 0]\, \mathrm{relu}\langle w_r, \xi_j \rangle$.

    What a reference that memorises every noise with height $H = 2 \tau \log(2M/\epsilon)$ makes of single-modal
    $\langle \nabla F_j, W^* \rangle$ if the start and cross-talk are left out; shapes as in `reference_slopes`, H of
    shape (trials,).
    """
    active = (state.active.noise > 0).to(state.active.noise)
    scale = height / (state.active.noise.shape[1] * temperature)
    return scale[:, None, None] * (active.mT @ state.active.noise) * pairing.negatives
