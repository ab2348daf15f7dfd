"""Formulas of the documentation as MathML, which browsers set themselves: nothing is fetched, no script runs."""

from __future__ import annotations

import html
import re
from typing import Any

from latex2mathml.converter import convert

_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<kind>[(\[])(?P<latex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
)


def on_page_content(content: str, **_: Any) -> str:
    """MkDocs calls this with each page as HTML."""
    return _FORMULA.sub(_as_mathml, content)


def _as_mathml(found: re.Match[str]) -> str:
    display = "inline" if found["kind"] == "(" else "block"
    return convert(html.unescape(found["latex"]), display=display)
