"""A page is not blamed for what a library draws as it is imported."""

import subprocess
import sys

PROGRAM = """
from pathlib import Path
from theoremcheck.catalogue.importing import imported
imported(Path("page.py").resolve())
"""


def imported_alone(folder, page):
    """What becomes of a page that a fresh process imports, where warnings are errors."""
    (folder / "page.py").write_text(page, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_page_may_import_what_imports_rich(tmp_path):
    """Rich draws a global random number when it is first imported, and some libraries import it."""
    done = imported_alone(tmp_path, "from rich.style import Style\n")
    assert done.returncode == 0, done.stderr


def test_a_page_that_draws_itself_is_named(tmp_path):
    done = imported_alone(tmp_path, "import random\nCHOSEN = random.random()\n")
    assert done.returncode != 0 and "global random numbers" in done.stderr
