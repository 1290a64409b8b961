"""Saved queries and new cables in a search, by every engine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from cablesearch.api import open_index
from cablesearch.engines.registry import ENGINES
from cablesearch.errors import ExitStatus
from cablesearch.opened import base
from cablesearch.query.question import Question
from tests.cli.world import World
from tests.search.linked import CABLES, TABLES, telegram

CORPUS = Path(__file__).parents[2] / "corpus"
SAVED = {
    "fish": Question(query="fish OR trawlers", filters={"marking": ["C", "SBU"]}, since="2005"),
    "law": Question(query='"law of the sea"', where=["saved:fish OR treaty"]),
}
FISH = "(fish OR trawlers) marking:(C OR SBU) date:2005.."


@pytest.fixture(scope="module", params=sorted(ENGINES))
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp(f"saved-{request.param}")
    argv = ("index", str(CORPUS), "-q", "--jobs", "0", "--engine", request.param)
    assert World(cwd=place).run(*argv).status is ExitStatus.OK
    return place / "index"


@pytest.mark.parametrize(
    ("query", "pasted"),
    [
        ("saved:fish", FISH),
        ("ref saved:fish", f"ref ({FISH})"),
        ("saved:fish OR gas", f"({FISH}) OR gas"),
        ("fish NOT saved:fish", f"fish NOT ({FISH})"),
    ],
)
def test_it_finds_what_the_query_in_brackets_finds(corpus: Path, query: str, pasted: str) -> None:
    with open_index(corpus, saved=SAVED) as index:
        found = list(index.keys(query))
        assert found == list(index.keys(pasted))
        assert found
        assert index.search(query).total == len(found)


def test_a_query_of_another_query(corpus: Path) -> None:
    with open_index(corpus, saved=SAVED) as index:
        direct = list(index.keys('"law of the sea"', where=[f"({FISH}) OR treaty"]))
        assert list(index.keys("saved:law")) == direct
        assert index.explain("saved:law").saved == (
            ("fish", "(or fish trawlers) --only marking=C --only marking=SBU --since 2005"),
            ("law", "\"law of the sea\" --filter 'saved:fish OR treaty'"),
        )


def test_no_share_in_the_score_and_none_in_the_marks(corpus: Path) -> None:
    with open_index(corpus, saved=SAVED) as index:
        asked = SAVED["fish"]
        plain = index.search(asked.query, filters=asked.filters, since=asked.since)
        saved = index.search("saved:fish")
        assert [(h.cite, round(h.score, 4)) for h in saved.hits] == [
            (h.cite, round(h.score, 4)) for h in plain.hits
        ]
        assert [h.highlights for h in saved.hits] == [h.highlights for h in plain.hits]


MORE = (
    telegram("ZENDA", 11, "010900Z FEB 09", "ONE MORE", "ZENDA 4", "The harvest was late."),
    telegram("ZENDA", 12, "020900Z FEB 09", "TWO MORE", "ZENDA 4", "The harvest was good."),
)


@pytest.fixture(scope="module", params=sorted(ENGINES))
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three generations, all built in the same second by the clock: six cables, two more, one changed."""
    place = tmp_path_factory.mktemp(f"grown-{request.param}")
    world = World(cwd=place)
    archive = place / "archive"
    shutil.copytree(TABLES, archive / "tables")
    texts = {f"{at}.txt": text for at, text in enumerate(CABLES)}
    more = {f"more{at}.txt": text for at, text in enumerate(MORE)}
    changed = {"0.txt": CABLES[0].replace("in the north", "in the north and in the south")}
    for files in (texts, more, changed):
        for name, text in files.items():
            (archive / name).write_text(text)
        r = world.run("index", "archive", "-q", "--jobs", "0", "--engine", request.param)
        assert r.status is ExitStatus.OK, r.stderr
    return place / "index"


HARVEST = ["09ZENDA1", "09ZENDA11", "09ZENDA12", "76STATE9"]


@pytest.mark.parametrize("many", [0, 500])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"entered_after": 0}, HARVEST),
        ({"entered_after": None}, HARVEST),
        ({"entered_after": 1}, ["09ZENDA11", "09ZENDA12"]),
        ({"entered_after": 1, "changed": True}, ["09ZENDA1", "09ZENDA11", "09ZENDA12"]),
        ({"entered_after": 2}, []),
        ({"entered_after": 2, "changed": True}, ["09ZENDA1"]),
        ({"entered_after": 3, "changed": True}, []),
        ({"entered_after": 9}, []),
    ],
)  # fmt: skip
def test_what_entered_after_a_generation(
    grown: Path,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
    options: dict[str, Any],
    expected: list[str],
) -> None:
    monkeypatch.setattr(base, "_MANY", many)
    with open_index(grown) as index:
        assert index.info.generation == 3
        assert [id for id, _ in index.keys("harvest", **options)] == expected
        page = index.search("harvest", facets=["embassy"], **options)
        assert page.total == len(expected)
        assert sum(v.count for v in page.facets["embassy"].values) == len(expected)


def test_many_are_asked_for_by_when_they_came(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(grown) as index:
        assert index._entered(1, False).since is None
        monkeypatch.setattr(base, "_MANY", 0)
        found = index._entered(1, True)
        assert (len(found.entered), found.changed) == (2, ("09ZENDA1",))
        assert found.since is not None
        assert set(found.besides) == set(index.entered_after(0)) - set(found.entered)


def test_why_nothing_is_new(grown: Path) -> None:
    with open_index(grown) as index:
        why = index.why_nothing("harvest", entered_after=2)
        assert why.emptied_by == (("what entered after generation 2", 4),)


def test_a_summary_of_what_is_new(grown: Path) -> None:
    with open_index(grown) as index:
        found = index.summary("harvest", entered_after=1)
    assert (found.paragraphs, found.cables) == (2, 2)
    assert (f"{found.first}", f"{found.last}") == ("2009-02-01", "2009-02-02")
