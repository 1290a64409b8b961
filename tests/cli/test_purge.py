"""`purge`, with the real reader, parser and engine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zstandard

from cablesearch.errors import ExitStatus
from cablesearch.indexing.frames import DICTIONARY

if TYPE_CHECKING:
    from tests.cli.world import World

CORPUS = Path(__file__).parents[2] / "corpus"
ODD = """\
UNCLAS ZENDA 000777

E.O. 12958: N/A
TAGS: PREL, UK
SUBJECT: BRUMBLEDOXY OF THE KILNS

1. (SBU) The quillifant wazzock was seen by none.

Zorbulence
----------

2. (U) Trundlewick said so.
SNODGERIDGE

NNNN
"""
HEADER = "R 071640Z FEB 08\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
WORDS = ("brumbledoxy", "quillifant", "wazzock", "zorbulence", "trundlewick", "snodgeridge")


@pytest.fixture
def built(world: World) -> World:
    """Some sample cables and one of odd words, in an index of two generations."""
    folder = world.cwd / "corpus"
    shutil.copytree(CORPUS / "2008", folder)
    shutil.copytree(CORPUS / "tables", folder / "tables")
    assert world.run("index").status is ExitStatus.OK
    (folder / "odd.txt").write_text(HEADER + ODD)
    assert world.run("index").status is ExitStatus.OK
    return world


def remains(world: World) -> list[str]:
    """The files in which an odd word stands, in raw bytes or in frames unpacked."""
    found = []
    for path in sorted(p for p in (world.cwd / "index").rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix == ".zst":
            dictionary = zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())
            unpack = zstandard.ZstdDecompressor(dict_data=dictionary)
            reader = unpack.stream_reader(data, read_across_frames=True)
            data += reader.read()
        if any(word.encode() in data.lower() for word in WORDS):
            found.append(str(path.relative_to(world.cwd / "index")))
    return found


def test_a_purge_proves_itself(built: World) -> None:
    assert any("engine/" in path for path in remains(built))
    assert any("cables-" in path for path in remains(built))
    folder = built.cwd / "corpus"

    r = built.run("purge", "2008 Zenda 777")

    assert r.status is ExitStatus.OK, r.stderr
    assert remains(built) == []
    assert r.splitlines() == [
        f"version\t08ZENDA777\t{folder}/odd.txt",
        f"generation\t\t{built.cwd}/index/g000001",
        f"generation\t\t{built.cwd}/index/g000002",
    ]
    purged, searched, still = r.stderr.splitlines()
    assert purged.startswith(f"{built.cwd}/index: 1 cable (1 version) purged; 7 cables, ")
    assert searched.endswith(f" MB searched: none of 1 frame, {len(WORDS)} words found")
    assert still == f"still in {folder}/odd.txt: that file is yours to delete"
    assert built.run("check", "--deep").status is ExitStatus.OK
    assert built.run("query", "wazzock").status is ExitStatus.NOTHING_FOUND
    assert "nothing to do" in built.run("index").stderr
    assert built.run("query", "shelter", "--count") != "0\n"
    assert built.run("rollback").status is ExitStatus.NO_INDEX


def test_a_dry_run(built: World) -> None:
    before = remains(built)
    r = built.run("purge", "08ZENDA777", "08ZENDA778", "--dry-run")
    assert r.status is ExitStatus.NOTHING_FOUND
    assert [line.split("\t")[0] for line in r.splitlines()] == [
        "version",
        "store file",
        "generation",
    ]
    assert 'nothing here goes by "08ZENDA778"\n' in r.stderr
    assert "dry run: 1 cable (1 version) would go\n" in r.stderr
    assert remains(built) == before


def test_unknown_ids_alone_change_nothing(built: World) -> None:
    r = built.run("purge", "08ZENDA778")
    assert (r, r.status) == ("", ExitStatus.NOTHING_FOUND)
    assert r.stderr == 'nothing here goes by "08ZENDA778"\n'
    assert len(list((built.cwd / "index").glob("g*"))) == 2


def test_as_json(built: World) -> None:
    r = built.run("purge", "08ZENDA777", "08ZENDA778", "--json", "--log-json")
    assert r.status is ExitStatus.NOTHING_FOUND
    found = r.json
    assert [version["cable_id"] for version in found["versions"]] == ["08ZENDA777"]
    assert (found["unknown"], found["dropped"]) == (["08ZENDA778"], [1, 2])
    assert found["still_in"] == [str(built.cwd / "corpus" / "odd.txt")]
    assert (found["proof"]["found"], found["proof"]["words"]) == ([], len(WORDS))
    assert r.events[-1]["type"] == "summary"
    assert r.events[-1]["exit"] == 1


def test_what_is_found_is_damage(built: World) -> None:
    (built.cwd / "index" / "notes.txt").write_text("about the wazzock\n")
    r = built.run("purge", "08ZENDA777", "-q")
    assert r.status is ExitStatus.DAMAGED
    assert "notes.txt: a purged word at byte 10; " in r.stderr
    assert "not complete" in r.stderr


def test_allowed_again(built: World) -> None:
    assert built.run("purge", "08ZENDA777", "--allow-again").status is ExitStatus.OK
    assert remains(built) == []
    assert "1 added" in built.run("index").stderr
    assert built.run("show", "08ZENDA777").status is ExitStatus.OK


def test_it_goes_on_without_its_sources(built: World) -> None:
    shutil.rmtree(built.cwd / "corpus")
    r = built.run("purge", "08ZENDA777")
    assert r.status is ExitStatus.OK
    assert "still in" not in r.stderr
    assert remains(built) == []
    assert built.run("query", "embassy:zenda", "--count") != "0\n"
