"""Time and memory of the commands on a claim with very many draws: the table of docs/reliability.md.

    python -m benchmarks.many_draws                    # 300,000 draws of a planted claim, one process
    python -m benchmarks.many_draws --draws 1000000

The claim costs next to nothing, so what is measured is the engine's own share. The kernel measures a process from its
start to its end: seconds of CPU, and its largest resident memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = '''"""A coin whose head shows always."""

from dataclasses import dataclass

import torch

from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Source, uniform


@dataclass(frozen=True)
class Coin:
    weight: float
    tilt: float


def flip(coin, streams):
    return Observables(reserve=coin.weight - streams.uniform("flip"), tilt=coin.tilt)


def never(coin, streams):
    return Observables(reserve=coin.tilt - 2, tilt=coin.tilt)


CLAIM = Claim(
    name="coins.many",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=Regimes(Coin, weight=uniform(1.0, 2.0), tilt=uniform(0.0, 1.0)),
    experiment=flip,
    prediction=AtLeast("reserve", 0.0),
    required=0.9,
    controls=(Control(breaks="it is a coin", experiment=never),),
    dtype=torch.float64,
)
'''
COMMANDS = {
    "run": ("run", "-j", "1", "--more", "{draws}"),
    "add 1,000 draws": ("run", "-j", "1", "--more", "1000"),
    "run again": ("run", "-j", "1"),
    "report": ("report",),
    "verify": ("verify", "evidence"),
}


@dataclass(frozen=True)
class Row:
    """What a command cost.

    Attributes:
        command: In words.
        seconds: Of CPU.
        memory: Largest resident memory, in MiB; of this process or of one that it started.
    """

    command: str
    seconds: float
    memory: float


def measured(draws: int, root: Path) -> Iterator[Row]:
    """The commands one after another on evidence that grows to so many draws.

    Raises:
        subprocess.CalledProcessError: If one of them fails.
    """
    (root / "claims").mkdir(parents=True)
    (root / "claims" / "coin.py").write_text(PAGE, encoding="utf-8")
    for words, arguments in COMMANDS.items():
        command = [sys.executable, "-m", "theoremcheck", *(part.format(draws=draws) for part in arguments)]
        command += ["--budget", "quick"]
        if "verify" not in arguments:
            command += ["--evidence", "evidence", "--report", "report"]
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # `wait4` took it, and nothing is left to wait for
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        yield Row(words, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--draws", type=int, default=300_000)
    draws = parser.parse_args().draws
    print("| command | CPU seconds | largest memory, MiB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in measured(draws, Path(folder)):
            print(f"| {row.command} | {row.seconds:.0f} | {row.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
