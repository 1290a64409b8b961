"""The code tables, and a user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.tables import default_tables, squeeze, tables_with

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
