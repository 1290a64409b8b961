"""`cablesearch audit` and `Index.audit`, on an index of an invented archive."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cablesearch.api import open_index
from cablesearch.cable.completeness import FIELDS
from cablesearch.cable.diagnosis import KINDS
from cablesearch.errors import ExitStatus, UsageError
from cablesearch.search.checks import CHECKS
from tests.cli.world import NOW, World
from tests.output.sample import check_golden
from tests.search.audited import CABLES, FOUND, write_archive

if TYPE_CHECKING:
    from pathlib import Path

COMMON = {name for name, check in CHECKS.items() if check.common}
LISTED = {found for found in FOUND if found[0] not in COMMON}
NOTES = """\
13 findings in 9 cables
counted and not listed: no-marks 1, time-mismatch 1; --check NAME lists them
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an index of the archive in `index`."""
    place = tmp_path_factory.mktemp("audit")
    write_archive(place / "archive")
    r = World(cwd=place).run("index", "archive", "-q")
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


def rows(text: str) -> set[tuple[str, str, str | None, str | None]]:
    """Check, id, citation and value of every line of TSV."""
    lines = [line.split("\t") for line in text.splitlines()]
    return {(line[0], line[1], line[2] or None, line[6] or None) for line in lines}


def test_in_a_pipe(world: World) -> None:
    r = world.run("audit")
    assert (r.status, r.stderr) == (ExitStatus.OK, NOTES)
    assert rows(r) == LISTED
    assert len(r.splitlines()) == len(LISTED)
    ids = [line.split("\t")[1] for line in r.splitlines()]
    assert ids == sorted(ids)
    check_golden("audit-tsv.tsv", r)
    headed = world.run("audit", "--header", "-q")
    assert (headed.partition("\n")[2], headed.stderr) == (r, "")
    assert headed.startswith(
        "check\tcable_id\tcite\tdate\tembassy\tclassification\tvalue\tdetail\n"
    )


def test_on_a_terminal(world: World) -> None:
    world.terminal, world.columns = True, 100
    r = world.run("audit", "-n", "1", "--color", "never")
    check_golden("audit-terminal.txt", r + "--- stderr\n" + r.stderr)
    whole = world.run("audit", "--all", "--color", "never")
    check_golden("audit-all-terminal.txt", whole + "--- stderr\n" + whole.stderr)


def test_findings_keep_to_a_narrow_terminal(world: World) -> None:
    world.terminal, world.columns = True, 40
    for argv in (("audit",), ("audit", "--all")):
        lines = world.run(*argv, "--check", "numbering,reference-missing").splitlines()
        about = [line for line in lines if "ZENDA" in line or "STRELSAU" in line]
        assert len(about) >= 3
        assert max(map(len, about)) <= 40


def test_the_other_formats_say_the_same(world: World) -> None:
    expected = [line.split("\t") for line in world.run("audit", "-q").splitlines()]
    head, *table = csv.reader(io.StringIO(world.run("audit", "--csv", "-q")))
    assert table == expected
    lines = [json.loads(line) for line in world.run("audit", "--jsonl", "-q").splitlines()]
    assert [list(line) for line in lines] == [head] * len(expected)
    assert [[value or "" for value in line.values()] for line in lines] == expected
    whole = world.run("audit", "--json", "-q").json
    assert whole["findings"] == lines
    assert set(whole) == {
        "format_version", "query", "index", "as_of", "findings", "returned", "audited", "checks",
    }  # fmt: skip
    assert (whole["as_of"], whole["returned"], whole["audited"]) == ("2026-11-01", 13, len(CABLES))
    assert {n: c["findings"] for n, c in whole["checks"].items()} == {
        name: sum(found[0] == name for found in FOUND) for name in CHECKS
    }
    assert whole["checks"]["id-mismatch"] == {"cables": 2, "findings": 2}


@pytest.mark.parametrize("name", CHECKS)
def test_one_check_by_name(world: World, name: str) -> None:
    expected = {found for found in FOUND if found[0] == name}
    r = world.run("audit", "--check", name)
    assert rows(r) == expected
    assert r.status is (ExitStatus.OK if expected else ExitStatus.NOTHING_FOUND)
    many = f"{len(expected)} finding{'s' if len(expected) != 1 else ''}"
    assert r.stderr == f"{many} in 9 cables\n"


def test_several_checks(world: World) -> None:
    r = world.run("audit", "--check", "unmarked,marked-below", "--check", "marked-above")
    assert [line.split("\t")[0] for line in r.splitlines()] == [
        "marked-above", "marked-below", "unmarked",
    ]  # fmt: skip
    wrong = world.run("audit", "--check", "marked-abov")
    assert wrong.status is ExitStatus.USAGE
    assert 'no check "marked-abov"; did you mean "marked-above"?' in wrong.stderr


@pytest.mark.parametrize(
    ("argv", "ids"),
    [
        (("bridge",), {"08ZENDA102"}),
        (("-m", "S"), {"08ZENDA101"}),
        (("--only", "class=SECRET"), {"08ZENDA102"}),
        (("-f", "moat OR museum", "-e", "zenda"), {"08ZENDA102", "08ZENDA104"}),
        (("id:08ZENDA103", "--since", "2008-02", "-t", "PREL"), {"08ZENDA103"}),
        (("--until", "2007"), set()),
    ],
)
def test_narrowing_chooses_cables(world: World, argv: tuple[str, ...], ids: set[str]) -> None:
    r = world.run("audit", *argv, "--json")
    found = {found for found in LISTED if found[1] in ids}
    assert {(f["check"], f["cable_id"], f["cite"], f["value"]) for f in r.json["findings"]} == found
    assert r.json["audited"] == len(ids)
    assert r.status is (ExitStatus.OK if found else ExitStatus.NOTHING_FOUND)
    if not ids:
        assert r.stderr.startswith("nothing found\n")


def test_references_are_looked_for_in_the_whole_index(world: World) -> None:
    r = world.run("audit", "id:08ZENDA109", "--check", "reference-missing")
    assert (r, r.status) == ("", ExitStatus.NOTHING_FOUND)
    assert r.stderr == "0 findings in 1 cable\n"


@pytest.mark.parametrize(
    ("as_of", "past"),
    [
        ("2018-02-07", set()),
        ("2018-02-08", {"08ZENDA101"}),
        ("2018", set()),
        ("2034", {"08ZENDA101", "08ZENDA102", "08ZENDA109"}),
    ],
)
def test_as_of(world: World, as_of: str, past: set[str]) -> None:
    r = world.run("audit", "--check", "declassify-past", "--as-of", as_of)
    assert {line.split("\t")[1] for line in r.splitlines()} == past


def test_a_limit_is_of_each_check_and_said(world: World) -> None:
    r = world.run("audit", "-n", "1")
    checks = [line.split("\t")[0] for line in r.splitlines()]
    assert sorted(checks) == sorted({found[0] for found in LISTED})
    assert r.stderr.startswith("12 of 13 findings in 9 cables; --all for the rest\n")
    assert world.run("audit", "-n", "1", "--all").status is ExitStatus.USAGE
    assert world.run("audit", "-n", "0") == ""
    world.terminal = True
    summary = world.run("audit", "-n", "0", "--color", "never")
    assert {line.split()[0] for line in summary.splitlines() if line[0] != " "} == {
        "check",
        *CHECKS,
    }


@pytest.mark.parametrize(
    "argv",
    [
        ("--json", "--csv"),
        ("--csv", "--header"),
        ("--as-of", "03/04/2005"),
        ("--as-of", "..2005"),
        ("--as-of", "2005..2008"),
        ("-tags:PREL",),
        ("-f", "form:x"),
    ],
)
def test_what_cannot_be_meant(world: World, argv: tuple[str, ...]) -> None:
    r = world.run("audit", *argv)
    assert (r, r.status) == ("", ExitStatus.USAGE)


def test_output_file(world: World) -> None:
    whole = world.run("audit", "-q")
    assert world.run("audit", "-q", "-o", "findings.tsv") == ""
    written = (world.cwd / "findings.tsv").read_text(encoding="utf-8")
    (world.cwd / "findings.tsv").unlink()
    assert written == whole


def test_in_python(place: Path) -> None:
    with open_index(place / "index", now=NOW) as index:
        audit = index.audit()
        assert {(f.check, f.cable_id, f.cite, f.value) for f in audit} == FOUND
        assert audit.audited == len(CABLES)
        [found] = index.audit(checks=["marked-above"], filters={"marking": ["S"]})
        assert found.to_dict() == {
            "check": "marked-above",
            "cable_id": "08ZENDA101",
            "cite": "08ZENDA101 ¶2",
            "date": "2008-02-07T21:01:00Z",
            "embassy": "ZENDA",
            "classification": "CONFIDENTIAL",
            "value": "S",
            "detail": "(S/NF) in a cable classified CONFIDENTIAL",
        }
        assert list(index.audit("museum", checks=["marked-above"])) == []
        early = index.audit(checks=["declassify-past"], as_of=date(2018, 2, 7))
        assert list(early) == []
        with pytest.raises(UsageError, match="no check"):
            index.audit(checks=["marks"])


def test_the_help_has_every_row_of_the_tables(world: World) -> None:
    text = world.run("help", "audit")
    for check in CHECKS.values():
        [line] = [line for line in text.splitlines() if line.startswith(f"    {check.name} ")]
        assert line.endswith(check.meaning)
        assert check.value in line
    text = world.run("help", "diagnostics")
    for kind in KINDS.values():
        assert f"\n    {kind.name} " in text
        assert f"  {kind.field} " in text
        assert f"  {kind.meaning}\n" in text
    for field in FIELDS.values():
        assert f"\n    {field.name}" in text
