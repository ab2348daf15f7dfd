"""The JSON Schema of report.json, made from the types of its values and from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from theoremcheck.reporting.contents import REPORT_VERSION, Report
from theoremcheck.reporting.pictures import Picture

__all__ = ["schema_of"]

_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {6,}.+)*)", re.MULTILINE)
"""One attribute in a docstring: its name, and its text up to the next name."""


def schema_of(pictures: Sequence[type[Picture]]) -> Mapping[str, Any]:
    """The schema (draft 2020-12) of a report that shows these pictures, each under its name."""
    (root, *shown), parts = msgspec.json.schema_components(
        [Report, *pictures], schema_hook=_open, ref_template="#/$defs/{name}"
    )
    for part in parts.values():
        if "properties" in part:
            _describe(part)
    report = _part(root, parts)["properties"]
    report["report"]["const"] = REPORT_VERSION
    _part(report["claims"]["items"], parts)["properties"]["seen"] |= {
        "properties": {picture.name: place for picture, place in zip(pictures, shown, strict=True)},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:theoremcheck:report:{REPORT_VERSION}",
        "title": "A report of theoremcheck",
        **root,
        "$defs": parts,
    }


def _part(reference: Mapping[str, str], parts: dict[str, Any]) -> dict[str, Any]:
    """The part that a reference names; msgspec lengthens the name where a stranger's class has the same one."""
    return parts[reference["$ref"].removeprefix("#/$defs/")]


def _open(kind: type) -> dict[str, Any]:
    """The schema of `Picture` itself, any object; `schema_of` then says which pictures there are.

    Raises:
        TypeError: If a picture keeps values that JSON has no form for.
    """
    if kind is not Picture:
        raise TypeError(f"{kind!r} has no form in JSON: a picture keeps numbers, text, tuples and frozen dataclasses")
    return {"type": "object"}


def _describe(part: dict[str, Any]) -> None:
    """Give each property its part of the dataclass's docstring as description, and allow no other properties."""
    text = inspect.cleandoc(part.get("description", ""))
    summary, _, attributes = text.partition("Attributes:\n")
    part["description"] = _on_one_line(summary)
    part["additionalProperties"] = False
    for name, said in _ATTRIBUTE.findall(attributes):
        part["properties"][name]["description"] = _on_one_line(said)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
