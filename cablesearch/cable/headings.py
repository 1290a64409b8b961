"""Section headings: with rules of dashes or without, on lines of their own or glued to a paragraph.

The forms and their counts are in cables.md 2.12. A heading is a title; the rules around it are furniture.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RULE_SIGNS = "-=_*~#+. —–"
_RULE_STRICT = frozenset("-=_*~#+—–")

# A plain first character lets the search skip what cannot begin a rule; what it was is looked back at.
INLINE_RULE = re.compile(
    r"[-=_~#*](?:(?<=-)-{4}[- ]*|(?<==)={4}[= ]*|(?<=_)(?<![A-Za-z]_)_{4}[_ ]*|(?<=~)~{4}[~ ]*|(?<=#)#{4}[# ]*"
    r"|(?<=\*)(?<!\S\*)\*{4}[* ]*|(?<=-)(?<!\S-) (?:- ){2}[- ]*|(?<=_)(?<!\S_) (?:_ ){2}[_ ]*)"
)
_SENTENCE_END = re.compile(
    r"[.?!\]](?:(?<=[.?!])[\"'”)\]]{0,2}|(?<=\d\])) +(?=[A-Z0-9\"“'(¶$\[]|\.\.\.)"
)
_CLOSING = re.compile(
    r"(?i)\bend (?:of )?(?:summary|comment|note|text|quote|introduction)[^.]{0,20}$"
)
_ABBREVIATION = re.compile(r"(?:^|[ .(])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|vs|Amb|Gen|Col|Sen|Rep)$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SMALL_WORDS = (
    "a an and as at but by for from if in into it its nor of on onto or out over per so than that the to up upon via vs"
    " with without while yet is are no not be has have was were will de la le du del des dels el los las al y e"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_ENDED = (".", "?", "!", ":", ";", '"', ")", "”", "'")
_SENTENCE = re.compile(
    r"(?<![.A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.$|(?<!\.)[A-Z]\.$"
)  # but "U.S.", "Inc.", "..."
_KNOWN = re.compile(
    r"(?:\(?(?:U|SBU|C|S)\)? )?(?:EXECUTIVE |INTRODUCTION AND |OVERVIEW AND )?"
    r"(?:SUMMARY|COMMENT|BACKGROUND|INTRODUCTION|CONCLUSION|ACTION REQUEST(?:ED)?|RECOMMENDATION|BIO(?:GRAPHIC)? NOTE"
    r"|NEXT STEPS|PARTICIPANTS|OBJECTIVES?|DISCUSSION|POINTS? OF CONTACT|REPORTING DEADLINE)S?\b",
    re.I,
)
_SHORT = 60
"""In a text of capitals a longer block is no title."""

_TABLE = re.compile(r"\S {3,}\S.*\S {3,}\S|\|.*\|")
_BULLET = re.compile(
    r" *(?:[-*•–—]{1,2} ?(?=\S)|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)] |\d{1,2}[.)]|[A-Z][.)] )"
)
_ORNAMENT = re.compile(
    r"(-{2,}|/{2,}|\*{1,4}|={2,}) ?[A-Z(\"'][^\n]{1,110}?[^-/*= ] ?(-{2,}|/{2,}|\*{1,4}|={2,})"
)
_NO_TITLE = re.compile(r"(?i)\W*x{4,}\W*$|\(?end\b|begin\b|(?:dear|sincerely)\b|source:|\[.*\]$")


def _is_no_title(text: str) -> bool:
    """Whether a short text is an address, an end mark, redacted, or a letter's opening."""
    if "@" in text or _NO_TITLE.match(text):
        return True
    lower = text.lower()
    return "http://" in lower or "https://" in lower or "www." in lower


