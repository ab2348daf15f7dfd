r"""Stage 2: what training does once the coefficients are of order one.

The second half of the proofs compares the iterates with one fixed reference,
$$ w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon} \sum_i \frac{\xi_i}{\|\xi_i\|^2} \quad\text{(single)}, \qquad
   w^*_r = w_r(0) + 2 \tau \log\frac{2M}{\epsilon}\, \mathrm{sign}\langle w_r(0), \mu \rangle \frac{\mu}{\|\mu\|^2}
   \quad\text{(multi)}, $$
and asks by how much each step brings W closer to it. Differences of weights lie in the span of the signal and the
noises, so distances and gradients need no more than inner products with these. Units are those of `patches`; the
learning rate there is $\eta = \kappa n m \tau$.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.2 and D.2.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import Arm, State

__all__ = [
    "Path",
    "Reference",
    "after_one_step",
    "follow",
    "learning_rate",
    "log_horizon",
    "memorised",
    "multi_modal_bound",
    "multi_modal_growth",
    "multi_modal_partners",
    "multi_modal_stage",
    "reference_slopes",
    "signal_learned",
    "signal_synchronised",
    "single_modal_bound",
    "single_modal_growth",
    "single_modal_partners",
    "single_modal_stage",
    "strong_second_start",
]

Reference = Callable[[TwoPatches, tuple[Modality, Modality], float], tuple[Tensor, ...]]
r"""(regimes, modalities, $\epsilon$) -> coefficients of $W^* - W(0)$, (trials, width, samples + 1), a network each."""


def log_horizon(patches: TwoPatches) -> Tensor:
    r"""$\alpha = \log(3 M T^*)$, shape (trials,): Proposition C.13's bound on every coefficient."""
    return torch.full_like(torch.as_tensor(patches.horizon), 3 * patches.negatives * patches.steps).log()


def single_modal_bound(patches: TwoPatches) -> Tensor:
    r"""$\sqrt{m \tau \alpha}$, shape (trials,): the size of a coefficient that serves a sample alone; derived.

    Neurons that serve a sample grow in proportion, so its similarity over temperature
    $u = \sum_r \langle w_r, \xi_i \rangle^2 / (m \tau)$ obeys $u' = 2 \kappa u (1 - \ell_i)$ with
    $1 - \ell_i = M e^{-u}$, hence $e^u = 2 \kappa u M t$ up to terms of order 1, and $2 \kappa u \le 3$ where the
    proposition's $\kappa \le 1/12$ and $u \le 18$: $u \le \log(3 M T) = \alpha$. One neuron's share of u is at most
    all of it.
    """
    return (patches.width * torch.as_tensor(patches.temperature) * log_horizon(patches)).sqrt()


def multi_modal_bound(patches: TwoPatches) -> Tensor:
    r"""$\sqrt{C_\mu m \tau \log(6 M T)}$, shape (trials,): the same for two modalities; derived.

    There $u = \sum_r \gamma_r \tilde\gamma_r / (m \tau)$ with $\tilde\gamma_r = C_\mu \gamma_r$ obeys
    $u' = \kappa C_\mu c\, u (1 - \ell_i)$, and $\kappa C_\mu c\, u \le 6$ where $\kappa \le 1/12$, $C_\mu c \le 6$
    and $u \le 12$; the second network's coefficient is $\sqrt{C_\mu}$ times the geometric mean.
    """
    log = (log_horizon(patches).exp() * 2).log()
    return (patches.width * torch.as_tensor(patches.temperature * patches.modality_ratio) * log).sqrt()


def single_modal_growth(patches: TwoPatches, losses: Tensor) -> Tensor:
    r"""$d(1/L) / d(\kappa t) = 2 \log(M / L)$ at small losses, where $L = M e^{-u}$, shape (trials,)."""
    return 2 * (patches.negatives / losses).log()


def multi_modal_growth(patches: TwoPatches, losses: Tensor) -> Tensor:
    r"""$d(1/L) / d(\kappa t) = (C_\mu c / 2) \log(2M / L)$ at small losses: $L = 2 M e^{-u}$, shape (trials,)."""
    exponent = torch.as_tensor(patches.modality_ratio * patches.signal_strength) / 2
    return exponent * (2 * patches.negatives / losses).log()


def single_modal_stage(patches: TwoPatches) -> Tensor:
    r"""$T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$ of Lemma 5.2, in whole steps, shape (trials,)."""
    length = (20 / torch.as_tensor(patches.start_size)).log() / (0.96 * patches.growth_rate).log1p()
    return length.round().clamp(min=0, max=patches.steps)


