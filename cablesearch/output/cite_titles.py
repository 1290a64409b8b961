"""Titles in a note: of printed documents, which say what a document is, and quoted."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cablesearch.expressions import expression
from cablesearch.formats.heads import read_head

_KIND: Final = expression(
    r"(?P<kind>(?:(?!from |to )[A-Z]+ ){0,4}(?:Telegram|Airgram|Airmail|Cable|Circular|Despatch|Dispatch"
    r"|Instruction|Letter|Memorandum|Message|Note|Report|Teletype|Telex|Transmission)\b"
    r"(?: of (?:a )?(?:Telephone )?Conversation)?)"
    r"(?: (?P<number>(?:[\w/–—-]+ ){0,3}?[\w/–—-]*\d[\w/–—-]*))?(?=,| from| prepared|$)",
    re.I,
)
_ARTICLE: Final = expression(r"(?:the|an?) ", re.I)
_DATED: Final = expression(
    r",? ?(?:undated|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}, \d{4}(?:, (?:\d{3,4}Z?\d?|\d{1,2}(?::\d\d)? [ap]\.m\.?))?(?: \[entered as [^\]]{1,40}\])?)$"
)
"""The date at the end of some titles, which is told anyway; the number of a footnote may stick to it."""
_BLANKS: Final = expression(r"(?<=[(\[]) +| +(?=[)\],.;:])")
_GLUED: Final = expression(r"\b([Tt]he)(?=[A-Z])")
_ABBREVIATED: Final = expression(r"(?:\.\w|\.\.|\b[A-Z])\.$")
_QUOTED: Final = expression(r'"([^"]*)"|“([^“”]*)”')


class Kind(NamedTuple):
    """What a document is, in small letters ("airgram"), and its number ("A-11"), null where its title has none."""

    name: str
    number: str | None = None


def title_in_print(title: str, *, dated: bool) -> str:
    """A title with its blanks mended and, where the document is `dated`, without its date.

    >>> title_in_print("The Minister in Ruritania ( Rassendyll ) to the Secretary of State, May 2, 1949.", dated=True)
    'The Minister in Ruritania (Rassendyll) to the Secretary of State'
    """
    tidy = unended(_GLUED.sub(r"\1 ", _BLANKS.sub("", " ".join(title.split()))))
    return unended(_DATED.sub("", tidy)) if dated else tidy


def kind_of(title: str) -> Kind:
    """What the first words of a title say that a document is: a telegram where they say nothing.

    >>> kind_of("Circular Airgram A-11 From the Department of State"), kind_of("The Consul to the Minister")
    (Kind(name='circular airgram', number='A-11'), Kind(name='telegram', number=None))
    """
    found = _KIND.match(title)
    if found is None:
        return Kind("telegram")
    return Kind(_ARTICLE.sub("", found["kind"], count=1).lower(), found["number"])


def parties(title: str) -> tuple[str, str]:
    """Who wrote to whom as a title says it, without articles; empty where it does not.

    >>> parties("Telegram 12 From the Embassy in Ruritania to the Department of State, Zenda, May 2, 1969")
    ('Embassy in Ruritania', 'Department of State')
    """
    tidy = title_in_print(title, dated=False)
    found = _KIND.match(tidy)
    head = read_head(found["kind"] + tidy[found.end() :] if found else tidy)
    return head.sender, head.addressee


def unended(text: str) -> str:
    """A title without the signs that end it; the full stop of an abbreviation and an ellipsis are its own.

    >>> unended("A NEW LAW, "), unended("RURITANIA AND THE U.S."), unended("------- SUMMARY -------")
    ('A NEW LAW', 'RURITANIA AND THE U.S.', 'SUMMARY')
    """
    text = text.strip(" -_*=") if text.startswith(("--", "__", "**", "==")) else text
    text = text.rstrip(" ,;:")
    return text if _ABBREVIATED.search(text) else text.removesuffix(".")


def in_quotes(title: str) -> str:
    """A title as a note quotes it, with its comma; quotation marks in it are single, as in all that is quoted.

    >>> in_quotes('ZENDA: "NEVER AGAIN"'), in_quotes("A NEW LAW.")
    ('“ZENDA: ‘NEVER AGAIN,’”', '“A NEW LAW,”')
    """
    inner = _QUOTED.sub(lambda m: f"‘{m[1] or m[2] or ''}’", unended(title))
    return f"“{inner[:-1]},’”" if inner.endswith("’") and "‘" in inner else f"“{inner},”"
