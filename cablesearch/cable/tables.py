"""The code tables: posts, TAGS, captions, routing indicators; a user's own tables extend them."""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.eras import EVER, Era
from cablesearch.errors import ConfigError
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA = Path(__file__).with_name("data")

_TITLE = expression(
    r"(?:THE)?(?:(?:AM|AMERICAN|US|UNITEDSTATES)?(?:EMBASSY|EMB|CONSULATEGENERAL|CONSULATE|CONSUL|"
    r"CONGEN|LEGATION|MISSION|INTERESTSSECTION|OFFICE)|USINT|USLO|AIT|REO|SECRETARYOFSTATE)(?:OF|TO)?"
)
# Captions that stand in the table as they are printed; of the others it gives descriptions.
_PLAIN = expression(r"[A-Z]+(?: CHANNEL| AID)?")
# Words of that table that open instructions, or are values of other lines.
_NOT_ALONE = {"ONLY", "EXEMPT", "MR", "OADR", "GDS", "ADS", "NOTAL"}
_NOT_NAME = expression(r"[^A-Z0-9]")
_TAG_COLUMNS = ("code", "kind", "meaning", "era", "cables_2011")


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


class _PostRow(Struct, frozen=True):
    """A row of posts.tsv; the fields are its columns."""

    station: str
    origin_name: str
    plad: str
    type: str
    city: str
    country: str
    tags_country_code: str
    routing_indicators: str
    aliases_and_misspellings: str
    era: str


class _PostRows(Struct, frozen=True, kw_only=True):
    """One posts.tsv: all rows, the stations by their other names, the rows that are of posts, all posts up to here."""

    path: Path
    rows: tuple[_PostRow, ...]
    aliases: Mapping[str, str]
    added: tuple[_PostRow, ...]
    posts: Mapping[str, Post]