def after_one_step(patches: TwoPatches) -> Tensor:
    """A stage 1 that lasts one step, shape (trials,)."""
    return torch.ones_like(torch.as_tensor(patches.horizon))


def multi_modal_stage(patches: TwoPatches) -> Tensor:
    r"""$T_1 = \log(20 / \sigma_0 \|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$ of Lemma 5.4, shape (trials,)."""
    growth = 0.48 * torch.as_tensor(patches.modality_ratio * patches.signal_strength) * patches.growth_rate
    length = (20 / (torch.as_tensor(patches.start_size) * patches.snr)).log() / growth.log1p()
    return length.round().clamp(min=0, max=patches.steps)


def learning_rate(patches: TwoPatches) -> Tensor:
    r"""$\eta = \kappa n m \tau$ in units of $1 / (\sigma_\xi^2 d)$, shape (trials,)."""
    return patches.growth_rate * patches.samples * patches.width * torch.as_tensor(patches.temperature)


def memorised(patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float) -> tuple[Tensor, ...]:
    r"""Single-modal reference: every neuron memorises every noise, $2 \tau \log(2M / \epsilon) / \|\xi_i\|^2$."""
    modality = modalities[0]
    squares = modality.directions[:, :-1].square().sum(dim=2)
    noise = _height(patches, precision)[:, None] / squares
    signal = torch.zeros_like(noise[:, :1])
    return (torch.cat([noise, signal], dim=1)[:, None].expand(-1, patches.width, -1),)


def signal_learned(patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float) -> tuple[Tensor, ...]:
    r"""Multi-modal reference as printed: each network keeps the signs $\langle w_r(0), \mu \rangle$ of its start."""
    signs = tuple(_first_signal(modality).sign() for modality in modalities)
    return _on_signal(patches, modalities, signs, precision)


def signal_synchronised(
    patches: TwoPatches, modalities: tuple[Modality, Modality], precision: float
) -> tuple[Tensor, ...]:
    r"""The same with the signs on which both networks settle (derived).

    Stage 1 couples them by $A' = k \tilde A$ and $\tilde A' = k C_\mu^2 A$, where $C_\mu A + \tilde A$ grows and
    $C_\mu A - \tilde A$ decays: the sign is that of
    $C_\mu \langle w_r(0), \mu \rangle + \langle \tilde w_r(0), \tilde\mu \rangle$.
    """
    first, second = (_first_signal(modality) for modality in modalities)
    sign = (torch.as_tensor(patches.modality_ratio)[:, None] * first + second).sign()
    return _on_signal(patches, modalities, (sign, sign), precision)


@dataclass(frozen=True)
class Path:
    """A training, step by step.

    Attributes:
        losses: L(t), shape (trials, steps + 1), as are the next two.
        signal: Largest signal coefficient of any neuron and network, in absolute value.
        noise: Largest noise coefficient of any neuron, sample and network, in absolute value.
        distances: Squared distance to each reference, over all networks, shape (trials, steps + 1, references).
        gradients: Squared norm of the gradient, over all networks, shape (trials, steps).
        last: The networks after the last step.
    """

    losses: Tensor
    signal: Tensor
    noise: Tensor
    distances: Tensor
    gradients: Tensor
    last: tuple[State, ...]

    def surplus(self, patches: TwoPatches) -> Tensor:
        r"""$(\|W(t) - W^*\|^2 - \|W(t + 1) - W^*\|^2) / \eta - L(t)$, shape (trials, steps, references)."""
        closer = self.distances[:, :-1] - self.distances[:, 1:]
        return closer / learning_rate(patches)[:, None, None] - self.losses[:, :-1, None]


def follow(
    arm: Arm, patches: TwoPatches, modalities: tuple[Modality, Modality], *references: tuple[Tensor, ...]
) -> Path:
    """Train, and record sizes, the gradient's norm and the distances to the references at each step."""
    rate = learning_rate(patches)
    goals = [_goals(modalities, reference) for reference in references]
    curves: list[tuple[Tensor, ...]] = []
    gradients: list[Tensor] = []
    before: tuple[State, ...] = ()
    for states in arm(patches, modalities):
        here = [(state.coefficients, state.inner) for state in states]
        curves.append(
            (
                states[0].losses,
                torch.stack([state.signal.abs().amax(dim=1) for state in states]).amax(dim=0),
                torch.stack([state.noise.abs().amax(dim=(1, 2)) for state in states]).amax(dim=0),
                torch.stack([_distance(here, goal) for goal in goals], dim=1),
            )
        )
        if before:
            moved = _distance(here, [(state.coefficients, state.inner) for state in before])
            gradients.append(moved / rate.square())
        before = states
    losses, signal, noise, distances = (torch.stack(curve, dim=1) for curve in zip(*curves, strict=True))
    return Path(losses, signal, noise, distances, torch.stack(gradients, dim=1), before)


