"""The trainings of two papers in JAX: drawn and trained within one compiled function, `jax.jit` of `jax.vmap`.

Import it through `in_jax_or_not`. Losses are those of `papers/`, word for word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import torch

from benchmarks.speed.peers import Tensors

__all__ = ["huang2024_drawn", "huang2024_trained", "yaras2025_drawn", "yaras2025_trained"]

jax.config.update("jax_enable_x64", True)  # what is timed names its float32

Arrays = Any
"""A tuple of arrays; of JAX, which this checker may not have."""

Update = Callable[[Arrays, Arrays, Arrays, Any], tuple[Arrays, Arrays]]
"""(weights, slopes, state, step) -> weights and state after a step."""


def descended(loss: Callable[..., Any], weights: Arrays, data: Arrays, steps: int, update: Update) -> Arrays:
    """Train one trial."""
    slope = jax.grad(loss)
    state = tuple((jnp.zeros_like(each), jnp.zeros_like(each)) for each in weights)

    def step(count: Any, now: Any) -> Any:
        trained, kept = now
        return update(trained, slope(trained, data, count), kept, count)

    return jax.lax.fori_loop(0, steps, step, (weights, state))[0]


def gradient_descent(rate: float) -> Update:
    """Plain steps."""
    return lambda weights, slopes, state, _: (
        tuple(each - rate * slope for each, slope in zip(weights, slopes, strict=True)),
        state,
    )


def adam(rate: float) -> Update:
    """As torch's default has it."""

    def update(weights: Arrays, slopes: Arrays, state: Arrays, count: Any) -> tuple[Arrays, Arrays]:
        moved, kept = [], []
        for each, slope, (mean, square) in zip(weights, slopes, state, strict=True):
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            root = jnp.sqrt(square / (1 - 0.999 ** (count + 1))) + 1e-8
            moved.append((each - rate / (1 - 0.9 ** (count + 1)) * mean / root).astype(each.dtype))
            kept.append((mean.astype(each.dtype), square.astype(each.dtype)))
        return tuple(moved), tuple(kept)

    return update


def as_tensors(arrays: Arrays) -> Tensors:
    """For comparison with the others."""
    return tuple(torch.from_numpy(np.asarray(each).copy()) for each in jax.tree_util.tree_leaves(arrays))


def as_arrays(tensors: Tensors) -> Arrays:
    """The same numbers."""
    return tuple(jnp.asarray(each.numpy()) for each in tensors)


def timed(one: Callable[[Any], Any]) -> Callable[[int], object]:
    """A function that draws and trains so many; JAX compiles it at the first call of each number."""
    many = jax.jit(jax.vmap(one))
    return lambda trials: jax.block_until_ready(many(jax.random.split(jax.random.key(0), trials)))


