"""The engine's rooms: how many there are, and that they know each other in one direction only."""

from functools import cache
from pathlib import Path

import grimp
import pytest

import theoremcheck

ENGINE = Path(theoremcheck.__file__).parent
MOST_ROOMS = 21


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("theoremcheck")


def rooms() -> set[str]:
    return graph().find_children("theoremcheck")


def knows(room: str) -> set[str]:
    """Rooms that a room imports from, for type checkers alone included."""
    inside = {room, *graph().find_descendants(room)}
    imported = {name for module in inside for name in graph().find_modules_directly_imported_by(module)}
    return {".".join(name.split(".")[:2]) for name in imported - inside if "." in name}


def test_there_are_few_rooms():
    assert len(rooms()) <= MOST_ROOMS


@pytest.mark.parametrize("room", sorted(rooms()))
def test_no_room_knows_one_that_knows_it(room):
    """Directly or by way of others."""
    reached, fresh = set[str](), knows(room)
    while fresh:
        reached |= fresh
        fresh = {further for known in fresh for further in knows(known)} - reached
    assert room not in reached


@pytest.mark.parametrize("room", sorted(rooms()))
def test_no_room_waits_for_the_package(room):
    """`theoremcheck` itself loads its names from the rooms: a room that imports from it would go in a circle."""
    inside = {room, *graph().find_descendants(room)}
    assert not any("theoremcheck" in graph().find_modules_directly_imported_by(module) for module in inside)


def test_a_file_name_means_one_thing():
    """Also across rooms: a reader who hears of a file knows which one."""
    names = [file.stem for file in ENGINE.rglob("*.py") if file.name not in ("__init__.py", "__main__.py")]
    assert sorted(names) == sorted(set(names))
