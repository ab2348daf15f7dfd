"""A claim's verdict as a value, which prints as a table and shows itself as the page shows it."""

from __future__ import annotations

import html
import shutil
import weakref
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import torch

from theoremcheck.claim import Claim
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.from_evidence import entries_of
from theoremcheck.reporting.from_judgement import as_record
from theoremcheck.reporting.record import Record
from theoremcheck.reporting.terminal_table import table
from theoremcheck.reporting.texts import failure_text
from theoremcheck.reporting.writing import page_with
from theoremcheck.running import BUDGETS, run_claim, use_one_thread
from theoremcheck.vocabulary import BudgetName, Verdict

__all__ = ["Checked", "check"]


@dataclass(frozen=True, repr=False)
class Checked:
    """What `check` found.

    Attributes:
        entry: All that a report says of the claim, pictures included.
        evidence: Directory of the recorded draws, for `theoremcheck.load`; a temporary one lasts as long as this value.
    """

    entry: Entry
    evidence: Path
    _record: Record
    _budget: BudgetName

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self.entry.verdict

    def __repr__(self) -> str:
        """The line of the table, and why, where the verdict is not the expected one; then warnings."""
        lines = table([self._record])
        if not self.entry.as_expected:
            lines += ["", failure_text(self._record.entry)]
        return "\n".join([*lines, *(f"warning: {warning}" for warning in self._record.warnings)])

    def _repr_html_(self) -> str:
        """The page with this claim alone, in a frame of its own, so that its style touches nothing else."""
        page = html.escape(page_with(self.entry, self._budget))
        return f'<iframe title="{self.entry.name}" srcdoc="{page}" style="width:100%;height:42em;border:0"></iframe>'


def check(claim: Claim, budget: BudgetName = "quick", evidence: str | Path | None = None) -> Checked:
    """Run a claim here and now, as `theoremcheck run` does, and return its verdict.

    A claim may be defined in a cell of a notebook: the specification then covers the source of the functions and
    classes that it uses, cell by cell, instead of a file's. Python's own prompt keeps no source before 3.13, and an
    error says so.

    Args:
        claim: The claim.
        budget: How sure a verdict has to be, and how many draws it may cost.
        evidence: Where draws are recorded, and found if they are there already; None takes a temporary folder.

    Raises:
        ValueError: If there is no such budget.
        EvidenceError: If evidence that is there cannot be trusted.
        SpecificationError: If the claim holds a value or a function that has no stable description.
    """
    if budget not in BUDGETS:
        raise ValueError(f"budget={budget!r} must be one of {', '.join(map(repr, BUDGETS))}")
    use_one_thread()
    folder = Path(evidence or mkdtemp(prefix="theoremcheck-")).absolute()
    record = as_record(run_claim(claim, BUDGETS[budget], folder, device=torch.device("cpu")))
    entry = record.entry
    if entry.verdict is not Verdict.BROKEN:  # the draws of one leave no evidence
        (seen,) = entries_of([claim], folder, BUDGETS[budget])
        entry = replace(seen, traceback=entry.traceback)
    checked = Checked(entry, folder, record, budget)
    if evidence is None:
        weakref.finalize(checked, shutil.rmtree, folder, ignore_errors=True)
    return checked
