"""What a page says of a verdict's limits is true of this claim's own run."""

from dataclasses import replace

import pytest

from tests.reporting.conftest import SEARCH
from theoremcheck import Verdict
from theoremcheck.reporting.attention import attention_of
from theoremcheck.reporting.entry import StratumRecord
from theoremcheck.reporting.page.limits import limits_of


def of_controls(entry, *decided):
    """The entry as if each control had this decision; None did not run."""
    model = entry.controls[0]
    controls = tuple(
        replace(model, label=f"control {place}", draws=8 if one else 0, holds=0, decided=one if one != "open" else None)
        for place, one in enumerate(decided)
    )
    return replace(entry, controls=controls, caught=decided.count("refuted"))


@pytest.mark.parametrize("decided", [("supported",), ("open",), (None,), (None, "supported")])
def test_controls_that_were_not_refuted_show_nothing(entry, decided):
    said = " ".join(limits_of(of_controls(entry("heads"), *decided)))
    assert "nothing here shows that the check can fail" in said and "shows that the check can fail," not in said


def test_some_controls_are_counted(entry):
    assert "as it did for 1 of 3, shows" in " ".join(limits_of(of_controls(entry("heads"), "refuted", "open", None)))
    assert "a hypothesis shows that" in " ".join(limits_of(of_controls(entry("heads"), "refuted", "refuted")))


def test_what_is_allowed_by_stratum_is_a_sentence(entry):
    known = replace(entry("heads"), search=SEARCH)
    assert "of replicates or more; 10\u00a0% are allowed." in " ".join(limits_of(known))
    strata = (StratumRecord(0.8, 60, 60), StratumRecord(0.9, 60, 60), StratumRecord(0.98, 60, 60))
    said = " ".join(limits_of(replace(known, series=replace(known.series, strata=strata, required=0.9))))
    assert "or more; 2\u00a0% to 20\u00a0%, by stratum, are allowed." in said


def powerless(entry, **series):
    return replace(entry, verdict=Verdict.POWERLESS, series=replace(entry.series, **series))


def test_a_control_that_did_not_run_is_no_offender(entry):
    """Where a straw man passes, nobody runs the controls."""
    (told,) = attention_of([powerless(of_controls(entry("heads"), None), decided=None)])
    assert told.values == ()


def test_of_an_unbacked_refutation_the_positive_controls_offend(entry):
    known = of_controls(entry("as-printed"), "open")
    failing = replace(known.controls[0], label="it should hold", decided="refuted", draws=8, holds=3)
    (told,) = attention_of([powerless(replace(known, positive_controls=(failing,)), decided="refuted")])
    assert told.values == ("it should hold: 3 of 8 draws hold there",)
