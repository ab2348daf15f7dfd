"""What is counted of waits, where no device is."""

import argparse
from dataclasses import dataclass

from benchmarks.device import cut_to, summary


@dataclass(frozen=True)
class Point:
    steps: int


def test_a_training_is_cut_to_so_many_steps():
    assert cut_to(Point(80), 8) == Point(8) and cut_to(Point(4), 8) == Point(4)
    assert cut_to(Point(80), None) == Point(80) and cut_to("no steps", 8) == "no steps"


def test_series_that_wait_often_are_named():
    rows = [
        {"claim": "one", "series": "claim", "reads": 80, "copies": 2},
        {"claim": "two", "series": "claim", "reads": 1, "copies": 5},
        {"claim": "three", "series": "claim", "reads": 2, "copies": 3},
        {"claim": "four", "series": "claim", "problem": "it raised"},
    ]
    said = list(summary(rows, argparse.Namespace(what="waits")))
    assert said[0] == "with a problem: 1"
    assert [line.split()[4:] for line in said[1:3]] == [["one", "[claim]"], ["two", "[claim]"]]
    assert said[3:] == ["at most 5 reads in 2 of 3 series", "at most 5 waits, copies included, in 1 of 3 series"]
