"""What cables cite and what cites them: the graph against a plain search, the counts against counting by hand."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.api import Index, open_index
from cablesearch.cable.model import Cable, Reference
from cablesearch.cable.shared import number_of
from cablesearch.engines.registry import ENGINES
from cablesearch.errors import ExitStatus, NotFoundError
from cablesearch.formats.record import Source
from cablesearch.search.refs import Edge, Graph, walk
from tests.cli.world import World
from tests.search.linked import write_linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.search.refs import Direction

CORPUS = Path(__file__).parents[2] / "corpus"
HELD = [f"09ZENDA{n}" for n in range(1, 7)]


class Shelf:
    """Cables that cite these numbers; of one number there may be two."""

    def __init__(self, cites: dict[str, list[str]]) -> None:
        self.cites = cites

    def cables(self, cable_ids: Iterable[str]) -> Iterator[Cable]:
        for id in cable_ids:
            items = tuple(Reference(text=one, kind="cable", cable_id=one) for one in self.cites[id])
            yield Cable(id=id, references=items, source=Source(path="a.txt"))

    def sharing(self, number: str) -> tuple[str, ...]:
        return tuple(sorted(id for id in self.cites if number_of(id) == number))

    def cited_by(self, cable_id: str) -> tuple[str, ...]:
        return tuple(sorted(id for id, found in self.cites.items() if number_of(cable_id) in found))


archives = st.dictionaries(
    st.sampled_from([*HELD, "09ZENDA1~2"]),
    st.lists(st.sampled_from([*HELD, "08STATE1", "08STATE2"]), max_size=4),
    min_size=1,
).filter(lambda cites: "09ZENDA1" in cites or "09ZENDA1~2" not in cites)


def pairs(shelf: Shelf) -> set[tuple[str, str]]:
    """Every citing and cited cable."""
    return {
        (citing, cited)
        for citing, numbers in shelf.cites.items()
        for number in numbers
        for cited in shelf.sharing(number) or (number,)
    }


def distances(shelf: Shelf, root: str, depth: int, way: Direction) -> dict[str, int]:
    """How far each cable is in that direction, found step by step over all citations."""
    found = {root: 0}
    steps = pairs(shelf) if way == "cites" else {(b, a) for a, b in pairs(shelf)}
    for distance in range(1, depth + 1):
        for near, far in steps:
            if found.get(near) == distance - 1:
                found.setdefault(far, distance)
    return found


@given(archives, st.data(), st.integers(0, 5))
def test_the_graph_is_what_a_plain_search_finds(
    cites: dict[str, list[str]], data: st.DataObject, depth: int
) -> None:
    shelf = Shelf(cites)
    root = data.draw(st.sampled_from(sorted(cites)))
    graph = walk(shelf, [root], depth=depth)
    away, back = (distances(shelf, root, depth, way) for way in ("cites", "cited-by"))
    assert set(graph.nodes) == set(away) | set(back)
    for id, node in graph.nodes.items():
        assert node.distance == min(found[id] for found in (away, back) if id in found)
        assert node.held is (id in cites)
    assert {(e.citing, e.cited) for e in graph.cites} == {
        (a, b) for a, b in pairs(shelf) if away.get(a, depth) < depth
    }
    assert {(e.citing, e.cited) for e in graph.cited_by} == {
        (a, b) for a, b in pairs(shelf) if back.get(b, depth) < depth
    }
    assert graph.beyond == 0
    assert len(graph.edges) == len({(e.citing, e.cited) for e in graph.edges})


@given(archives, st.data(), st.integers(1, 4))
def test_a_full_graph_is_whole_in_itself(
    cites: dict[str, list[str]], data: st.DataObject, most: int
) -> None:
    shelf = Shelf(cites)
    root = data.draw(st.sampled_from(sorted(cites)))
    whole = walk(shelf, [root], depth=4)
    graph = walk(shelf, [root], depth=4, most=most)
    assert len(graph.nodes) == min(most, len(whole.nodes))
    assert (graph.beyond > 0) is (len(whole.nodes) > most)
    assert {end for e in graph.edges for end in (e.citing, e.cited)} <= set(graph.nodes)
    ends = [e.cited for e in graph.cites] + [e.citing for e in graph.cited_by]
    assert [row["cable_id"] for row in graph.rows()] == ends


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("refs")
    write_linked(place / "archive")
    r = World(cwd=place).run("index", "archive", "-q", "--jobs", "0")
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture(scope="module")
def index(place: Path) -> Iterator[Index]:
    with open_index(place / "index") as found:
        yield found


def short(edges: Iterable[Edge]) -> list[tuple[str | None, ...]]:
    return [(e.letter, e.citing, e.cited, e.kind) for e in edges]


def test_what_a_cable_cites_and_what_cites_it(index: Index) -> None:
    graph = index.refs("09 Zenda 00002")
    assert graph.roots == ("09ZENDA2",)
    assert short(graph.cites) == [
        ("A", "09ZENDA2", "09ZENDA1", "cable"),
        ("B", "09ZENDA2", None, "email"),
        ("C", "09ZENDA2", "08STATE77", "cable"),
        ("D", "09ZENDA2", "09ZENDA2", "cable"),
    ]
    assert graph.cites[2].text == "08 STATE 77 (NOTAL)"
    assert [e.citing for e in graph.cited_by] == ["09ZENDA2", "09STRELSAU3", "09ZENDA4"]
    state = graph.nodes["08STATE77"]
    assert (state.held, state.embassy, state.date) == (False, "STATE", None)
    itself = graph.nodes["09ZENDA2"]
    assert (itself.direction, itself.subject) == ("self", "THE SECOND CABLE")


def test_one_direction(index: Index) -> None:
    graph = index.refs("09ZENDA2", directions=["cited-by"])
    assert (graph.cites, len(graph.cited_by)) == ((), 3)


def test_a_ring_ends(index: Index) -> None:
    graph = index.refs("09ZENDA1", depth=100)
    assert {n.cable_id: (n.direction, n.distance) for n in graph.nodes.values()} == {
        "09ZENDA1": ("self", 0), "09ZENDA4": ("both", 1), "09ZENDA2": ("both", 1), "09STRELSAU3": ("both", 2),
        "08STATE77": ("cites", 3), "76STATE9": ("cites", 3), "76STATE9~2": ("cites", 3),
        "76ZENDA5": ("cites", 4),
    }  # fmt: skip


@pytest.mark.parametrize("spec", ["76STATE9", "76STATE9~2", "76STATE9~2 ¶1"])
def test_a_number_means_all_of_its_cables_and_each_cites_for_itself(
    index: Index, spec: str
) -> None:
    graph = index.refs(spec)
    assert [(e.citing, e.shared) for e in graph.cited_by] == [("09STRELSAU3", True)]
    own = [None] if "~2" in spec else ["76ZENDA5"]
    assert [e.cited for e in graph.cites] == own


def test_a_cable_that_is_only_cited(index: Index) -> None:
    graph = index.refs("2008 State 000077")
    assert (graph.roots, graph.nodes["08STATE77"].held) == (("08STATE77",), False)
    assert short(graph.cited_by) == [("C", "09ZENDA2", "08STATE77", "cable")]
    with pytest.raises(NotFoundError, match="08STATE78"):
        index.refs("08STATE78")
    with pytest.raises(NotFoundError, match="no such paragraph"):
        index.refs("09ZENDA2 ¶99")


def test_several_cables(index: Index) -> None:
    graph = index.refs("09ZENDA1", "09ZENDA2")
    assert graph.roots == ("09ZENDA1", "09ZENDA2")
    assert {e.citing for e in graph.cites} == {"09ZENDA1", "09ZENDA2"}


def test_most_cited(index: Index) -> None:
    found = index.most_cited()
    assert [(c.cable_id, c.times, c.held) for c in found][:2] == [
        ("09ZENDA2", 3, True),
        ("08STATE77", 1, False),
    ]
    assert len(found) == len(list(found))
    assert [c.cable_id for c in index.most_cited(held=False)] == ["08STATE77", "76ZENDA5"]
    assert [c.cable_id for c in index.most_cited("third")] == ["09ZENDA2", "76STATE9"]
    assert list(index.most_cited("grain", held=True)) == []


def by_hand(cables: Iterable[Cable]) -> dict[str, set[str]]:
    """Who cites each number, of these cables."""
    found: dict[str, set[str]] = defaultdict(set)
    for cable in cables:
        for item in cable.references:
            if item.cable_id:
                found[item.cable_id].add(cable.id)
    return found


@pytest.fixture(scope="module", params=sorted(ENGINES))
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp(f"corpus-{request.param}")
    argv = ("index", str(CORPUS), "-q", "--jobs", "0", "--engine", request.param)
    r = World(cwd=place).run(*argv)
    assert r.status is ExitStatus.OK, r.stderr
    return place / "index"


QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"filters": {"embassy": ["ZENDA", "TARVISK"]}},
    {"filters": {"marking": ["SBU"]}, "since": "2008"},
    {"query": "minister"},
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_counts_are_those_of_all_stored_cables(corpus: Path, question: dict[str, Any]) -> None:
    with open_index(corpus) as index:
        chosen = {id for id, _ in index.keys(by="cable", **question)} if question else None
        cables = [c for c in index.cables() if chosen is None or c.id in chosen]
        held = {number_of(c.id) for c in index.cables()}
        expected = by_hand(cables)
        assert expected
        for asked in (None, True, False):
            found = list(index.most_cited(held=asked, **question))
            assert {c.cable_id: set(c.by) for c in found} == {
                number: by
                for number, by in expected.items()
                if asked is None or (number in held) is asked
            }
            assert [(-c.times, c.cable_id) for c in found] == sorted(
                (-c.times, c.cable_id) for c in found
            )


def test_each_cable_s_graph_is_that_of_all_stored_cables(corpus: Path) -> None:
    with open_index(corpus) as index:
        cables = {c.id: c for c in index.cables()}
        by = by_hand(cables.values())
        for id, cable in cables.items():
            graph: Graph = index.refs(id)
            assert {e.citing for e in graph.cited_by} == by.get(number_of(id), set())
            assert [(e.cited, e.letter, e.text) for e in graph.cites] == [
                (r.cable_id, r.letter, r.text) for r in cable.references
            ]