class Tables:
    """What the parser looks up: the package's tables and those of some directories, each read when it is asked for.

    A query looks up a few of them, and should not wait for the others.
    """

    def __init__(self, directories: Sequence[Path] = ()) -> None:
        self._directories = (DATA, *directories)

    def __repr__(self) -> str:
        return f"Tables({len(self.posts)} posts, {len(self.tags)} TAGS)"

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """The posts by station."""
        return self._post_rows[-1].posts

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The stations of posts by every spelling; see `squeeze`."""
        return self._names_and_routes[0]

    @cached_property
    def routes(self) -> Mapping[str, str]:
        """The stations by their routing indicators."""
        return self._names_and_routes[1]

    @cached_property
    def tags(self) -> Mapping[str, tuple[Tag, ...]]:
        """The meanings of TAGS codes; known codes only, not the junk that has been seen on TAGS lines."""
        tags: dict[str, tuple[Tag, ...]] = {}
        for directory in self._directories:
            _add_tags(directory / "tags.tsv", tags)
        return tags

    @cached_property
    def countries(self) -> Mapping[str, tuple[Country, ...]]:
        """The countries of each station, by era."""
        countries: dict[str, tuple[Country, ...]] = {}
        columns = ("station", "tags_country_code", "country", "era")
        for table in self._post_rows:
            rows = [(r.station, r.tags_country_code, r.country, r.era) for r in table.added]
            if table.path.parent == DATA:
                former = _rows(DATA / "countries_by_era.tsv", *columns)
                rows = [*((s, code, name, era) for s, code, name, era in former), *rows]
            _add_countries(rows, table.path, countries)
        return countries

    @cached_property
    def captions(self) -> Mapping[str, str]:
        """The captions, and what each is."""
        return {
            caption: what
            for directory in self._directories
            for caption, what in _rows(directory / "captions.tsv", "caption", "what")
        }

    @cached_property
    def caption_words(self) -> frozenset[str]:
        """The captions that stand in the table as they are printed; for `captions`."""
        return frozenset(
            word for word in self.captions if _PLAIN.fullmatch(word) and word not in _NOT_ALONE
        )

    @cached_property
    def precedences(self) -> Mapping[str, str]:
        """Words (PRIORITY) by prosign (P)."""
        rows = _rows(DATA / "precedences.tsv", "prosign", "word")
        return {prosign: word for prosign, word in rows if prosign.isalpha()}

    @cached_property
    def embassies(self) -> Mapping[str, str]:
        """The stations of embassies by squeezed country; for `missions`."""
        return {
            squeeze(post.country): station
            for station, post in self.posts.items()
            if post.type == "embassy" and post.country
        }

    @cached_property
    def _near(self) -> Mapping[str, str | None]:
        return _near(self.names)

    @cached_property
    def _post_rows(self) -> tuple[_PostRows, ...]:
        tables: list[_PostRows] = []
        for directory in self._directories:
            tables.append(_posts(directory / "posts.tsv", tables[-1].posts if tables else {}))
        return tuple(tables)

    @cached_property
    def _names_and_routes(self) -> tuple[dict[str, str], dict[str, str]]:
        names: dict[str, str] = {}
        routes: dict[str, str] = {}
        for table in self._post_rows:
            _add_names(table, names, routes)
        for station, variant in _rows(DATA / "station_variants_1973_79.tsv", "station", "variant"):
            # a name that the posts table knows keeps its meaning there
            names.setdefault(squeeze(station), squeeze(station))
            names.setdefault(squeeze(variant), names[squeeze(station)])
        return names, routes

    def check(self) -> None:
        """Read what a user's own table can have wrong; the errors are those of `tables_with`."""
        _ = self.posts, self.tags, self.countries, self.captions

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
        found = {self._near[cut] for cut in cuts(plain) if cut in self._near}
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
    an `era` (see Era.read): several rows of one code or post then hold each in its own. What a directory holds is
    read here and not when it is asked for: OSError or UnicodeDecodeError where a file cannot be read, ConfigError for
    an era.
    """
    tables = Tables(directories)
    if directories:
        tables.check()
    return tables


def _rows(path: Path, *columns: str) -> Iterator[list[str]]:
    """Some columns of a table: a line a row, parted by tabs, no quoting; what a row or the table has not is empty."""
    if not path.exists():
        return
    first, *lines = path.read_text(encoding="utf-8").split("\n")  # \r\n has become \n
    places = {name: at for at, name in enumerate(first.split("\t"))}
    beyond = first.count("\t") + 1
    wanted = [places.get(name, beyond) for name in columns]
    for line in lines:
        if line:
            cells = line.split("\t")[:beyond]
            cells += [""] * (beyond + 1 - len(cells))
            yield [cells[at].strip() for at in wanted]


def _posts(path: Path, posts: Mapping[str, Post]) -> _PostRows:
    """The posts of a table, on top of those before; rows that are but other names of a post are none."""
    rows = tuple(_PostRow(*cells) for cells in _rows(path, *_PostRow.__struct_fields__))
    aliases = {}
    for row in rows:
        if row.origin_name or row.plad:
            for alias in row.aliases_and_misspellings.split("|"):
                aliases[squeeze(alias)] = squeeze(row.station)
    found = dict(posts)
    added = []
    for row in rows:
        station = squeeze(row.station)
        bare = not (row.origin_name or row.plad)
        if not station or (bare and aliases.get(station, station) != station):
            continue  # a bare name that is an alias of a real post is a misprint or an old name
        found[station] = Post(
            station=station,
            name=row.origin_name or None,
            plad=row.plad or None,
            type=row.type or None,
            city=row.city or None,
            country=row.country or None,
            country_code=row.tags_country_code or None,
            routes=tuple(row.routing_indicators.split()),
        )
        added.append(row)
    return _PostRows(path=path, rows=rows, aliases=aliases, added=tuple(added), posts=found)


def _add_names(table: _PostRows, names: dict[str, str], routes: dict[str, str]) -> None:
    """Enter the names and routing indicators of the posts of a table."""
    for row in table.added:
        names[squeeze(row.station)] = squeeze(row.station)
    for alias, station in table.aliases.items():
        names.setdefault(alias, station)
    sharing: dict[str, set[str]] = {}
    for row in table.rows:
        station = squeeze(row.station)
        if station in table.posts:
            for spelling in (row.plad, row.origin_name, row.city):
                names.setdefault(squeeze(spelling), station)
            for alias in row.aliases_and_misspellings.split("|"):
                names.setdefault(squeeze(alias), station)
            for route in table.posts[station].routes:
                sharing.setdefault(route, set()).add(station)
    names.pop("", None)
    routes |= {route: min(found) for route, found in sharing.items() if len(found) == 1}


def _add_countries(
    rows: Iterable[tuple[str, str, str, str]], path: Path, countries: dict[str, tuple[Country, ...]]
) -> None:
    found: dict[str, list[Country]] = {}
    for name, code, country, era in rows:
        station = squeeze(name)
        held = found.setdefault(station, [])
        if code:
            held.append(Country(code=code, name=country or None, era=_era(era, path, station)))
    countries |= {station: tuple(held) for station, held in found.items()}


def _era(text: str, path: Path, of: str) -> Era:
    try:
        return Era.read(text)
    except ValueError as error:
        remedy = "write years such as 1974-2010, 1992- or 1990s, or leave it empty"
        raise ConfigError(f"{path}: {of}: {error}", remedy=remedy) from None


def _add_tags(path: Path, tags: dict[str, tuple[Tag, ...]]) -> None:
    found: dict[str, tuple[Tag, ...]] = {}
    eras: dict[str, Era] = {}  # few eras, many codes
    for code, kind, meaning, written, seen in _rows(path, *_TAG_COLUMNS):
        if code and kind != "unknown":
            era = eras.get(written) or eras.setdefault(written, _era(written, path, code))
            tag = Tag(
                code=code,
                kind=kind,
                meaning=meaning or None,
                era=era,
                seen=int(seen) if seen.isdecimal() else 0,
            )
            found[code] = (*found.get(code, ()), tag)
    tags |= found


def _near(names: Mapping[str, str]) -> dict[str, str | None]:
    near: dict[str, str | None] = {}
    for name, station in names.items():
        if len(name) >= 5 and name.isalpha() and name == station:
            for cut in cuts(name):
                near[cut] = station if near.get(cut, station) == station else None
    return near
