"""The code tables: posts, TAGS, captions, routing indicators; a user's own tables extend them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.eras import EVER, Era
from cablesearch.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA = Path(__file__).with_name("data")

_TITLE = re.compile(
    r"(?:THE)?(?:(?:AM|AMERICAN|US|UNITEDSTATES)?(?:EMBASSY|EMB|CONSULATEGENERAL|CONSULATE|CONSUL|"
    r"CONGEN|LEGATION|MISSION|INTERESTSSECTION|OFFICE)|USINT|USLO|AIT|REO|SECRETARYOFSTATE)(?:OF|TO)?"
)
# Captions that stand in the table as they are printed; of the others it gives descriptions.
_PLAIN = re.compile(r"[A-Z]+(?: CHANNEL| AID)?")
# Words of that table that open instructions, or are values of other lines.
_NOT_ALONE = {"ONLY", "EXEMPT", "MR", "OADR", "GDS", "ADS", "NOTAL"}
_NOT_NAME = re.compile(r"[^A-Z0-9]")


class Post(Struct, frozen=True, kw_only=True):
    """A post that sends cables; `station` is its name in their ids, `plad` its name on FM lines.

    `country_code` is the country's TAGS code of 1973-2010; `routes` are its routing indicators.
    """

    station: str
    name: str | None = None
    plad: str | None = None
    type: str | None = None
    city: str | None = None
    country: str | None = None
    country_code: str | None = None
    routes: tuple[str, ...] = ()


class Tag(Struct, frozen=True, kw_only=True):
    """One meaning of a TAGS code; a two-letter code has several, by era.

    `seen` is in how many of the cables that were counted for the table the code stands.
    """

    code: str
    kind: str
    meaning: str | None = None
    era: Era = EVER
    seen: int = 0


class Country(Struct, frozen=True, kw_only=True):
    """The country that a post was in during an era, and its TAGS code of 1973-2010."""

    code: str
    name: str | None = None
    era: Era = EVER


class Tables(Struct, frozen=True, kw_only=True):
    """What the parser looks up. `names` maps every spelling of a post (see `squeeze`) to its station.

    `tags` holds known codes only, not the junk that has been seen on TAGS lines; `countries` has the countries of
    each station by era; `routes` maps routing indicators to stations; `precedences` maps prosigns (P) to words
    (PRIORITY). `caption_words`, `embassies` (by squeezed country) and `near` are made of the others, for `captions`,
    `missions` and `nearest`.
    """

    posts: Mapping[str, Post]
    names: Mapping[str, str]
    tags: Mapping[str, tuple[Tag, ...]]
    countries: Mapping[str, tuple[Country, ...]]
    captions: Mapping[str, str]
    precedences: Mapping[str, str]
    routes: Mapping[str, str]
    caption_words: frozenset[str]
    embassies: Mapping[str, str]
    near: Mapping[str, str | None]

    def __repr__(self) -> str:
        return f"Tables({len(self.posts)} posts, {len(self.tags)} TAGS)"

    def station(self, name: str) -> str | None:
        """The canonical station of a post in any spelling, title and all.

        >>> default_tables().station("Embassy Abu Dhabi")
        'ABUDHABI'
        """
        plain = squeeze(name)
        found = self.names.get(plain)
        if found is None and (title := _TITLE.match(plain)):
            found = self.names.get(plain[title.end() :])
        return found

    def nearest(self, name: str) -> str | None:
        """The one station that is one letter away from a misprinted name of 5 letters or more."""
        plain = squeeze(name)
        if len(plain) < 5 or len(plain) > 24 or not plain.isalpha():
            return None
        found = {self.near[cut] for cut in cuts(plain) if cut in self.near}
        return found.pop() if len(found) == 1 else None


def squeeze(name: str) -> str:
    """A name as compared: capitals without accents, letters and digits only.

    >>> squeeze("São Paulo")
    'SAOPAULO'
    """
    upper = name.upper().replace(" ", "")
    if not upper.isascii():
        upper = unicodedata.normalize("NFKD", upper)
    elif upper.isalnum():
        return upper
    return _NOT_NAME.sub("", upper)


def cuts(word: str) -> Iterator[str]:
    """A word, and the word with each one of its letters taken out: equal cuts are one edit apart."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@cache
def default_tables() -> Tables:
    """The tables that come with the package."""
    return tables_with(())


