"""Posts as prose names them: "the Embassy in Ruritania", "the Consulate General at Hentzau", "the Department of State".

Printed collections name a sender so, and the place beside it. The place says more: the embassy in a country has moved
from one city to another, and data/missions.tsv, which says when, has only what happened to capitals.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from cablesearch.cable.tables import DATA, squeeze
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

_ARTICLE: Final = expression(r"^the\s+", re.I)
_PERSON: Final = expression(r"\s*\([^()]{0,80}\)")
_DEPARTMENT: Final = expression(r"Department of State\b", re.I)
_SECRETARY: Final = expression(
    r"(?:Acting )?Secretary of State\b(?! for|.{0,40}\b(?:at|in) )", re.I
)
_CAPITAL: Final = "WASHINGTON"
# Missions to organizations; a delegation to one of their meetings is no post.
_TO_ORGANIZATIONS: Final = (
    (
        expression(
            r"(?:[\w.]+ ){0,4}(?:Mission|Representative|Delegation) (?:at|to) the (?:United Nations|U\.N\.)"
            r"(?! (?:Conference|Commission|Disarmament|Command|Trusteeship))\b",
            re.I,
        ),
        "USUNNEWYORK",
    ),
    (
        expression(
            r"(?:[\w.]+ ){0,4}(?:Mission|Representative) (?:at|to|on) the North Atlantic "
            r"(?:Treaty Organization|Council)\b(?! M)",
            re.I,
        ),
        "USNATO",
    ),
    (
        expression(
            r"(?:[\w.]+ ){0,4}(?:Mission|Representative) (?:at|to) the European (?:Communities|Communit?y|Union)\b",
            re.I,
        ),
        "USEUBRUSSELS",
    ),
)
_MISSION: Final = expression(
    r"(?:(?:Acting|American|United States|U\.S\.|US|First Secretary of the) )*"
    r"(?P<kind>Embassy|Ambassador|Chargé(?: d[’']Affaires)?|Charge|Legation|Minister|Minister-Counselor of Embassy"
    r"|Counselor of Embassy|Interests Section(?: of the [A-Z]\w+ Embassy)?|Liaison Office|High Commissioner"
    r"|(?:Consulate|Consul)(?: General)?|Mission|Special Representative)"
    r" (?:in|at|for) (?:the )?(?P<where>[^\d]{2,60})",
    re.I,
)


def post_named(
    name: str, tables: Tables, *, place: str | None = None, year: int | None = None
) -> str | None:
    """The canonical station of a post in any spelling or wording, or null; `place` is where it wrote, `year` when.

    >>> from cablesearch.cable.tables import default_tables
    >>> tables = default_tables()
    >>> post_named("the Embassy in Belgium", tables), post_named("Embassy Brussels", tables)
    ('BRUSSELS', 'BRUSSELS')
    >>> post_named("The Ambassador in Vietnam (Durbrow)", tables, year=1960)
    'SAIGON'
    """
    found = tables.station(name)
    if found is not None or name.isupper() or len(name) > 200:
        return found
    plain = _ARTICLE.sub("", _PERSON.sub("", name).strip())
    if _DEPARTMENT.match(plain):
        return "STATE"
    if _SECRETARY.match(plain):  # who travels writes from where he is
        at_home = place is None or squeeze(place).startswith(_CAPITAL)
        return "STATE" if at_home else None
    for pattern, station in _TO_ORGANIZATIONS:
        if pattern.match(plain):
            return station
    mission = _MISSION.match(plain)
    if mission is None:
        return None
    kind, where = mission["kind"].lower(), mission["where"].strip(" ,.")
    embassy = not kind.startswith(("consul", "mission"))
    city, _, _ = where.partition(",")
    return (
        _at(place or "", tables, embassy=embassy)
        or (_embassy_in(where, tables, year) if embassy else None)
        or _at(city, tables, embassy=embassy)
        or tables.nearest(place or "")
    )


def _at(place: str, tables: Tables, *, embassy: bool) -> str | None:
    """The post in a city; the Department and, for an embassy, missions to organizations are none."""
    for name in (place, place.rpartition(",")[2], place.partition(",")[0]):
        city = name.strip(" .")
        station = tables.station(city) or tables.station(city.removesuffix(" City"))
        if station in (_CAPITAL, "STATE"):
            return None
        if station is not None:
            post = tables.posts.get(station)
            return None if embassy and post and post.type == "mission" else station
    return None


def _embassy_in(country: str, tables: Tables, year: int | None) -> str | None:
    """The embassy in a country, in that year where it has moved."""
    plain = squeeze(country)
    moves = _moves().get(plain, ())
    for station, last in moves:
        if last is None or (year is not None and year <= last):
            return station
    return tables.embassies.get(plain)


@cache
def _moves() -> dict[str, tuple[tuple[str, int | None], ...]]:
    """The embassies of countries that are not in the table of posts by that name, each with its last year."""
    rows: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    with (DATA / "missions.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            last = int(row["last_year"]) if row["last_year"] else None
            rows[squeeze(row["country"])].append((row["station"], last))
    return {country: tuple(found) for country, found in rows.items()}
