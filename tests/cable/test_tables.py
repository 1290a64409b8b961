"""The code tables, and a user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.eras import EVER, Era
from cablesearch.cable.tables import default_tables, squeeze, tables_with
from cablesearch.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "station"),
    [
        ("BAKU", "BAKU"),
        ("abu dhabi", "ABUDHABI"),
        ("AMEMBASSY ABU DHABI", "ABUDHABI"),
        ("Embassy Abu Dhabi", "ABUDHABI"),
        ("SECSTATE WASHDC", "STATE"),
        ("Secretary of State", "STATE"),
        ("AIT TAIPEI", "AITTAIPEI"),
        ("THEHA", "THEHAGUE"),
        ("USUN New York", "USUNNEWYORK"),
        ("Mission USOSCE", "USOSCE"),
        ("São Paulo", "SAOPAULO"),
        ("SAIGON", "SAIGON"),
        ("NOWHERE", None),
        ("", None),
    ],
)
def test_station_of_any_spelling(name: str, station: str | None) -> None:
    assert default_tables().station(name) == station


@pytest.mark.parametrize(
    ("name", "station"),
    [("BISHKEKK", "BISHKEK"), ("MOSCW", "MOSCOW"), ("BAKV", None), ("XYZZYX", None)],
)
def test_nearest_is_one_letter_away(name: str, station: str | None) -> None:
    assert default_tables().nearest(name) == station


def test_every_station_is_its_own_name() -> None:
    tables = default_tables()
    assert all(tables.station(station) == station for station in tables.posts)
    assert all(squeeze(station) == station for station in tables.posts)


def test_tables_hold_meanings_and_no_junk() -> None:
    tables = default_tables()
    assert tables.tags["PREL"][0].kind == "subject"
    assert "REACTION" not in tables.tags
    assert tables.posts["BAKU"].country_code == "AJ"
    assert tables.precedences == {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}


def test_the_package_s_tables_are_read_when_they_are_asked_for() -> None:
    tables = tables_with(())
    assert tables.tags["PREL"]
    assert not {"posts", "names", "countries"} & set(vars(tables))


def test_rows_have_eras(tmp_path: Path) -> None:
    (tmp_path / "tags.tsv").write_text(
        "code\tkind\tmeaning\tera\n"
        "RR\tcountry\tKingdom of Ruritania\t-1991\nRR\tcountry\tRuritania\t1992-\n"
        "GK\tcountry\tGraustark\t\n",
        encoding="utf-8",
    )
    tables = tables_with([tmp_path])
    assert [tag.era for tag in tables.tags["RR"]] == [Era(last=1991), Era(1992)]
    assert tables.tags["GK"][0].era == EVER


def test_without_the_column_a_row_is_for_every_year(tmp_path: Path) -> None:
    (tmp_path / "tags.tsv").write_text("code\tkind\tmeaning\nRR\tcountry\tRuritania\n")
    assert tables_with([tmp_path]).tags["RR"][0].era == EVER


@pytest.mark.parametrize("name", ["tags.tsv", "posts.tsv"])
def test_an_era_that_cannot_be_read_is_named_with_its_place(tmp_path: Path, name: str) -> None:
    rows = {
        "tags.tsv": "code\tkind\tera\nRR\tcountry\tlong ago\n",
        "posts.tsv": "station\torigin_name\ttags_country_code\tera\nRR\tEmbassy R\tRR\tlong ago\n",
    }
    (tmp_path / name).write_text(rows[name], encoding="utf-8")
    with pytest.raises(ConfigError, match="long ago") as caught:
        tables_with([tmp_path])
    assert str(tmp_path / name) in str(caught.value)
    assert "RR" in caught.value.message
    assert "1974-2010" in str(caught.value.remedy)


def test_own_tables_extend(tmp_path: Path) -> None:
    (tmp_path / "posts.tsv").write_text(
        "station\torigin_name\tplad\ttype\tcity\tcountry\ttags_country_code\trouting_indicators\taliases_and_misspellings\n"
        "ZENDA\tEmbassy Zenda\tAMEMBASSY ZENDA\tembassy\tZenda\tRuritania\tRR\tRUEHZN\tZEND|ZNDA\n",
        encoding="utf-8",
    )
    (tmp_path / "tags.tsv").write_text(
        "code\tkind\tmeaning\tera\nRR\tcountry\tRuritania\t2000s\n", encoding="utf-8"
    )
    tables = tables_with([tmp_path])
    assert tables.station("znda") == "ZENDA"
    assert tables.routes["RUEHZN"] == "ZENDA"
    assert tables.tags["RR"][0].meaning == "Ruritania"
    assert tables.station("BAKU") == "BAKU"
    assert default_tables().station("ZENDA") is None
