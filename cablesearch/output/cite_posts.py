"""Who wrote to whom, in words: originating posts and addressees as a note names them.

A post is named as the table of posts has it. Names that are in no table are put into words only where it is sure which
they are; all others stand as the telegram has them, for capitals cannot tell a name from an acronym.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables

_POSTS: Final[Mapping[str, str]] = {
    "AMEMBASSY": "Embassy",
    "AMCONSUL": "Consulate",
    "AMCONGEN": "Consulate General",
    "AMLEGATION": "Legation",
    "USMISSION": "Mission",
    "USINT": "Interests Section",
    "USLO": "Liaison Office",
}
_OWN: Final = ("Embassy", "Consulate", "Legation", "Mission", "Interests Section", "Liaison Office")
_NAMED: Final = (*_OWN, "US", "American", "Secretary of State")
"""What the name of a post in the table begins with where it says what it is."""
_SECRETARY: Final = "Secretary of State"
_AGENCIES: Final[Mapping[str, str]] = {
    "CIA": "Central Intelligence Agency",
    "DIA": "Defense Intelligence Agency",
    "FBI": "Federal Bureau of Investigation",
    "FCC": "Federal Communications Commission",
    "JOINT STAFF": "Joint Staff",
    "NSC": "National Security Council",
    "SECDEF": "Secretary of Defense",
    "USDA": "Department of Agriculture",
    "USDOC": "Department of Commerce",
    "USDOE": "Department of Energy",
    "WHITE HOUSE": "White House",
    "WHITEHOUSE": "White House",
}
_DEPARTMENT_OF: Final = expression(r"(?:DEPT|DEPARTMENT) OF (?:THE )?(?P<what>.+)")
_WITH_ARTICLE: Final = ("TREASURY", "INTERIOR", "ARMY", "NAVY", "AIR FORCE")
_IN_WASHINGTON: Final = expression(r" WASH(?:INGTON)? ?DC$|(?<=[A-Z]) WASHINGTON$")
_COLLECTIVE: Final = expression(r"ALL .+|.+ COLLECTIVE")
_ACRONYMS: Final = frozenset({
    "AF", "APEC", "ASEAN", "CD", "CIA", "EU", "FAO", "HHS", "IAEA", "NATO", "NSC", "OAS", "OECD", "OSCE", "REO", "RPO",
    "UN", "UNESCO", "UNVIE", "US", "USEU", "USNATO", "USOECD", "USOSCE", "USTR", "USUN", "WHA",
})  # fmt: skip
_SMALL: Final = frozenset({"al", "and", "au", "de", "del", "do", "du", "es", "in", "of", "to"})


def sender_of(cable: Cable, tables: Tables) -> str | None:
    """The originating post in words."""
    post = tables.posts.get(cable.embassy or "")
    if post and post.name and cable.embassy_name in (None, post.name):
        return _listed(post.station, tables)
    return in_words(cable.embassy_name or cable.embassy, tables)


def recipient_of(cable: Cable, tables: Tables) -> str | None:
    """Whom a telegram is to, in words: the Department where it is among them, else the first and "et al.".

    A post that sent itself a copy is no addressee, nor is one that was left out ("XMT").
    """
    names = [a.name for a in cable.to if a.name.strip() and not a.excluded]
    stations = {name: _station(name, tables) for name in names}
    others = [n for n in stations if stations[n] is None or stations[n] != cable.embassy]
    department = next((name for name in others if stations[name] == "STATE"), None)
    if department is not None or not others:
        return in_words(department, tables)
    first = in_words(others[0], tables)
    return f"{first} et al." if first and len(others) > 1 else first


def in_words(written: str | None, tables: Tables) -> str | None:
    """A post or agency in words, one line and harmless; null where nothing is written.

    >>> from cablesearch.cable.tables import default_tables
    >>> tables = default_tables()
    >>> in_words("AMEMBASSY PORT DE LORENZ", tables), in_words("USMISSION UN ROME", tables)
    ('US Embassy Port de Lorenz', 'US Mission UN Rome')
    >>> in_words("SECSTATE WASHDC", tables), in_words("NSC WASHINGTON DC", tables), in_words("ODC ZENDA RU", tables)
    ('Secretary of State', 'National Security Council', 'ODC ZENDA RU')
    """
    name = one_line(" ".join(written.split())) if written else ""
    if not name:
        return None
    if name.isupper():
        station = _station(name, tables)
        return (_listed(station, tables) if station else None) or _american(_telegraphic(name))
    return _american(name.removeprefix("the "))


def _station(name: str, tables: Tables) -> str | None:
    """The station of a name; the Department's has its city behind it in several ways."""
    found = tables.station(name)
    if found is None and "STATE" in name:
        found = tables.station(_IN_WASHINGTON.sub("", name))
        return found if found == "STATE" else None
    return found


def _listed(station: str, tables: Tables) -> str | None:
    """A post as its table names it; by its name on FM lines where the other does not say what it is ("UN Rome")."""
    post = tables.posts.get(station)
    if post is None or not post.name:
        return None
    plain = post.plad or ""
    if not post.name.startswith(_NAMED) and plain.partition(" ")[0] in _POSTS:
        return _american(_telegraphic(one_line(plain)))
    kind, _, city = one_line(post.name).partition(" ")
    return _american(f"{kind} {_lowered(city)}".strip())


def _telegraphic(name: str) -> str:
    """A name in capitals, in words where it is a post's, a department's, a known agency's or a collective."""
    first, _, city = name.partition(" ")
    if first in _POSTS and city:
        return f"{_POSTS[first]} {_titled(city)}"
    plain = _IN_WASHINGTON.sub("", name)
    if agency := _AGENCIES.get(plain):
        return agency
    if department := _DEPARTMENT_OF.fullmatch(plain):
        what = department["what"]
        article = "the " if what in _WITH_ARTICLE else ""
        return f"Department of {article}{_titled(what)}"
    return _titled(name) if _COLLECTIVE.fullmatch(name) else name


def _titled(words: str) -> str:
    """Words in capitals with their first letters large, but for acronyms and the small words in a name."""
    return _lowered(
        " ".join(word if word in _ACRONYMS else word.capitalize() for word in words.split())
    )


def _lowered(words: str) -> str:
    """A name with the small words in it small: "Rio de Janeiro"."""
    first, *rest = words.split(" ")
    return " ".join([first, *(w.lower() if w.lower() in _SMALL else w for w in rest)])


def _american(name: str) -> str:
    return f"US {name}" if name.startswith(_OWN) else name
