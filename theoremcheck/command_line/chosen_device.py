"""The device that a command line names."""

from __future__ import annotations

import click
import torch

from theoremcheck.running import device_named

__all__ = ["device_of"]


def device_of(name: str) -> torch.device:
    """The device.

    Raises:
        click.BadParameter: If there is no such device.
    """
    try:
        return device_named(name)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--device") from error
