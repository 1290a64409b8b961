"""What of a cable is indexed: TAGS as they were meant, the country of its date, persons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.tables import default_tables
from cablesearch.rows import rows_of
from tests.cable.telegrams import parsed

if TYPE_CHECKING:
    from cablesearch.fields import Row


def row(text: str) -> Row:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    [only] = rows_of(parsed(text), added=now, tables=default_tables())
    return only


def telegram(post: str, month: str, tags: str = "PREL") -> str:
    return (
        f"R 121245Z {month}\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC 2210\n\nUNCLAS {post} 4512\n\n"
        f"E.O. 11652: N/A\nTAGS: {tags}\nSUBJECT: RAIN\n\n1. THE RAINS ARE LATE.\nDOE\n"
    )


@pytest.mark.parametrize(
    ("tags", "indexed"),
    [
        ("PREL, PGVO, UK", ("PREL", "PGOV", "UK")),
        ("PGVO, PGOV, UK", ("PGOV", "UK")),
        ("PGOV, KSTH", ("PGOV", "KSTH")),
        ("ECONEFIN UK", ("ECON", "EFIN", "UK")),
    ],
)
def test_tags_are_indexed_as_they_were_meant(tags: str, indexed: tuple[str, ...]) -> None:
    assert row(telegram("NAIROBI", "JUL 09", tags)).tags == indexed


@pytest.mark.parametrize(
    ("post", "month", "country"),
    [
        ("MOSCOW", "JUL 74", "UR"),
        ("MOSCOW", "JUL 09", "RS"),
        ("MOSCOW", "JUL 24", "RS"),
        ("PRAGUE", "JUL 74", "CZ"),
        ("SAIGON", "JUL 74", "VS"),
        ("NAIROBI", "JUL 74", "KE"),
    ],
)
def test_the_country_is_that_of_the_date(post: str, month: str, country: str) -> None:
    assert row(telegram(post, month)).country == country


def test_persons() -> None:
    assert row(telegram("NAIROBI", "JUL 74", "OVIP (DOE, JANE), KE")).persons == ("DOE, JANE",)
