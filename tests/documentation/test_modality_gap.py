"""The tables of docs/modality-gap.md are those that `python -m benchmarks.mitigations` prints."""

from pathlib import Path

import pytest
import torch

from benchmarks.mitigations import LEARNED, SWAPPED, difference_of, fixed_names, scheduled_names, spread_of, table

PAGE = (Path(__file__).parents[2] / "docs" / "modality-gap.md").read_text()


@pytest.mark.parametrize(
    "name",
    [*LEARNED, *(f"swap entries {words}" for words, _ in SWAPPED.values())]
    + [name for name, *_ in (*fixed_names(), *scheduled_names())],
)
def test_every_row_of_the_program_is_one_of_the_page(name):
    assert f"\n| {name} | " in PAGE


def test_a_row_has_median_nine_in_ten_and_the_paired_difference():
    """By hand: differences of 0.1 at half and 0.3 at half of 21 starts, less the one in the middle."""
    baseline = torch.linspace(0.4, 0.6, 21, dtype=torch.float64)
    ours = baseline + torch.tensor([0.1] * 10 + [0.2] + [0.3] * 10)
    assert spread_of(baseline) == ".500 [.410, .590]"
    assert difference_of(ours, baseline) == "+.200 ± .046"  # 2.086 * 0.1 / sqrt(21), with n - 1 below the squares
    assert difference_of(baseline, baseline) == "0"
    *_, row = table([("more", ".1", ours, baseline, "flow", "the same")])
    assert row == "| more | .1 | .700 [.510, .890] | +.200 ± .046 | flow | the same |"
