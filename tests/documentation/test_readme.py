"""README.md: its table of papers and its suite line say what the published report holds."""

import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLISHED = json.loads((ROOT / "reports" / "reference" / "report.json").read_text(encoding="utf-8"))
CLAIMS = PUBLISHED["claims"]


def row(paper):
    """Statements, claims, how many stand, how many fall, and what kind of finding each of these is."""
    claims = [claim for claim in CLAIMS if claim["paper"] == paper]
    verdicts = Counter(claim["verdict"] for claim in claims)
    flaws = Counter(claim["flaw"] for claim in claims if claim["flaw"])
    findings = ", ".join(f"{count} {flaw}" for flaw, count in sorted(flaws.items())) or "none"
    statements = sum(not claim["reading_of"] for claim in claims)
    url = next(told["url"] for told in PUBLISHED["papers"] if told["name"] == paper)
    name = f"[{paper}]({url})" if url else paper
    return f"| {name} | {statements} | {len(claims)} | {verdicts['supported']} | {verdicts['refuted']} | {findings} |"


def test_the_table_has_a_row_for_each_paper():
    missing = [row(paper) for paper in sorted({claim["paper"] for claim in CLAIMS}) if row(paper) not in README]
    assert not missing, "README.md lacks:\n" + "\n".join(missing)


def test_the_suite_line_counts_what_was_published():
    statements = sum(not claim["reading_of"] for claim in CLAIMS)
    assert f"{len(CLAIMS)} of {len(CLAIMS)} claims as expected: {statements} statements" in README


def test_each_picture_is_there():
    for line in README.splitlines():
        for place in re.findall(r"!\[[^]]*\]\((reports/[^)]*)\)", line):
            assert (ROOT / place).is_file(), line


def test_the_rows_that_explain_the_table_are_those_of_the_published_run():
    """Verdict, bound, e-value, draws and controls, as SUMMARY.md has them."""
    summary = (ROOT / "reports" / "reference" / "SUMMARY.md").read_text(encoding="utf-8")
    for sign, plain in (
        ("✓ ", ""),
        ("✗ ", ""),
        ("≥", ">="),
        ("≤", "<="),
        *zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True),
    ):
        summary = summary.replace(sign, plain)
    summary = re.sub(r"\| 10(\d+) \|", r"| 1e\1 |", summary)
    told = README.partition("From the published run")[2].partition("```")[2].partition("```")[0]
    rows = [re.split(r"\s{2,}", line)[:6] for line in told.splitlines() if re.match(r"\w+\.", line)]
    assert len(rows) == 7 and all(f"| {' | '.join(row)} |" in summary for row in rows)
