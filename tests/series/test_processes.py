"""The hash is the same in every process, whatever its locale, its optimisation and the seed of Python's own hashes."""

import os
import subprocess
import sys
from pathlib import Path

PAGE = '''"""A page with sets, dictionaries, functions, numbers and an é in its declaration."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from theoremcheck import AtMost, Claim, Control, Regimes, Source, choice, derived, uniform


@dataclass(frozen=True)
class Coin:
    metal: str
    chance: float
    value: float


def toss(coins, streams, table=None, bias=0.0):
    return {"drawn": streams.uniform("toss") - coins.chance + bias}


def biased(bias):
    return lambda coins, streams: toss(coins, streams, bias=bias)


CLAIM = Claim(
    name="toys.heads",
    statement=__doc__,
    source=Source("Nobody 2025", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(
        Coin,
        metal=choice("gold", "silver", "copper", "tin"),
        chance=uniform(0.96, 1.0),
        value=derived(lambda r: np.sqrt(r.chance)),
        where=lambda r: r.chance < 0.99,
    ),
    experiment=partial(toss, table={"sets": {"x", "y", "z"}, "array": np.arange(3.0), "tensor": torch.ones(2)}),
    prediction=AtMost("drawn", 0.0),
    required=REQUIRED,
    controls=(Control(breaks="the coin is fair", experiment=biased(0.5)),),
)
'''
PLAIN = "lambda coins: 0.9"
WITH_A_SET = 'lambda coins: 0.95 if coins.metal in {"gold", "silver", "copper"} else 0.9'
SCRIPT = """
import heads, heads_with_a_set
from theoremcheck.series.specification import series_of, specification_hash
for page in (heads, heads_with_a_set):
    print(specification_hash(page.CLAIM), *(series.label for series in series_of(page.CLAIM)))
"""


PROCESSES = (
    {"PYTHONHASHSEED": "1", "PYTHONUTF8": "1"},
    {"PYTHONHASHSEED": "2", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONOPTIMIZE": "1"},
    {"PYTHONHASHSEED": "3", "PYTHONNODEBUGRANGES": "1"},
)


def test_processes_agree(tmp_path: Path) -> None:
    """Also where a function looks something up in a set of strings, which Python stores in an order of its own."""
    (tmp_path / "heads.py").write_text(PAGE.replace("REQUIRED", PLAIN), encoding="utf-8")
    (tmp_path / "heads_with_a_set.py").write_text(PAGE.replace("REQUIRED", WITH_A_SET), encoding="utf-8")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONPATH": str(tmp_path), **settings},
            stdout=subprocess.PIPE,
            text=True,
        )
        for settings in PROCESSES
    ]
    first, *others = (process.communicate(timeout=120)[0].splitlines() for process in processes)
    assert len(first) == 2 and others == [first] * len(others)
