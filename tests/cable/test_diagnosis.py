"""The table of Diagnostics is whole: what the code can emit stands in it, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from msgspec.structs import replace

from cablesearch.cable.completeness import FIELDS
from cablesearch.cable.diagnosis import GRADES, KINDS, doubts, kind_of, place
from cablesearch.cable.model import HeaderLine
from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.record import Source
from tests.cable.telegrams import WHOLE, parsed

PACKAGE = Path(__file__).parents[2] / "cablesearch"


def constants(node: ast.expr) -> set[str] | None:
    """The strings that an expression can be; null where the source does not say."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        one, other = constants(node.body), constants(node.orelse)
        return one | other if one is not None and other is not None else None
    return None


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def argument(call: ast.Call, at: int, name: str) -> ast.expr:
    """What a call gives for a parameter, by keyword or by place."""
    named = [k.value for k in call.keywords if k.arg == name]
    return named[0] if named else call.args[at]


def kinds_in(tree: ast.Module) -> set[str]:
    """The kinds of all Diagnostics that a module makes; a helper that takes the kind is followed to its callers."""
    found: set[str] = set()
    helpers: dict[str, tuple[int, str]] = {}
    inside: dict[ast.Call, ast.FunctionDef] = {}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        # the outer functions come first, so that of nested ones the innermost stays
        inside |= {n: function for n in ast.walk(function) if isinstance(n, ast.Call)}

    def take(kind: ast.expr, line: int) -> None:
        known = constants(kind)
        assert known is not None, f"line {line}: write the kind as a string"
        found.update(known)

    for call in calls:
        if called(call) == "Diagnostic":
            kind = argument(call, 0, "kind")
            if isinstance(kind, ast.Name):
                names = [a.arg for a in inside[call].args.args if a.arg != "self"]
                helpers[inside[call].name] = (names.index(kind.id), kind.id)
            else:
                take(kind, call.lineno)
    for call in calls:
        if called(call) in helpers:
            take(argument(call, *helpers[called(call)]), call.lineno)
    return found


@pytest.fixture(scope="module")
def emitted() -> set[str]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return set().union(*map(kinds_in, trees))


def test_helpers_and_choices_are_seen() -> None:
    source = """
def outer():
    def note(kind, message):
        notes.append(Diagnostic(kind=kind, message=message))
    note("a-kind", "m")
class Builder:
    def tell(self, first, kind):
        self.notes += [Diagnostic(kind=kind, message="", lines=first)]
Builder().tell((1, 1), "b-kind" if odd else "c-kind")
Builder().tell((1, 1), kind="d-kind")
Diagnostic(kind="e-kind", message="m")
"""
    assert kinds_in(ast.parse(source)) == {"a-kind", "b-kind", "c-kind", "d-kind", "e-kind"}


@pytest.mark.parametrize(
    "source",
    [
        "def f(kind):\n    return Diagnostic(kind=kind)\nf(which())",
        "Diagnostic(kind=which(), message='')",
        "Diagnostic(kind='a' if odd else which(), message='')",
    ],
)
def test_a_kind_that_cannot_be_seen_is_refused(source: str) -> None:
    with pytest.raises(AssertionError, match="write the kind as a string"):
        kinds_in(ast.parse(source))


def test_every_kind_that_can_be_emitted_stands_in_the_table(emitted: set[str]) -> None:
    assert sorted(emitted - set(KINDS)) == [], "give it a row in cable/diagnosis.py"
    assert sorted(set(KINDS) - emitted) == [], "nothing says so any more"


@pytest.mark.parametrize("name", KINDS)
def test_a_row_says_what_it_is(name: str) -> None:
    kind = KINDS[name]
    assert kind.field in FIELDS
    assert kind.grade in GRADES
    assert kind.meaning
    assert not kind.meaning.endswith(".")
    assert len(kind.meaning) <= 90


def test_doubts() -> None:
    cable = replace(
        parsed(WHOLE),
        diagnostics=(
            Diagnostic(kind="tags-split", message="m"),
            Diagnostic(kind="id-year", message="m"),
            Diagnostic(kind="checksum-time", message="m"),
            Diagnostic(kind="of-another-version", message="m"),
        ),
    )
    assert [d.kind for d in doubts(cable)] == ["id-year", "of-another-version"]
    assert kind_of(cable.diagnostics[-1]).field in FIELDS


@pytest.mark.parametrize(
    ("form", "member", "lines", "expected"),
    [
        ("telegram", None, (12, 14), "/srv/a.txt:12"),
        ("telegram", "b/c.txt", (12, 14), "/srv/a.txt:b/c.txt:12"),
        ("telegram", None, None, "/srv/a.txt:7"),
        ("cablegate-csv", None, (12, 14), "/srv/a.txt:08ZENDA457:12"),
        ("cablegate-html", "c.html", None, "/srv/a.txt:c.html:08ZENDA457:7"),
    ],
)
def test_place(form: str, member: str | None, lines: tuple[int, int] | None, expected: str) -> None:
    cable = replace(
        parsed("UNCLAS ZENDA 000457\n\n1. (U) Rain fell.\n"),
        id="08ZENDA457",
        source=Source(path="/srv/a.txt", member=member),
        header_lines=(HeaderLine(text="x", lines=(7, 7)),),
        paragraphs=(),
        furniture=(),
    )
    assert place(form, cable, Diagnostic(kind="id-year", message="m", lines=lines)) == expected


def test_a_cable_without_any_line_stands_on_the_first() -> None:
    assert place("telegram", parsed("")) == "test.txt:1"
