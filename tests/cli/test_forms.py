"""Forms through the command line: how files are recognised, naming a form, packed files in an index."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus
from tests.formats.pages import BODY, page, row
from tests.formats.test_container import tarred
from tests.formats.volumes import VOLUME, VOLUME_ID

if TYPE_CHECKING:
    from tests.cli.world import World

LETTER = "Dear Rudolf, it rains.\n\nThe hounds are well.\n"


@pytest.fixture
def mixed(world: World) -> World:
    folder = world.cwd / "mixed"
    folder.mkdir()
    pages = {"08ZENDA457.html": page(menus="").encode(), "notes.txt": LETTER.encode()}
    (folder / "pages.tar.gz").write_bytes(tarred(pages, "w:gz"))
    rows = (row(number=str(n), id=f"08ZENDA{n}") for n in range(1, 4))
    dump = "".join(f"{one}\n" for one in rows).replace("08ZENDA2", '08"ZENDA2', 1)
    (folder / "cables.csv.gz").write_bytes(gzip.compress(dump.encode()))
    return world


def test_why(mixed: World) -> None:
    r = mixed.run("parse", "--why", "mixed")
    rows = [line.split("\t") for line in r.splitlines()]
    assert [(one[1], one[2], one[3]) for one in rows] == [
        ("", "gzip", "cablegate-csv"),
        ("08ZENDA457.html", "gzip tar", "cablegate-html"),
        ("notes.txt", "gzip tar", ""),
    ]
    assert "<table class='cable'>" in rows[1][5]
    assert rows[2][8].startswith("not a cable")
    assert r.status is ExitStatus.SKIPPED


def test_why_to_read(mixed: World) -> None:
    mixed.terminal = True
    r = mixed.run("parse", "--why", "mixed/pages.tar.gz")
    assert "  inside    gzip tar\n  form      cablegate-html: Cablegate web pages" in r
    assert "  because   <table class='cable'> on line " in r
    assert "  unread    not a cable" in r


def test_parse_goes_on(mixed: World) -> None:
    r = mixed.run("parse", "mixed")
    assert r.status is ExitStatus.SKIPPED
    assert [line.split("\t")[0] for line in r.splitlines()] == ["08ZENDA457"] * 3
    first, second = r.stderr.splitlines()
    assert "mixed/cables.csv.gz: row 1 on line 1: a quote is never closed" in first
    assert "mixed/pages.tar.gz:notes.txt: not a cable" in second


def test_naming_a_form(world: World) -> None:
    (world.cwd / "letter.txt").write_text(LETTER)
    assert world.run("parse", "letter.txt").status is ExitStatus.SKIPPED
    r = world.run("parse", "letter.txt", "--format", "telegram", "--jsonl")
    assert [p["text"] for p in r.json["paragraphs"]] == [
        "Dear Rudolf, it rains.",
        "The hounds are well.",
    ]
    wrong = world.run("parse", "letter.txt", "--format", "telex")
    assert wrong.status is ExitStatus.USAGE
    assert "formats: cablegate-html" in wrong.stderr


def test_an_index_remembers_the_form(world: World) -> None:
    folder = world.cwd / "odd"
    folder.mkdir()
    (folder / "letter.txt").write_text(LETTER)
    assert world.run("index", "odd", "--format", "telex", "-I", "new").status is ExitStatus.USAGE
    assert world.run("index", "odd", "-I", "new").status is ExitStatus.SKIPPED
    assert world.run("index", "odd", "--format", "telegram", "-I", "new").status is ExitStatus.OK
    assert world.run("query", "hounds", "-I", "new", "--count") == "1\n"
    (folder / "second.txt").write_text(LETTER.replace("hounds", "horses"))
    assert world.run("index", "-I", "new").status is ExitStatus.OK
    assert world.run("query", "horses", "-I", "new", "--count") == "1\n"
    assert world.run("check", "--deep", "-I", "new").status is ExitStatus.OK
    assert "nothing to do" in world.run("index", "-I", "new").stderr


def test_an_index_of_packed_files(mixed: World) -> None:
    r = mixed.run("index", "mixed", "-I", "new")
    assert r.status is ExitStatus.SKIPPED
    assert "row 1 on line 1: a quote is never closed" in r.stderr
    assert "notes.txt: not a cable" in r.stderr
    assert mixed.run("query", "housekeeper", "-I", "new", "--count").strip() != "0"
    assert mixed.run("index", "-I", "new").status is ExitStatus.OK


def test_a_printed_volume(world: World) -> None:
    folder = world.cwd / "printed"
    folder.mkdir()
    (folder / "volume.xml").write_bytes(VOLUME)
    assert world.run("index", "printed", "-I", "new").status is ExitStatus.OK
    # words of a title are found where a subject's would be: with the first paragraph
    titled = world.run("query", "telegram embassy", "-I", "new", "-F", "ids")
    assert f"{VOLUME_ID}/d1:1\n" in titled
    found = world.run("query", "subject:conversation OR dam", "-I", "new", "-F", "ids")
    assert f"{VOLUME_ID}/d3:1" in found
    assert world.run("query", "to:STATE", "-I", "new", "--count") != "0\n"
    assert world.run("query", f"cites:{VOLUME_ID}/d1", "-I", "new", "--count").strip() == "10"
    shown = world.run("show", f"{VOLUME_ID}/d3", "-I", "new")
    assert "subject   The dam\ntitle     Memorandum of Conversation\n" in shown
    assert world.run("show", f"{VOLUME_ID}/d7/2", "-I", "new").status is ExitStatus.OK
    assert "embassy in ruritania" in world.run("parse", "printed").lower()


def test_parsed_lines_go_round(world: World) -> None:
    (world.cwd / "volume.xml").write_bytes(VOLUME)
    first = world.run("parse", "volume.xml", "--jsonl")
    again = world.run("parse", "-", "--jsonl", stdin=first.encode())
    assert again == first
    (world.cwd / "parsed").mkdir()
    (world.cwd / "parsed/all.jsonl").write_text(first)
    assert world.run("index", "parsed", "-I", "new").status is ExitStatus.OK
    assert world.run("query", "dam", "-I", "new", "--count") == "2\n"
    assert world.run("check", "--deep", "-I", "new").status is ExitStatus.OK


def test_a_report_by_form(mixed: World) -> None:
    r = mixed.run("parse", "mixed", "--report")
    assert r.status is ExitStatus.SKIPPED
    rows = [line.split("\t") for line in r.splitlines()]
    assert {(row[0], row[4]) for row in rows if row[1:3] == ["id", "found"]} == {
        ("cablegate-csv", "2"),
        ("cablegate-html", "1"),
    }
    assert [row for row in rows if row[2] == "missing" and row[4] != "0"] == []
    skipped = {row[6]: row[7] for row in rows if row[2] == "skipped"}
    assert len(skipped) == 2
    [quote] = [reason for reason in skipped if "quote" in reason]
    assert quote.startswith("row N on line N: a quote is never closed")
    assert skipped[quote].startswith(f"{mixed.cwd}/mixed/cables.csv.gz: row 1 on line 1: ")


def test_a_doubt_about_a_member_is_told_with_its_place(world: World) -> None:
    body = "UNCLAS ZENDA 000458\n\n1. (U) It rained.\n\n3. (U) It stopped.\n"
    files = {"a/457.html": page(body=body, menus="").encode(), "b/458.txt": body.encode()}
    (world.cwd / "pages.tar").write_bytes(tarred(files, "w"))
    r = world.run("parse", "pages.tar", "--strict")
    assert r.status is ExitStatus.STRICT
    told = [line.split(": ")[:2] for line in r.stderr.splitlines()]
    assert [f"{world.cwd}/pages.tar:b/458.txt:5", "number-skipped"] in told
    [(place, _)] = [one for one in told if "457.html" in one[0] and one[1] == "number-skipped"]
    assert place.startswith(f"{world.cwd}/pages.tar:a/457.html:08ZENDA458:")


@pytest.mark.parametrize("option", ["--report", "--strict"])
def test_why_reads_no_further(mixed: World, option: str) -> None:
    assert mixed.run("parse", "--why", option, "mixed").status is ExitStatus.USAGE


def test_a_form_is_let_go_of(world: World) -> None:
    (world.cwd / "letter.txt").write_text(LETTER)
    assert (
        world.run("index", "letter.txt", "--format", "telegram", "-I", "new").status
        is ExitStatus.OK
    )
    r = world.run("index", "letter.txt", "--format", "auto", "--allow-removals", "-I", "new")
    assert r.status is ExitStatus.SKIPPED
    assert "1 removed" in r.stderr


def test_why_and_json(world: World) -> None:
    (world.cwd / "letter.txt").write_text(LETTER)
    for argv in (("--why", "--json"), ("--why", "--jsonl"), ("--json", "--jsonl")):
        assert world.run("parse", "letter.txt", *argv).status is ExitStatus.USAGE


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"\xef\xbb\xbf08ZENDA1\r\n", ExitStatus.OK),
        ("2008 Zenda 00001  # a remark\n\n".encode("utf-16"), ExitStatus.OK),
        (b"08ZENDA1, 08ZENDA3\n", ExitStatus.USAGE),
        (b"08ZENDA1; secret\n", ExitStatus.USAGE),
        (b"bad id here\n", ExitStatus.USAGE),
        (b"\xff\xfe0", ExitStatus.USAGE),
    ],
)
def test_what_is_to_be_kept_out(world: World, line: bytes, status: ExitStatus) -> None:
    (world.cwd / "in").mkdir()
    rows = "".join(f"{row(number=str(n), id=f'08ZENDA{n}')}\n" for n in (1, 3))
    rows = rows.replace("ZENDA 000457", "ZENDA 000001", 1).replace("#0457", "#0001", 1)
    (world.cwd / "in/dump.csv").write_text(rows)
    (world.cwd / "out.txt").write_bytes(line)
    r = world.run("index", "in", "--exclude", "out.txt", "-I", "new")
    assert r.status is status
    if status is ExitStatus.OK:
        assert world.run("show", "08ZENDA1", "-I", "new").status is ExitStatus.NOTHING_FOUND
    else:
        assert "out.txt:1: no id of a cable" in r.stderr


def test_the_versions_of_a_paragraphs_cable(world: World) -> None:
    (world.cwd / "in").mkdir()
    (world.cwd / "in/a.html").write_text(page(menus=""))
    (world.cwd / "in/b.csv").write_text(row(body=BODY.replace("eleven women", "XXXXXXXXXXXX")))
    assert world.run("index", "in", "-I", "new").status is ExitStatus.OK
    assert "{+XXXXXXXXXXXX+}" in world.run("show", "08ZENDA457/3", "--diff", "-I", "new")
    assert len(world.run("show", "08ZENDA457 ¶3", "--versions", "-I", "new").splitlines()) == 2
