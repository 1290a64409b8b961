"""Which cables a search reads: those that are looked at, once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.api import Index, open_index
from cablesearch.indexing.frames import FrameReader
from tests.cli.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.indexing.version import Location

_PARAGRAPHS = 4
_CABLE = (
    "R 121245Z JUL 09\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\nUNCLAS ZENDA {number:06d}\n\n"
    "E.O. 12958: N/A\nTAGS: CH, SZ\nSUBJECT: RAIN\n\n{text}\nDOE\n"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    place = tmp_path_factory.mktemp("reading")
    (place / "home").mkdir()
    text = "\n".join(f"{n}. (U) Rain in the castle." for n in range(1, _PARAGRAPHS + 1))
    for number in (20, 30, 40):
        (place / f"{number}.txt").write_text(_CABLE.format(number=number, text=text))
    world = World(cwd=place, environ={"HOME": str(place / "home")})
    assert world.run("index", ".", "-I", "index", "-q").status == 0
    return world


@pytest.fixture
def index(world: World) -> Iterator[Index]:
    with open_index(world.cwd / "index") as found:
        yield found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Location]:
    """The frames that were read."""
    seen: list[Location] = []
    plainly = FrameReader.read

    def noted(self: FrameReader, where: Location) -> bytes:
        seen.append(where)
        return plainly(self, where)

    monkeypatch.setattr(FrameReader, "read", noted)
    return seen


@pytest.mark.parametrize(
    ("args", "frames"),
    [
        (["query", "rain", "--count"], 0),
        (["query", "rain", "--count", "--cables"], 0),
        (["query", "rain", "-F", "ids"], 0),
        (["query", "rain", "-F", "ids", "-n", "2", "--sort", "-date"], 0),
        (["query", "rain", "--all", "-F", "ids"], 0),
        (["facets", "tags,embassy", "rain"], 0),
        (["facets", "tags", "--json"], 0),
        (["query", "rain", "-n", "2", "--sort", "id"], 1),
        (["query", "rain", "--json"], 3),
        (["query", "*", "--all"], 3),
    ],
)
def test_frames_read(args: list[str], frames: int, world: World, read: list[Location]) -> None:
    assert world.run(*args, "-I", "index").status == 0
    assert len(read) == frames


def test_keys_are_those_of_the_hits(index: Index, read: list[Location]) -> None:
    page = index.search("rain", limit=7)
    streamed = list(index.keys("rain"))
    assert read == []
    assert page.keys == tuple((hit.cable.id, hit.paragraph.ordinal) for hit in page.hits)
    assert len(page.keys) == 7
    assert streamed == [(hit.cable.id, hit.paragraph.ordinal) for hit in index.scan("rain")]
    assert len(streamed) == 3 * _PARAGRAPHS


def test_hits_and_their_highlights_outlive_the_index(world: World) -> None:
    with open_index(world.cwd / "index") as index:
        page = index.search("rain", limit=2)
        streamed = list(index.scan("rain", sort="relevance"))
    assert list(page.hits) == streamed[:2]
    assert [hit.highlights for hit in page.hits] == [((0, 4),)] * 2


def test_many_ids_are_looked_up_in_their_order(index: Index, world: World) -> None:
    with open_index(world.cwd / "index") as other:
        ids = [cable.id for cable in index.cables()]
        asked = (ids + ids[::-1]) * 300  # more than one statement takes
        assert [cable.id for cable in other._generation.store.cables(asked)] == asked