def tables_with(directories: Sequence[Path]) -> Tables:
    """The package's tables extended by the posts.tsv, tags.tsv and captions.tsv of some directories.

    The columns are those of the package's own; a post or code named again replaces the earlier one. Rows may have
    an `era` (see Era.read): several rows of one code or post then hold each in its own. A file that cannot be read
    raises OSError or UnicodeDecodeError, an era that cannot be read ConfigError.
    """
    posts: dict[str, Post] = {}
    names: dict[str, str] = {}
    tags: dict[str, tuple[Tag, ...]] = {}
    countries: dict[str, tuple[Country, ...]] = {}
    captions: dict[str, str] = {}
    routes: dict[str, str] = {}
    for directory in (DATA, *directories):
        rows = list(_rows(directory / "posts.tsv"))
        added = _add_posts(rows, posts, names, routes)
        former = _rows(DATA / "countries_by_era.tsv") if directory == DATA else ()
        _add_countries([*former, *added], directory / "posts.tsv", countries)
        _add_tags(_rows(directory / "tags.tsv"), directory / "tags.tsv", tags)
        captions |= {row["caption"]: row["what"] for row in _rows(directory / "captions.tsv")}
    for row in _rows(DATA / "station_variants_1973_79.tsv"):
        # a name that the posts table knows keeps its meaning there
        names.setdefault(squeeze(row["station"]), squeeze(row["station"]))
        names.setdefault(squeeze(row["variant"]), names[squeeze(row["station"])])
    precedences = {
        row["prosign"]: row["word"]
        for row in _rows(DATA / "precedences.tsv")
        if row["prosign"].isalpha()
    }
    return Tables(
        posts=posts,
        names=names,
        tags=tags,
        countries=countries,
        captions=captions,
        precedences=precedences,
        routes=routes,
        caption_words=frozenset(
            word for word in captions if _PLAIN.fullmatch(word) and word not in _NOT_ALONE
        ),
        embassies={
            squeeze(post.country): station
            for station, post in posts.items()
            if post.type == "embassy" and post.country
        },
        near=_near(names),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table: a line each, parted by tabs, no quoting; what is missing at the end of one is empty."""
    if not path.exists():
        return
    first, *lines = path.read_text(encoding="utf-8").split("\n")  # \r\n has become \n
    columns = first.split("\t")
    for line in lines:
        if line:
            cells = [cell.strip() for cell in line.split("\t")]
            cells += [""] * (len(columns) - len(cells))
            yield dict(zip(columns, cells, strict=False))


def _add_posts(
    rows: Sequence[dict[str, str]],
    posts: dict[str, Post],
    names: dict[str, str],
    routes: dict[str, str],
) -> list[dict[str, str]]:
    """Enter the posts of a table; its rows without those that are but other names of a post."""
    added = []
    aliases = {}
    for row in rows:
        if row.get("origin_name") or row.get("plad"):
            for alias in row.get("aliases_and_misspellings", "").split("|"):
                aliases[squeeze(alias)] = squeeze(row["station"])
    for row in rows:
        station = squeeze(row.get("station", ""))
        bare = not (row.get("origin_name") or row.get("plad"))
        if not station or (bare and aliases.get(station, station) != station):
            continue  # a bare name that is an alias of a real post is a misprint or an old name
        post = Post(
            station=station,
            name=row.get("origin_name") or None,
            plad=row.get("plad") or None,
            type=row.get("type") or None,
            city=row.get("city") or None,
            country=row.get("country") or None,
            country_code=row.get("tags_country_code") or None,
            routes=tuple(row.get("routing_indicators", "").split()),
        )
        posts[station] = post
        names[station] = station
        added.append(row)
    for alias, station in aliases.items():
        names.setdefault(alias, station)
    sharing: dict[str, set[str]] = {}
    for row in rows:
        station = squeeze(row.get("station", ""))
        if station in posts:
            for spelling in (row.get("plad"), row.get("origin_name"), row.get("city")):
                names.setdefault(squeeze(spelling or ""), station)
            for alias in row.get("aliases_and_misspellings", "").split("|"):
                names.setdefault(squeeze(alias), station)
            for route in posts[station].routes:
                sharing.setdefault(route, set()).add(station)
    names.pop("", None)
    routes |= {route: min(found) for route, found in sharing.items() if len(found) == 1}
    return added


def _add_countries(
    rows: Iterable[dict[str, str]], path: Path, countries: dict[str, tuple[Country, ...]]
) -> None:
    found: dict[str, list[Country]] = {}
    for row in rows:
        station = squeeze(row["station"])
        held = found.setdefault(station, [])
        if code := row.get("tags_country_code"):
            name = row.get("country") or None
            held.append(Country(code=code, name=name, era=_era(row, path, station)))
    countries |= {station: tuple(held) for station, held in found.items()}


def _era(row: Mapping[str, str], path: Path, of: str) -> Era:
    try:
        return Era.read(row.get("era", ""))
    except ValueError as error:
        remedy = "write years such as 1974-2010, 1992- or 1990s, or leave it empty"
        raise ConfigError(f"{path}: {of}: {error}", remedy=remedy) from None


def _add_tags(rows: Iterable[dict[str, str]], path: Path, tags: dict[str, tuple[Tag, ...]]) -> None:
    found: dict[str, list[Tag]] = {}
    for row in rows:
        if row.get("code") and row.get("kind") != "unknown":
            tag = Tag(
                code=row["code"],
                kind=row.get("kind", ""),
                meaning=row.get("meaning") or None,
                era=_era(row, path, row["code"]),
                seen=int(seen) if (seen := row.get("cables_2011", "")).isdecimal() else 0,
            )
            found.setdefault(tag.code, []).append(tag)
    tags |= {code: tuple(meanings) for code, meanings in found.items()}


def _near(names: Mapping[str, str]) -> dict[str, str | None]:
    near: dict[str, str | None] = {}
    for name, station in names.items():
        if len(name) >= 5 and name.isalpha() and name == station:
            for cut in cuts(name):
                near[cut] = station if near.get(cut, station) == station else None
    return near
