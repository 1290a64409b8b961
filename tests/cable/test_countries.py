"""The country of a post by date, and countries by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.countries import countries_named, country_name, country_of
from cablesearch.cable.eras import LIST_CHANGED
from cablesearch.cable.tables import DATA, default_tables, tables_with

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("station", "year", "code"),
    [
        ("MOSCOW", 1974, "UR"),
        ("MOSCOW", 1991, "UR"),
        ("MOSCOW", 1992, "RS"),
        ("MOSCOW", 2024, "RS"),
        ("MOSCOW", None, "RS"),
        ("STPETERSBURG", 1976, "UR"),
        ("KYIV", 1990, "UR"),
        ("KYIV", 2008, "UP"),
        ("PRAGUE", 1992, "CZ"),
        ("PRAGUE", 1993, "EZ"),
        ("BELGRADE", 1974, "YO"),
        ("BELGRADE", 2004, "YI"),
        ("BELGRADE", 2008, "SR"),
        ("BERLIN", 1974, "WB"),
        ("BERLIN", 1978, "GE"),
        ("BERLIN", 2009, "GM"),
        ("BONN", 1978, "GW"),
        ("BONN", 1995, "GM"),
        ("SAIGON", 1974, "VS"),
        ("KINSHASA", 1974, "CG"),
        ("KINSHASA", 2009, "CG"),
        ("ASMARA", 1975, "ET"),
        ("ASMARA", 2009, "ER"),
        ("BERN", 1974, "SZ"),
        ("BERN", 2024, "SZ"),
        ("NOWHERE", 2009, None),
        (None, 2009, None),
    ],
)
def test_country_of_a_post(station: str | None, year: int | None, code: str | None) -> None:
    when = None if year is None else date(year, 6, 1)
    assert country_of(station, default_tables(), when) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CH", "China"),
        ("SR", "Serbia"),
        ("UR", "Soviet Union"),
        ("CG", "Democratic Republic of the Congo"),
        ("QQ", None),
    ],
)
def test_name(code: str, name: str | None) -> None:
    assert country_name(code, default_tables()) == name


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Switzerland", ("SZ",)),
        ("SWITZERLAND", ("SZ",)),
        ("germany", ("GE", "GM", "GW")),
        ("zaire", ("CG",)),
        ("soviet union", ("UR",)),
        ("Côte d'Ivoire", ("IV",)),
        ("ivory coast", ("IV",)),
        ("korea south", ("KS",)),
        ("suriname", ("NS",)),  # never SR, which means it in the later list only
        ("narnia", ()),
        ("", ()),
    ],
)
def test_countries_by_name(words: str, codes: tuple[str, ...]) -> None:
    assert countries_named(words, default_tables()) == codes


def test_the_countries_have_codes_of_their_time() -> None:
    tables = default_tables()
    lines = (DATA / "countries_by_era.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for station, _, code, *_ in (line.split("\t") for line in lines):
        assert tables.station(station) == station or station in tables.posts
        assert any(tag.era.first < LIST_CHANGED for tag in tables.tags[code])


def test_a_post_of_ones_own_has_its_countries_by_era(tmp_path: Path) -> None:
    (tmp_path / "posts.tsv").write_text(
        "station\torigin_name\tcountry\ttags_country_code\tera\n"
        "ZENDA\tEmbassy Zenda\tElphberg\tEB\t-1991\n"
        "ZENDA\tEmbassy Zenda\tRuritania\tRR\t1992-\n"
        "MOSCOW\tEmbassy Moscow\tRussia\tRS\t\n",
        encoding="utf-8",
    )
    tables = tables_with([tmp_path])
    years = [date(year, 1, 1) for year in (1974, 1991, 1992, 2024)]
    assert [country_of("ZENDA", tables, when) for when in years] == ["EB", "EB", "RR", "RR"]
    assert [country_of("MOSCOW", tables, when) for when in years] == ["RS"] * 4
    assert countries_named("elphberg", tables) == ("EB",)
    assert country_name("RR", tables) == "Ruritania"
