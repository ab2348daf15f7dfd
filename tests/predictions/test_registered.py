"""A prediction registers in the list of its module; everything else follows."""

import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import theoremcheck
from theoremcheck import predictions

PARTS = ("holding", "straw_men")
"""Modules that predictions are made of; a page names none of them."""
SEEN_BY_TYPE_CHECKERS = Path(theoremcheck.__file__).read_text().partition("if TYPE_CHECKING")[2].partition("_HOMES")[0]


def test_every_name_of_the_package_is_a_name_of_the_engine():
    assert set(predictions.__all__) <= set(theoremcheck.__all__) == set(dir(theoremcheck))
    assert all(getattr(theoremcheck, name) is getattr(predictions, name) for name in predictions.__all__)


def test_type_checkers_see_every_module_of_predictions():
    modules = [module.name for module in iter_modules(predictions.__path__) if module.name not in PARTS]
    assert all(f"from theoremcheck.predictions.{name} import" in SEEN_BY_TYPE_CHECKERS for name in modules)


def test_type_checkers_see_every_other_name():
    others = set(theoremcheck.__all__) - set(predictions.__all__)
    assert all(f" {name} as {name}" in SEEN_BY_TYPE_CHECKERS for name in others)


def test_importing_the_engine_loads_nothing_heavy():
    """pytest does it at every start, and so does asking for a name that there is not."""
    code = "import sys, theoremcheck; hasattr(theoremcheck, '__wrapped__'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