def single_modal_partners(states: tuple[State, ...]) -> Iterator[tuple[State, Responses, Responses]]:
    """The network, its responses to the positive views, and those to the samples among which negatives are."""
    (state,) = states
    views = state.weights @ state.modality.views.mT
    yield state, replace(state.active, noise=views.unflatten(2, (2, -1)).movedim(2, 1).relu()), state.active


def multi_modal_partners(states: tuple[State, ...]) -> Iterator[tuple[State, Responses, Responses]]:
    """Each network, with the other's responses to the positives and to the samples among which negatives are."""
    for state, other in zip(states, reversed(states), strict=True):
        yield state, other.active, other.active


def reference_slopes(
    state: State, reference: Tensor, positives: Responses, others: Responses, temperature: Tensor
) -> tuple[Tensor, Tensor]:
    r"""$\langle \nabla F_0, W^* \rangle$ of each anchor and $\langle \nabla F_j, W^* \rangle$ of each negative.

    $F_0 = \mathrm{Sim}(x_i, x_i^+) / \tau$ and $F_j = \mathrm{Sim}(x_i, x_j) / \tau$, second factors held.

    Returns:
        Shapes (trials, 2, samples / 2) and (trials, 2, samples / 2, samples / 2); the anchors' class comes first.
    """
    active = state.active
    target = (state.modality.weights + reference @ state.modality.directions) @ state.modality.directions.mT
    noise = target[:, :, :-1].unflatten(2, (2, -1)).movedim(2, 1) * (active.noise > 0)  # (trials, 2, width, n / 2)
    signal = torch.stack([target[:, :, -1], -target[:, :, -1]], dim=1) * (active.signal > 0)
    scale = 1 / (target.shape[1] * temperature[:, None, None])
    positive = (noise * positives.noise).sum(dim=2) + (signal * positives.signal).sum(dim=2)[..., None]
    negative = noise.mT @ others.noise.flip(1) + (signal * others.signal.flip(1)).sum(dim=2)[..., None, None]
    return scale * positive, scale[..., None] * negative


def strong_second_start(modalities: tuple[Modality, Modality], factor: float) -> tuple[Modality, Modality]:
    """The second network starts with weights that many times as large: condition (3) is broken in one modality."""
    first, second = modalities
    return first, replace(second, weights=factor * second.weights)


def _height(patches: TwoPatches, precision: float) -> Tensor:
    r"""$2 \tau \log(2M / \epsilon)$, shape (trials,)."""
    temperature = torch.as_tensor(patches.temperature)
    return 2 * temperature * torch.full_like(temperature, 2 * patches.negatives / precision).log()


def _first_signal(modality: Modality) -> Tensor:
    r"""$\langle w_r(0), \mu \rangle$, shape (trials, width)."""
    return modality.weights[:, :, 0] * modality.directions[:, -1, :1]


def _on_signal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], signs: tuple[Tensor, ...], precision: float
) -> tuple[Tensor, ...]:
    height = _height(patches, precision)[:, None]
    learned = []
    for modality, sign in zip(modalities, signs, strict=True):
        signal = height * sign / modality.directions[:, -1, :1].square()
        none = torch.zeros_like(signal)[..., None].expand(-1, -1, patches.samples)
        learned.append(torch.cat([none, signal[..., None]], dim=2))
    return tuple(learned)


Weights = Sequence[tuple[Tensor, Tensor]]
"""Of each network: coefficients of W - W(0) and inner products of W, both with the directions."""


def _goals(modalities: tuple[Modality, Modality], reference: tuple[Tensor, ...]) -> Weights:
    pairs = zip(modalities, reference, strict=False)  # a single network is on the first modality
    return [(w, (m.weights + w @ m.directions) @ m.directions.mT) for m, w in pairs]


def _distance(here: Weights, there: Weights) -> Tensor:
    """Squared distance of the networks' weights, shape (trials,): a sum of coefficients times inner products."""
    pairs = zip(here, there, strict=True)
    return torch.stack([((c - to_c) * (p - to_p)).sum(dim=(1, 2)) for (c, p), (to_c, to_p) in pairs]).sum(dim=0)
