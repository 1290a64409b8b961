"""An index of cables of both eras: what is found by meaning, and what facets and `show` say of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.api import Index, open_index
from cablesearch.engines.whoosh_search import WhooshSearcher
from tests.cli.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cablesearch.engines.base import Found, Request

_CABLES = {
    "74BERN10": "R 121245Z JUL 74\nFM AMEMBASSY BERN\nTO SECSTATE WASHDC 2210\n\nUNCLAS BERN 0010\n\n"
    "E.O. 11652: N/A\nTAGS: EFIS, SZ, CH\nSUBJECT: RAIN\n\n1. RAIN IN THE CASTLE.\nDOE\n",
    "09BERN20": "R 121245Z JUL 09\nFM AMEMBASSY BERN\nTO SECSTATE WASHDC\n\nUNCLAS BERN 000020\n\n"
    "E.O. 12958: N/A\nTAGS: EFIS, PGVO, SZ, OVIP (DOE, JANE)\nSUBJECT: RAIN\n\n1. (U) Rain in the castle.\nDOE\n",
    "24BERN30": "R 121245Z JUL 24\nFM AMEMBASSY BERN\nTO SECSTATE WASHDC\n\nUNCLAS BERN 000030\n\n"
    "E.O. 13526: N/A\nTAGS: EFIS, CH, CN\nSUBJECT: SNOW\n\n1. (U) Snow in the castle.\nDOE\n",
    "undated": "UNCLAS BERN 000040\n\nE.O. 12958: N/A\nTAGS: CH\nSUBJECT: SNOW\n\n1. (U) Snow in the yard.\nDOE\n",
}


def built(place: Path, names: list[str]) -> Index:
    (place / "home").mkdir()
    for name in names:
        (place / f"{name}.txt").write_text(_CABLES[name], encoding="utf-8")
    world = World(cwd=place, environ={"HOME": str(place / "home")})
    assert world.run("index", str(place), "-I", "index", "-q").status == 0
    return open_index(place / "index")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with built(tmp_path_factory.mktemp("eras"), list(_CABLES)) as found:
        yield found


def ids(index: Index, query: str) -> set[str]:
    return {hit.cable.id if hit.cable.date else "undated" for hit in index.search(query).hits}


def labels(index: Index, query: str, tags: Sequence[str] = ()) -> dict[str, str | None]:
    page = index.search(query, facets=["tags"], filters={"tags": tags})
    return {value.value: value.label for value in page.facets["tags"].values}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tags:CH", {"74BERN10", "24BERN30", "undated"}),
        ("tags:switzerland", {"74BERN10", "09BERN20", "24BERN30"}),
        ('tags:"china"', {"74BERN10", "24BERN30", "undated"}),  # CH, and CN of 2024
        ("tags:china NOT tags:CN", {"74BERN10", "undated"}),
        ("tags:switzerland tags:china", {"74BERN10", "24BERN30"}),
        ("NOT tags:switzerland", {"undated"}),
        ("rain OR tags:switzerland", {"74BERN10", "09BERN20", "24BERN30"}),
        ("tags:PGOV", {"09BERN20"}),
        ("tags:PGVO", {"09BERN20"}),
        ("persons:doe", {"09BERN20"}),
        ("country:SZ", {"74BERN10", "09BERN20", "24BERN30", "undated"}),
        ("country:switzerland date:2024", {"24BERN30"}),
        ("country:china", set()),
    ],
)
def test_found(index: Index, query: str, expected: set[str]) -> None:
    assert ids(index, query) == expected


@pytest.mark.parametrize(
    ("query", "code", "label"),
    [
        ("tags:CH", "CH", "China; Switzerland from 2011"),
        ("tags:CH date:1974", "CH", "China (Mainland)"),
        ("tags:CH date:2024", "CH", "Switzerland"),
        ("yard", "CH", "China"),
        ("snow", "CH", "China; Switzerland from 2011"),  # one of them has no date
        ("date:1974", "EFIS", "Fishing"),
        ("date:1974..2009", "EFIS", "Fisheries"),
    ],
)
def test_labels_are_of_the_cables_that_were_counted(
    index: Index, query: str, code: str, label: str
) -> None:
    assert labels(index, query)[code] == label


def test_a_choice_does_not_shrink_the_dates_of_its_own_facet(index: Index) -> None:
    assert labels(index, "tags:CH", tags=["CN"])["CH"] == "China; Switzerland from 2011"


def test_a_choice_by_meaning_names_its_codes(index: Index) -> None:
    page = index.search("", facets=["tags"], filters={"tags": ["switzerland"]})
    assert {v.value for v in page.facets["tags"].values if v.chosen} == {"CH", "SZ"}
    assert page.total == 3


def test_facets_of_countries_and_persons(index: Index) -> None:
    page = index.search("", facets=["country", "persons"])
    [country] = page.facets["country"].values
    assert (country.value, country.label, country.count) == ("SZ", "Switzerland", 4)
    [person] = page.facets["persons"].values
    assert person.refine == ("--only", "persons=DOE, JANE")
    assert index.search("", filters={"persons": ["DOE, JANE"]}).total == 1


def test_explain_shows_the_codes_and_their_years(index: Index) -> None:
    told = index.explain("tags:switzerland")
    assert told.notes == ('tags:"switzerland" was read by meaning: CH from 2011, SZ to 2010',)
    assert told.periods == ("date [2011-01-01 ...)", "date (... 2011-01-01)")
    assert "OneOf(tags: SZ)" in told.engine_query
    assert told.total == 3


def test_a_filter_by_meaning_is_one_filter_to_what_says_why_nothing(index: Index) -> None:
    told = index.why_nothing("tags:switzerland hail")
    assert [written for written, _ in told.emptied_by] == ["tags:switzerland"]


@pytest.mark.parametrize(
    ("names", "searches"),
    [
        (["09BERN20"], 1),
        (["24BERN30"], 1),
        (["74BERN10", "09BERN20"], 2),
        (["24BERN30", "undated"], 3),
    ],
)
def test_an_index_of_one_era_is_not_asked_for_dates(
    names: list[str], searches: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Request] = []
    search = WhooshSearcher.search

    def noted(self: WhooshSearcher, request: Request) -> Found:
        asked.append(request)
        return search(self, request)

    monkeypatch.setattr(WhooshSearcher, "search", noted)
    with built(tmp_path, names) as index:
        labels(index, "castle OR yard")  # looks the dates of the index up
        asked.clear()
        labels(index, "castle OR yard")
    assert len(asked) == searches


def test_a_page_outlives_its_index(tmp_path: Path) -> None:
    with built(tmp_path, list(_CABLES)) as found:
        before = labels(found, "*")
        page = found.search("*", facets=["tags"])
    assert {value.value: value.label for value in page.facets["tags"].values} == before