def _is_tabular(text: str) -> bool:
    """Whether a text has three columns or more, parted by blanks or strokes."""
    return ("   " in text or "|" in text) and _TABLE.search(text) is not None


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a rule; "..." is none."""
    return (
        not text.strip(RULE_SIGNS) and len(text) > 1 and any(sign in _RULE_STRICT for sign in text)
    )


def _ends_sentence(text: str) -> bool:
    """Whether a text ends in a full stop that ends a sentence."""
    return text.endswith(".") and _SENTENCE.search(text, len(text) - 2) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def is_caps(text: str) -> bool:
    """Whether a text has capital letters only, but for a few (plurals, "GoR")."""
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 2 and lower * 5 <= upper


def is_title_case(text: str) -> bool:
    """Whether most words beyond the small ones begin with a capital."""
    words = [word for word in _words(text) if word.lower() not in _SMALL]
    if not words:
        return False
    return sum(word[0].isupper() for word in words) * 10 >= len(words) * 7


def may_be_ornamented(lines: Sequence[str]) -> bool:
    """A quick look for a block between signs: it is short and begins with one."""
    return len(lines) <= 2 and lines[0].lstrip()[:1] in ("-", "/", "*", "=")


def is_ornamented(lines: Sequence[str]) -> bool:
    """Whether a block is a heading between signs, as "-- Background --" or "//COMMENT//"."""
    if not may_be_ornamented(lines):
        return False
    text = " ".join(lines).strip()
    found = _ORNAMENT.fullmatch(text)
    return found is not None and len(text) < 130 and found[1][0] == found[2][-1]


def plain_heading(text: str) -> tuple[str, str]:
    """A heading without the signs around it, and these."""
    title = text.strip(" -=*/_~#")
    if not title or len(title) == len(text):
        return text, ""
    start = text.index(title)
    return title, f"{text[:start].strip()} {text[start + len(title) :].strip()}".strip()


def is_title(text: str) -> bool:
    """Whether a text is in capitals or title case and is no sentence."""
    return is_caps(text) or (
        is_title_case(text) and not text.rstrip().endswith((".", ":", ";", ","))
    )


def fits_rule(lines: Sequence[str], *, between: bool, shouting: bool = False) -> bool:
    """Whether a block beside a rule is its heading: short, a title, no row of a table.

    `shouting` says of this and what follows that the whole text is in capitals, which then tell nothing.
    """
    if len(lines) > (4 if between else 3):
        return False
    text = " ".join(lines).strip()
    if (
        len(text) > (300 if between else 220)
        or _is_tabular(text)
        or not any(c.isalpha() for c in text)
    ):
        return False
    if _is_no_title(text):
        return False
    if between:
        return True
    if (
        text.endswith((".", ";", ","))
        and not text.endswith("...")
        and not ((is_caps(text) and not shouting) or text.count(" ") < 4)
    ):
        return False
    if _BULLET.match(text) and not is_caps(text):
        return False
    return (
        text[0].isupper()
        or text[0].isdigit()
        or text[0] in "\"'“(¿¡$-/*<"
        or text.startswith("...")
    )


def fits_bare(
    lines: Sequence[str], *, before: str | None, follows_number: bool, shouting: bool = False
) -> bool:
    """Whether a block without rules is a heading: a title between two paragraphs.

    `before` is the text before it; `follows_number` whether a numbered paragraph comes next.
    """
    if len(lines) > 3:
        return False
    text = " ".join(lines).strip()
    if not 3 <= len(text) <= 170 or _is_tabular(" ".join(lines)) or _is_no_title(text):
        return False
    if _BULLET.match(text) or text.endswith((";", ",", "-", " and", " or", " the", " of")):
        return False
    caps = is_caps(text) and not shouting
    if shouting and not _is_known(text):
        return (
            follows_number
            and len(text) <= _SHORT
            and not text.endswith(_ENDED)
            and _is_closed(before)
        )
    if _ends_sentence(text) and not (caps and len(text) < 80) and not _is_known(text):
        return False
    if not (
        text.startswith("...") or text[0].isupper() or text[0].isdigit() or text[0] in "\"'“(¿¡$/*<"
    ):
        return False
    if not (caps or _is_closed(before)):
        return False
    if not follows_number:
        return bool(_is_known(text)) or (
            (caps or is_title_case(text)) and len(text) <= 120 and len(_words(text)) > 1
        )
    return not text.endswith(")") or caps or is_title_case(text)


def _is_closed(before: str | None) -> bool:
    """Whether the text before has ended, if there is one."""
    return before is None or before.rstrip().endswith(_ENDED) or bool(_CLOSING.search(before))


def _is_known(text: str) -> bool:
    found = _KNOWN.match(text)
    return found is not None and found.end() >= len(text.rstrip(" .:-")) - 1


def _sentences(text: str) -> list[int]:
    """Where sentences begin in a text, after the first."""
    return [
        found.end()
        for found in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text[max(0, found.start() - 5) : found.start()])
    ]


def tail_heading(text: str, *, ruled: bool, shouting: bool = False) -> int | None:
    """Where the heading glued to the end of a paragraph begins; None where there is none.

    Line ends that were lost glue it there: "... by May. Meeting the Diaspora ---------". Without a rule behind it, it
    must be in title case or capitals.
    """
    text = text.rstrip()
    low = max(0, len(text) - (320 if ruled else 160))
    for place in reversed(_sentences(text[low:])):
        start = place + low
        tail = text[start:]
        if len(tail) > (200 if ruled else 110):
            return None
        if len(tail) < 3 or _is_no_title(tail) or not any(c.isalpha() for c in tail):
            continue
        caps = is_caps(tail) and not shouting
        if tail.endswith((".", ";", ",")) and not caps:
            return None
        if ruled and not _BULLET.match(tail):
            return start
        words = _words(tail)
        if len(words) < 2:
            return start if _is_known(tail) or (caps and len(tail) > 3) else None
        if tail.endswith((")", '"', "”")) or tail[0] in "([":
            return None
        if caps or (is_title_case(tail) and tail[0].isupper() and not shouting):
            return start
        return None
    return None


def last_lines_heading(lines: Sequence[str], *, ruled: bool, shouting: bool = False) -> int | None:
    """Index of the first of the last lines of a block that are a heading; None where they are none."""
    for count in (1, 2, 3):
        place = len(lines) - count
        if place < 1:
            return None
        if not lines[place - 1].rstrip().endswith((".", "?", "!", '"', ".)", "”", ":")):
            continue
        tail = lines[place:]
        fits = (
            fits_rule(tail, between=False, shouting=shouting)
            if ruled
            else fits_bare(tail, before=None, follows_number=True, shouting=shouting)
            and (is_caps(" ".join(tail)) or is_title_case(" ".join(tail)))
            and not lines[place - 1].rstrip().endswith(":")
        )
        return place if fits else None
    return None


_SUMMARY = re.compile(
    r"\W*(?:(?:BEGIN|EXECUTIVE|BRIEF|CABLE|INTRODUCTION|OVERVIEW|BACKGROUND)\b(?: ?(?:AND|&|/))? ?)?SUMMARY\b(?! OF)"
)


def zone_of(heading: str) -> str:
    """The zone a heading opens: summary, comment or body."""
    upper = heading.upper()
    if _SUMMARY.match(upper):
        return "summary"
    if re.match(r"\W*(?:\w+ ){0,2}COMMENTS?\b", upper):
        return "comment"
    return "body"
