"""Posts as prose names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cablesearch.cable.missions import post_named
from cablesearch.cable.tables import default_tables, tables_with


@pytest.mark.parametrize(
    ("name", "place", "year", "station"),
    [
        ("Embassy in Belgium", None, None, "BRUSSELS"),
        ("the Embassy in the United Kingdom", None, None, "LONDON"),
        ("The Ambassador in Iran (Rassendyll)", "Tehran", 1950, "TEHRAN"),
        ("the Chargé in the Philippines", "Baguio", 1950, "MANILA"),
        ("The Minister-Counselor of Embassy in France", "Paris", 1950, "PARIS"),
        ("the Embassy in Libya", "Benghazi", 1960, "TRIPOLI"),
        ("the Embassy in Tripoli, Libya", None, 1960, "TRIPOLI"),
        # where the embassy stood at the time
        ("Embassy in Germany", None, 1960, "BONN"),
        ("Embassy in Germany", None, 2005, "BERLIN"),
        ("Embassy in Germany", None, None, "BERLIN"),
        ("Embassy in Vietnam", None, 1960, "SAIGON"),
        ("Embassy in Pakistan", "Karachi", 1970, "KARACHI"),
        ("Embassy in the Soviet Union", None, 1960, "MOSCOW"),
        ("Embassy in the United Arab Republic", None, 1960, "CAIRO"),
        # an embassy is not the mission of its city, nor of the capital it is called to
        ("Embassy in Switzerland", "Geneva", 1960, "BERN"),
        ("Embassy in India", "New York", 1960, "NEWDELHI"),
        ("Ambassador in India", "Washington", 1960, "NEWDELHI"),
        ("Mission in Geneva", "Geneva", 1960, "GENEVA"),
        ("Consulate General at Hong Kong", None, None, "HONGKONG"),
        ("Consul General at Batavia", None, 1948, "JAKARTA"),
        ("Interests Section in Cuba", None, 1980, "HAVANA"),
        ("Mission to the United Nations", None, None, "USUNNEWYORK"),
        ("The Acting United States Representative at the United Nations (Doe)", None, None, "USUNNEWYORK"),
        ("Mission to the North Atlantic Treaty Organization and European Regional Organizations", None, None, "USNATO"),
        ("Mission to the European Communities", None, None, "USEUBRUSSELS"),
        ("the Department of State", "Washington", None, "STATE"),
        ("Secretary of State Doe", "Washington", None, "STATE"),
        ("the Acting Secretary of State", None, None, "STATE"),
        # who travels writes from no post
        ("Secretary of State Doe", "Paris", 1960, None),
        ("Secretary of State Doe, at New York", None, 1960, None),
        ("Delegation to the Conference on the Law of the Sea", "Geneva", 1960, None),
        ("Delegation at the North Atlantic Council Ministerial Meeting", "Paris", 1960, None),
        ("Commander in Chief, Pacific (Doe)", "Honolulu", 1960, None),
        ("Embassy in Nowhere", None, None, None),
        ("CIA Station in Guatemala", "Guatemala", None, None),
        # other spellings are the tables' own
        ("AMEMBASSY BRUSSELS", None, None, "BRUSSELS"),
        ("BAKU", None, None, "BAKU"),
        ("", None, None, None),
        ("Embassy in " + "x" * 5000, None, None, None),
    ],
)  # fmt: skip
def test_posts(name: str, place: str | None, year: int | None, station: str | None) -> None:
    assert post_named(name, default_tables(), place=place, year=year) == station


def test_posts_of_a_users_own_table() -> None:
    tables = tables_with((Path(__file__).parents[2] / "corpus/tables",))
    assert post_named("the Embassy in Ruritania", tables) == "ZENDA"
    assert post_named("the Consulate at Hentzau", tables) == "HENTZAU"