def _arms(setting: Any, weights: Arrays, data: Arrays) -> Arrays:
    """Both arms of Huang et al. 2024 (eqs. 6 and 9)."""
    y = jnp.repeat(jnp.asarray([1.0, -1.0], dtype=weights[0].dtype), setting.samples // 2)[:, None]
    scale, held = 1 / (setting.width * setting.temperature), jax.lax.stop_gradient

    def embed(own: Any, noises: Any, signal: Any) -> Any:
        return jax.nn.relu(jnp.concatenate([y * (own @ signal), noises @ own.T], axis=1))

    def loss(anchors: Any, positives: Any, others: Any) -> Any:
        negative = jnp.where(y == y.T, -jnp.inf, scale * anchors @ held(others).T)
        positive = scale * (anchors * held(positives)).sum(axis=1, keepdims=True)
        return (jax.nn.logsumexp(jnp.concatenate([positive, negative], axis=1), axis=1) - positive[:, 0]).mean()

    def single(own: Arrays, given: Arrays, _: Any) -> Any:
        noises, signal, views, *_ = given
        h = embed(own[0], noises, signal)
        return loss(h, embed(own[0], views, signal), h)

    def multi(own: Arrays, given: Arrays, _: Any) -> Any:
        noises, signal, _, others, stronger = given
        h, g = embed(own[0], noises, signal), embed(own[1], others, stronger)
        return loss(h, g, g) + loss(g, h, h)

    update = gradient_descent(setting.rate)
    alone = descended(single, weights[:1], data, setting.steps, update)
    return (*alone, *descended(multi, weights, data, setting.steps, update))


def huang2024_trained(setting: Any, weights: Tensors, data: Tensors) -> Tensors:
    """All three networks after training, from given numbers."""
    many = jax.jit(jax.vmap(lambda own, given: _arms(setting, own, given)))
    return as_tensors(many(as_arrays(weights), as_arrays(data)))


def huang2024_drawn(setting: Any) -> Callable[[int], object]:
    """Draws of `papers.huang2024.draw`, and both arms."""

    def one(key: Any) -> Arrays:
        keys, root = jax.random.split(key, 5), setting.dim**0.5

        def normal(which: int, rows: int) -> Any:
            return jax.random.normal(keys[which], (rows, setting.dim), jnp.float32)

        weights = tuple(setting.start_size * normal(which, setting.width) for which in (0, 1))
        first, second = (normal(which, setting.samples) / root for which in (2, 3))
        axis = jnp.zeros(setting.dim, jnp.float32).at[0]
        signal, stronger = axis.set(setting.snr), axis.set(setting.snr * setting.modality_ratio)
        views = first + setting.view_noise / root * normal(4, setting.samples)
        return _arms(setting, weights, (first, signal, views, second, stronger))

    return timed(one)


def _encoders(model: Any, weights: Arrays, data: Arrays, temperature: float, rate: float) -> Arrays:
    """Both arms of Yaras et al. 2025's encoders: features as they are, and normalised."""
    batches = model.samples // model.batch

    def loss(own: Arrays, given: Arrays, step: Any, unit: bool) -> Any:
        start = step % batches * model.batch
        features = []
        for view, first, second in zip(given, own[::2], own[1::2], strict=True):
            rows = jax.lax.dynamic_slice_in_dim(view, start, model.batch)
            raw = jax.nn.relu(rows @ first) @ second
            norm = jnp.linalg.norm(raw, axis=1, keepdims=True) if unit else 1.0
            features.append(raw / norm)
        scores = features[0] @ features[1].T / temperature
        right = jnp.diagonal(scores)
        return (jax.nn.logsumexp(scores, axis=1) + jax.nn.logsumexp(scores, axis=0) - 2 * right).mean() / 2

    trained: Arrays = ()
    for unit in (False, True):
        own = descended(partial(loss, unit=unit), weights, data, model.steps, adam(rate))
        trained += own
    return trained


def yaras2025_trained(model: Any, weights: Tensors, data: Tensors, temperature: float, rate: float) -> Tensors:
    """Weights of both arms after training, from given numbers."""
    many = jax.jit(jax.vmap(lambda own, given: _encoders(model, own, given, temperature, rate)))
    return as_tensors(many(as_arrays(weights), as_arrays(data)))


def yaras2025_drawn(model: Any, noise: float, tested: int, temperature: float, rate: float) -> Callable[[int], object]:
    """Draws of `papers.yaras2025.draw`, and both arms."""

    def one(key: Any) -> Arrays:
        keys = jax.random.split(key, 9)

        def normal(which: int, *shape: int) -> Any:
            return jax.random.normal(keys[which], shape, jnp.float32)

        count = model.samples + tested
        latent = normal(0, count, model.latent) / jnp.arange(1, model.latent + 1, dtype=jnp.float32)
        data = tuple(
            jnp.tanh(latent @ normal(1 + side, model.latent, model.inputs))
            + noise * normal(3 + side, count, model.inputs)
            for side in (0, 1)
        )
        shapes = ((model.inputs, model.hidden), (model.hidden, model.dim)) * 2
        weights = tuple((2 / shape[0]) ** 0.5 * normal(5 + each, *shape) for each, shape in enumerate(shapes))
        return _encoders(model, weights, data, temperature, rate)

    return timed(one)
