"""Which claims a file declares: those that it assigns at module level itself."""

from textwrap import indent

import pytest

from theoremcheck.catalogue.located import claims_in

DECLARED = {
    "plainly": "CLAIM = made()",
    "annotated": "CLAIM: object = made()",
    "in a tuple": "CLAIM, other = made(), 1",
    "starred": "(first, *rest), CLAIM = (1, 2), made()",
    "by augmentation": "CLAIM = ()\nCLAIM += made(),\nCLAIM = CLAIM[0]",
    "in passing": "print(CLAIM := made())",
    "under a condition": "if True:\n    CLAIM = made()",
    "in an else": "if False:\n    pass\nelse:\n    CLAIM = made()",
    "where an import may fail": "try:\n    import nothing_of_that_name\nexcept ImportError:\n    CLAIM = made()",
    "in a loop": "for CLAIM in (made(),):\n    pass",
    "in a context": "from contextlib import nullcontext\nwith nullcontext(made()) as CLAIM:\n    pass",
    "again, after an import": "from tests.planted import coin_claim as CLAIM\nCLAIM = made()",
}
ELSEWHERE = {
    "nothing": "pass",
    "a function": "def other():\n    CLAIM = made()",
    "a coroutine": "async def other():\n    CLAIM = made()",
    "a method": "class Other:\n    def other(self):\n        CLAIM = made()",
    "a class": "class Other:\n    CLAIM = 1",
    "a lambda": "other = lambda: (CLAIM := 1)",
    "a comprehension": "other = [CLAIM for CLAIM in (1, 2)]",
    "a generator": "other = list(CLAIM for CLAIM in (1, 2))",
    "a function under a condition": "if True:\n    def other():\n        CLAIM = made()",
}


def declared(folder, text):
    """Names of the claims of a page with a text."""
    page = folder / f"{folder.name}_page.py"
    page.write_text(f"from tests.planted import coin_claim as made\n{text}\n")
    return [found.variable for found in claims_in(page)]


@pytest.mark.parametrize("text", DECLARED.values(), ids=DECLARED)
def test_an_assignment_at_module_level_declares_a_claim(tmp_path, text):
    assert declared(tmp_path, text) == ["CLAIM"]


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_imported_claim_is_not_declared_by_an_assignment_elsewhere(tmp_path, text):
    (tmp_path / f"{tmp_path.name}_other.py").write_text("from tests.planted import coin_claim\nCLAIM = coin_claim()\n")
    found = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom {tmp_path.name}_other import CLAIM\n"
    assert declared(tmp_path, f"{found}sys.path.pop(0)\n{text}") == []


def test_claims_stand_in_the_order_of_their_lines(tmp_path):
    text = "SECOND, FIRST = made(), None\nFIRST = made()\nif True:\n" + indent("THIRD = made()", "    ")
    assert declared(tmp_path, text) == ["SECOND", "FIRST", "THIRD"]
