"""What a piece of source says, whatever it looks like."""

import ast

import pytest

from theoremcheck.digests.canonical import canonical, digest_of, parsed


def said(source: str) -> str:
    """The canonical text of a file."""
    return canonical(parsed(source.encode("utf-8", "surrogatepass")))


ALIKE = {
    "a comment": ("x = 1", "x = 1  # one"),
    "space": ("f(a, b)", "f(\n    a,\n    b,\n)"),
    "parentheses": ("y = a + b", "y = ((a) + (b))"),
    "parentheses of a tuple": ("for x in 1, 2:\n    f(x)", "for x in (1, 2):\n    f(x)"),
    "parentheses of a with": ("with a as b, c as d:\n    f()", "with (\n    a as b,\n    c as d,\n):\n    f()"),
    "quotes": ("'a'", '"a"'),
    "an escape": ("f('\\x41')", "f('A')"),
    "a raw string": ("f('\\\\d')", "f(r'\\d')"),
    "the letter u": ("f('a')", "f(u'a')"),
    "a string in pieces": ("f('ab')", "f('a' 'b')"),
    "the base of a number": ("f(16)", "f(0x1_0)"),
    "digits of a number": ("f(0.25)", "f(2.50e-1)"),
    "a semicolon": ("a = 1; b = 2", "a = 1\nb = 2"),
    "elif": ("if a:\n    f()\nelif b:\n    g()", "if a:\n    f()\nelse:\n    if b:\n        g()"),
    "a docstring": ("def f():\n    return 1", "def f():\n    'One.'\n    return 1"),
    "a body that is a docstring": ("class A:\n    pass", "class A:\n    'A.'"),
    "dots for a body": ("def f(): ...", "def f(): pass"),
    "an else that does nothing": ("if a:\n    f()", "if a:\n    f()\nelse:\n    pass"),
    "a docstring of a constant": ("x = 1", "x = 1\n'One.'"),
    "an empty format": ("f'{x}'", "f'{x:}'"),
    "an f-string in pieces": ("f'a{x}b{y}c'", "'a' f'{x}' 'b' '' f'{y}c'"),
    "line ends": ("x = '''a\nb'''\nf(x)\n", "x = '''a\r\nb'''\r\nf(x)\r\n"),
    "line ends of old": ("x = '''a\nb'''\nf(x)\n", "x = '''a\rb'''\rf(x)\r"),
    "a byte-order mark": ("f('é')", "\ufefff('é')"),
    "a form feed": ("a()\nb()", "a()\n\f\nb()"),
}
DIFFERENT = {
    "a name": ("a", "b"),
    "an order": ("f(a, b)", "f(b, a)"),
    "grouping": ("a + (b + c)", "a + b + c"),
    "a type": ("f(1)", "f(1.0)"),
    "a truth": ("f(1)", "f(True)"),
    "nothing and zero": ("f(None)", "f(0)"),
    "nothing and no text": ("f(None)", "f('')"),
    "text and bytes": ("f('a')", "f(b'a')"),
    "the last bit": ("f(0.1)", "f(0.10000000000000002)"),
    "a sign of zero": ("f(0.0)", "f(-0.0)"),
    "an imaginary number": ("f(1j)", "f(1.0)"),
    "dots": ("f(...)", "f('...')"),
    "infinity": ("f(1e999)", "f(inf)"),
    "white space in a text": ("f('a b')", "f('a  b')"),
    "half a pair and a whole": ("f('\\ud83d\\ude00')", "f('\\U0001f600')"),
    "a star": ("f(a)", "f(*a)"),
    "two stars": ("f(a=a)", "f(**a)"),
    "a missing key": ("{**a}", "{None: a}"),
    "a matched truth": (
        "match a:\n    case None:\n        f()",
        "match a:\n    case False:\n        f()",
    ),
    "a conversion": ("f'{x!r}'", "f'{x!s}'"),
    "a format": ("f'{x:>5}'", "f'{x:<5}'"),
    "a format from outside": ("f'{x:{w}}'", "f'{x:w}'"),
    "a text and its braces": ("f'{{x}}'", "f'{x}'"),
    "a default": ("def f(a, b=1): g()", "def f(a, b=2): g()"),
    "a default of a keyword": ("def f(*, a, b=1): g()", "def f(*, a=1, b): g()"),
    "a decorator": ("@a\ndef f(): g()", "def f(): g()"),
    "an async function": ("async def f(): g()", "def f(): g()"),
    "an annotation": ("x: int = 1", "x: str = 1"),
    "a target in parentheses": ("x: int", "(x): int"),
    "a dot more": ("from . import a", "from .. import a"),
    "a lambda's name": ("lambda a: a", "lambda b: b"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_two_ways_to_write_the_same(one: str, other: str) -> None:
    """The text is the same."""
    assert said(one) == said(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_things_that_differ(one: str, other: str) -> None:
    """The texts differ."""
    assert said(one) != said(other)


def test_another_encoding_says_the_same() -> None:
    """The coding line is a comment; the letters are what counts."""
    text = "# coding: {}\nf('é')\n"
    coded = [parsed(text.format(name).encode(name)) for name in ("latin-1", "utf-8", "cp1250")]
    assert len({digest_of(tree) for tree in coded}) == 1


def test_an_escape_that_is_none_warns_nobody() -> None:
    """Python has warned when it compiled the file; the run of warnings as errors goes on."""
    assert said(r"f('\d')") == said(r"f('\\d')")


@pytest.mark.parametrize("field", ["type_params", "default_value", "is_lazy"])
@pytest.mark.parametrize("nothing", [None, 0, []])
def test_a_field_of_another_python_says_nothing_while_it_is_empty(field: str, nothing: object) -> None:
    """A newer Python adds it to every node of a kind; only what a page writes there counts."""
    tree = ast.parse("class A: x = 1")
    before = canonical(tree)
    node = tree.body[0]
    node._fields = (*node._fields, field)  # type: ignore[misc]
    setattr(node, field, nothing)
    assert canonical(tree) == before
    setattr(node, field, [ast.Name("T")])
    assert canonical(tree) != before


def test_a_digest_is_pinned() -> None:
    """Who changes the way of writing gives every claim of everybody new draws: never by accident."""
    source = b"def f(x, /, *, y: float = 0.1) -> str:\n    return f'{x!r:>{y}}' + 'e\xcc\x81' if x else b'' or ...\n"
    assert digest_of(parsed(source)) == "0f4611d5398b32c253a59fbe4d70687fe0eb6e4a4443194068155edb1414bb21"
