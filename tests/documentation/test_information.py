"""docs/information.md: its program prints what stands there, and its links lead somewhere."""

import contextlib
import io
import re
from pathlib import Path

from tests.documentation.test_write_a_claim import blocks, says

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "information.md").read_text(encoding="utf-8")


def test_it_prints_what_stands_there():
    """The blocks are one program, from top to bottom."""
    known, output = {}, ""
    for block in blocks(PAGE):
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(block.text, known)
            output = printed.getvalue()
        else:
            says(output, block.text)
    assert output


def test_what_it_names_is_public():
    from theoremcheck import numerics

    named = set(re.findall(r"`([a-z_]{4,})`", PAGE)) - {"theoremcheck"}
    assert named and named <= set(numerics.__all__)


def test_the_map_leads_to_it():
    assert "(information.md)" in (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
