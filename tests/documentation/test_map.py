"""docs/map.md names what is there: every path, every function, and the rooms on the floors that import-linter holds."""

import ast
import re
import tomllib
from pathlib import Path
from pkgutil import iter_modules

import pytest

import theoremcheck

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/<>]+(?:/|\.(?:py|md|toml))(?::[\w.]+)?)`", MAP)))
PATHS = [name for name in NAMED if ":" not in name]
FUNCTIONS = [name for name in NAMED if ":" in name]


def found(path):
    """Files and folders of a path, from the root or from the engine; `<name>` stands for any name."""
    pattern = re.sub(r"<\w+>", "*", path)
    return [place for folder in (ROOT, ROOT / "theoremcheck") for place in folder.glob(pattern)]


def defines(scope, name):
    """Whether a module or a class defines a name itself; `Class.method` is looked up in the class."""
    first, _, rest = name.partition(".")
    for node in scope.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == first:
            return not rest or defines(node, rest)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == first for to in node.targets):
            return not rest
    return False


def floors_of_the_map():
    """Rooms by floor, the top floor first; a row without a number stands on the floor of the row above."""
    floors = []
    for number, room in re.findall(r"^\| *(\d*) *\| `(\w+)(?:/|\.py)` \|", MAP, re.MULTILINE):
        if number:
            floors.append([])
        floors[-1].append(room)
    return floors


def floors_of_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (floors,) = (each["layers"] for each in contracts if each["name"] == "The floors of the engine")
    return [floor.split(" | ") for floor in floors]


def test_the_map_names_paths_and_functions():
    assert len(PATHS) > 40 and len(FUNCTIONS) > 25


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_there(path):
    assert found(path)


@pytest.mark.parametrize("named", FUNCTIONS)
def test_every_function_is_there(named):
    path, _, name = named.partition(":")
    (file,) = found(path)
    assert defines(ast.parse(file.read_text(encoding="utf-8")), name)


def test_the_rooms_stand_on_the_floors_of_the_contract():
    assert floors_of_the_map() == floors_of_the_contract()


def test_every_room_has_its_row():
    rooms = {module.name for module in iter_modules(theoremcheck.__path__)} - {"__main__"}
    assert sorted(room for floor in floors_of_the_map() for room in floor) == sorted(rooms)


def test_floors_are_counted_from_the_ground():
    numbers = [int(number) for number in re.findall(r"^\| (\d+) +\| `", MAP, re.MULTILINE)]
    assert numbers == list(range(len(floors_of_the_contract()), 0, -1))
