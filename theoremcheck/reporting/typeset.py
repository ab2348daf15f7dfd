r"""Statements as HTML: paragraphs, code, and MathML from LaTeX, with nothing of a stranger's left unescaped.

latex2mathml passes some of its input on as it came: `\text{<script>}` gives a script element, `\href{javascript:...}`
a link. So this module reads its output as XML, and lets through only elements and attributes on a list, which typeset
and do no more. A formula with any other element, one that does not convert, or one with a command that stays a command
the page shows as LaTeX.
"""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from xml.etree import ElementTree

from latex2mathml.converter import convert
from latex2mathml.symbols_parser import convert_symbol
from markupsafe import Markup, escape

from theoremcheck.catalogue.visible import visible

__all__ = ["inline", "statement"]

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts mtable mtr mtd mstyle mpadded mphantom menclose mfenced merror".split()
)
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant stretchy fence separator form minsize maxsize lspace rspace width "
    "height depth linethickness accent accentunder movablelimits largeop symmetric columnalign rowalign columnspacing "
    "rowspacing columnlines rowlines notation open close separators".split()
)
_ROWS = frozenset("math mrow mstyle mpadded msqrt mtd menclose".split())
_SCRIPTED = frozenset(f"{_NAMESPACE}{name}" for name in "msub msup msubsup munder mover munderover".split())
_CLOSING = frozenset(")]}⟩|‖")
_FUNCTIONS = frozenset([r"\arg"])
"""Those of TeX's functions that latex2mathml does not know."""
_LONGEST = 4_000
"""Characters of one formula; a longer one is shown as text."""
_PIECES = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$|`([^`]+)`", re.DOTALL)


def statement(text: str) -> Markup:
    """A claim's statement: paragraphs at blank lines, formulas between dollars, code between backticks."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(visible(text)))
    return Markup("").join(Markup("<p>{}</p>").format(inline(paragraph)) for paragraph in paragraphs if paragraph)


def inline(text: str) -> Markup:
    """One paragraph without its element."""
    text = visible(text)
    html, end = Markup(""), 0
    for found in _PIECES.finditer(text):
        html += escape(text[end : found.start()])
        display, formula, code = found.groups()
        html += (
            Markup("<code>{}</code>").format(" ".join(code.split()))
            if code
            else _math(display or formula, display is not None)
        )
        end = found.end()
    return html + escape(text[end:])


@lru_cache(maxsize=4096)
def _math(formula: str, display: bool) -> Markup:
    """MathML that only typesets; the LaTeX itself where there is none."""
    try:
        if len(formula) > _LONGEST:
            raise ValueError("too long to typeset")
        root = ElementTree.fromstring(convert(formula.strip(), display="block" if display else "inline"))
        _clean(root)
    except Exception:  # broken LaTeX, in any of the ways in which a parser of it can fail
        dollars = "$$" if display else "$"
        return Markup('<code class="tex">{}</code>').format(f"{dollars}{formula}{dollars}")
    root.set("alttext", " ".join(formula.split()))
    ElementTree.register_namespace("", _NAMESPACE.strip("{}"))
    return Markup(ElementTree.tostring(root, encoding="unicode", short_empty_elements=False))


def _clean(element: ElementTree.Element) -> None:
    """Keep what typesets; raise at an element that does anything else."""
    name = element.tag.removeprefix(_NAMESPACE)
    if name not in _ELEMENTS:
        raise ValueError(f"{name} is no element that typesets")
    for attribute in [key for key in element.attrib if key not in _ATTRIBUTES]:
        del element.attrib[attribute]
    element.text = _typeset_text(element.text or "")
    _join_upright(element)
    for child in element:
        _clean(child)
    if name in _ROWS:
        _space_functions(element)


def _typeset_text(text: str) -> str:
    r"""The text of an element; latex2mathml leaves the delimiter of `\Bigl\{` and commands that it does not know.

    Raises:
        ValueError: If a backslash stays.
    """
    if text in _FUNCTIONS:
        return text[1:]
    if text.startswith("\\") and (symbol := convert_symbol(text)) is not None:
        text = chr(int(symbol, 16))
    if "\\" in text:
        raise ValueError(f"{text} is not typeset")
    return text


def _space_functions(row: ElementTree.Element) -> None:
    """A thin space on either side of log, max and their like, as TeX sets it: t log t, not tlogt."""
    parts = list(row)
    for position in range(len(parts) - 1, 0, -1):
        before, after = parts[position - 1], parts[position]
        closed = before.tag != f"{_NAMESPACE}mo" or (before.text or "") in _CLOSING
        if (_is_function(before) and after.tag != f"{_NAMESPACE}mo") or (_is_function(after) and closed):
            row.insert(position, ElementTree.Element(f"{_NAMESPACE}mspace", {"width": "0.17em"}))


def _is_function(element: ElementTree.Element) -> bool:
    if element.tag in _SCRIPTED and len(element):
        element = element[0]
    return element.tag == f"{_NAMESPACE}mi" and len(element.text or "") > 1 and not element.attrib


def _join_upright(element: ElementTree.Element) -> None:
    r"""Join the letters of `\mathrm{InfoNCE}` to one word: browsers and screen readers would take them for seven."""
    for child in list(element)[:0:-1]:
        previous = element[list(element).index(child) - 1]
        if all(
            part.tag == f"{_NAMESPACE}mi" and part.attrib == {"mathvariant": "normal"} for part in (previous, child)
        ):
            previous.text = (previous.text or "") + (child.text or "")
            element.remove(child)
