"""What importing a page changes in the process reaches no other page."""

import random

import numpy as np
import pytest
import torch

from theoremcheck.catalogue.located import claims_in

CHANGES = {
    "torch's default floating type from torch.float32 to torch.float64": "torch.set_default_dtype(torch.float64)",
    "torch's number of threads": "torch.set_num_threads(torch.get_num_threads() + 1)",
    "torch's gradient mode from True to False": "torch.set_grad_enabled(False)",
    "NumPy's handling of errors": "numpy.seterr(all='raise')",
    "seeded torch's global random numbers": "torch.manual_seed(11)",
    "seeded NumPy's global random numbers": "numpy.random.seed(11)",
    "seeded Python's global random numbers": "random.seed(11)",
}


def state():
    threads, words = torch.get_num_threads(), np.random.get_state()[1].tobytes()
    settings = (torch.get_default_dtype(), threads, torch.is_grad_enabled(), tuple(np.geterr().items()))
    return settings, bytes(torch.get_rng_state().numpy()), words, random.getstate()


def imported(folder, line):
    page = folder / f"{folder.name}_page.py"
    page.write_text(f"import random\nimport numpy\nimport torch\nfrom tests.planted import coin_claim\n{line}\n")
    return claims_in(page)


@pytest.mark.parametrize(("named", "line"), CHANGES.items(), ids=CHANGES)
def test_what_a_page_changes_is_put_back_and_named(tmp_path, named, line):
    before = state()
    with pytest.warns(UserWarning, match=rf"importing {tmp_path.name}_page\.py .*{named}"):
        imported(tmp_path, line)
    assert state() == before


def test_nothing_is_said_of_a_page_that_changes_nothing(tmp_path, recwarn):
    (found,) = imported(tmp_path, "CLAIM = coin_claim()")
    assert found.variable == "CLAIM" and not recwarn
