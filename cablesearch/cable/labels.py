"""The labels of the preamble (E.O., TAGS, SUBJECT, REF, Classified By) and where its text begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cablesearch.cable.lines import Lines

# Labels at the start of a line, misprints as seen (UBJECT, TAG, E.0. with a zero).
_AT_START = (
    ("eo", r"(?:E\.?\s?[O0]\.?|EXECUTIVE ORDER)\s?[:,.]?\s{0,3}(?=\d{4,5}\b|1[0-9]{4})|DECL(?:ASSIFY ON)?\s?:"),
    ("tags", r"TAGS?\s?[:;./,]+|TAGS?(?:C|\s|$)(?=\s*:?)|TAGS?[A-Z]?\s?[:;/]|TAGS-"),
    ("subject", r"(?:S?U?BJE?CT|SUBJ|SUBEJCT|SUJECT|SUBJET|SUBJEC)\s?[:;.]+|SUBJECT(?=\s|$)|SUBJ(?=\s)"),
    ("ref", r"(?:REF)?REF(?:ERENCES?|\s?TELS?|S)?\s?(?:\([A-Z]\)(?=\s?:))?\s?[:;.]+"
            r"|REF(?:ERENCES?|TELS?|S)?(?=\s|$)(?!\s[A-Z]?[a-z])"),
    ("by", r"(?:\(\w{1,3}\)\s?)?(?:CLASSIFI?ED\s*BY|DERIVED FROM|(?:CLASSIFICATION )?REASONS?\s?:)"),
)  # fmt: skip
# A look at the first letter spares nearly every other line the rest.
START = re.compile(
    r"[\s\"'>*.,(-]{0,6}(?=[BCDERSTU(])(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _AT_START)
    + ")",
    re.IGNORECASE,
)

# Labels glued into a line: only forms that no sentence holds. The first letter stands before the groups, so
# that a search can leap from one to the next.
_INSIDE = re.compile(
    r"[CDERST](?:"
    r"(?<=E)(?P<eo>\.\s?[O0]\.\s?:?\s{0,2}(?=1\d{4})|(?<![A-Za-z]E)O:?\s(?=1\d{4}))"
    r"|(?<=T)(?P<tags>AGS?\s?:|(?<=[\sa-z/0-9]T)AGS\s(?=[A-Z]{2,4}\b))"
    r"|(?<=S)(?P<subject>UBJ(?:ECT)?\s?:)"
    r"|(?<=R)(?P<ref>(?<![A-Za-z]R)EF(?:ERENCES?|TELS?|S)?\s?:|(?<=[A-Z]R)EF:\s(?=A\.))"
    r"|(?P<by>(?<=C)(?<![a-z] C)(?:LASSIFIED BY|lassified [Bb]y)\b|(?<=\sD)erived from\s?:)"
    r")"
)

_COLON = re.compile(r"\d{5}:")
_MAYBE_INSIDE = re.compile(r"TAG|SUBJ|REF|E\.|EO|Derived|CLASSIFIED|Classified")
_LEVEL = r"(?:U|C|S|TS|SBU|LOU|FOUO|UNCLAS|UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:[/ -]{1,3}[A-Z][A-Z /,-]{0,40})?"
BODY = re.compile(
    r"\s*(?:"
    r"¶\s?\d{1,3}\s?[.):]?"  # a number with its pilcrow
    r"|[1I]\s?[.)]\s?(?=[\s(A-Z\"'])|1\s(?=\(" + _LEVEL + r"\))"  # 1. without
    r"|\((?i:" + _LEVEL + r")\)\s?(?=\S)"  # a paragraph without number
    r")"
)
"""How the text of a cable begins."""

RULE = re.compile(r"\s*[-=_*#~.‐]{4,}")
"""A rule above a heading."""

# How a text begins inside a line, and what a line without such a beginning is known by: it lacks the character.
_BODY_INSIDE = (
    ("¶", re.compile(r"¶\s?1\s?[.)]")),
    ("1", re.compile(r"1(?<=[\s.\"']1)\s?[.)]\s{0,3}(?=\((?i:" + _LEVEL + r")\))"
                     r"|1(?<=\s1)\.\s{0,3}(?=(?:Summary|SUMMARY|\(?Begin|BEGIN)\b)")),
    ("(", re.compile(r"(?<=[\w.\"')]\s)(?=\((?i:" + _LEVEL + r")\)\s[A-Z].{60})")),
)  # fmt: skip
_NOTICE_INSIDE = re.compile(r"(?<=\s)(?i:SENSITIVE BUT UNCLASSIFIED)\b")
_RULE_SIGNS = re.compile(r"[-=_*‐][-=_*‐]{3}")
_RULE_INSIDE = re.compile(
    r"(?<=\s)(?:(?:EXECUTIVE\s)?SUMMARY|INTRODUCTION|OVERVIEW|Summary|Introduction)?[\s:]{0,3}[-=_*‐]{4,}"
)
_AFTER_REF = re.compile(
    r"(?<=[\d)\s])\s(?:1\.\s{0,3}(?=[A-Z\"'(])|(?=\((?:U|SBU|C|S)(?:/{1,2}NF)?\)\s[A-Z\"'])|(?=SUMMARY\b|Summary\b)"
    r"|(?=(?:Sensitive [Bb]ut|SENSITIVE BUT|NOTE:))|(?=\((?:U|SBU|C|S)(?:/{1,2}NF)?\)\s*$))"
)

HEADING = re.compile(
    r"\s*(?:(?:BEGIN |EXECUTIVE )?SUMMARY|INTRODUCTION|COMMENT|OVERVIEW|ACTION REQUEST|KEY POINTS|BACKGROUND|NOTE(?=:))"
    r"(?:\s(?:AND|&)\s[A-Z ]{3,30})?\s?[:.]?(?:\s|$)",
    re.IGNORECASE,
)
"""A heading, or a text that begins with its name: never part of the preamble."""

MARK = re.compile(
    r"\s*\(\s?(?:U|C|S|TS|SBU|LOU|FOUO)(?:[/ -]{1,2}[A-Z][A-Z /,-]{0,40})?\s?\)\s*", re.I
)
"""A portion mark before a subject."""

LIST_LETTER = re.compile(r"\s*(?:¶\s?)?\(?[A-Z][.)]\)?\s?\S")
"""The letter of an item of a list of references."""


# How far ahead labels are looked for, and how far into a line.
_LOOK_AHEAD = 60
_HEAD = 800


class Found(NamedTuple):
    """A label: its kind, where it begins and where its value does."""

    kind: str
    start: int
    end: int


def label_at_start(text: str) -> Found | None:
    """The label that a line begins with."""
    m = START.match(text)
    if m is None or m.lastgroup is None:
        return None
    return Found(m.lastgroup, m.start(), m.end())


def label_inside(
    text: str, start: int, seen: frozenset[str] = frozenset(), reading: str = ""
) -> Found | None:
    """The next label glued into a line; a second SUBJECT is none, and an E.O. only with its colon.

    `seen` are the kinds of the labels before this line, `reading` is the kind that is being read.
    """
    if not _MAYBE_INSIDE.search(text, start):
        return None
    for m in _INSIDE.finditer(text, start):
        kind = m.lastgroup
        if kind is None or m.start() == 0:
            continue
        if (kind in seen or kind == reading) and (
            kind == "subject" or (kind == "eo" and not _COLON.match(text, m.end()))
        ):
            continue
        return Found(kind, m.start(), m.end())
    return None


def last_label(lines: Lines) -> int:
    """The line number of the last E.O., TAGS or SUBJECT label before the text begins, or 0."""
    last = 0
    for no, text in zip(lines.nos, lines.texts[:_LOOK_AHEAD], strict=False):
        if not text:
            continue
        head = text[:_HEAD]
        found = label_at_start(head) or label_inside(head, 0)
        if found and found.kind in ("eo", "tags", "subject"):
            last = no
        elif BODY.match(text) and not LIST_LETTER.match(text):
            break
    return last


# A sentence behind a list of references or a title: a word with a capital, then many more words.
_MARK_LETTER = re.compile(r"\s?\(([CSU])\)")
_BEFORE = {"C": "B", "S": "R", "U": "T"}
_SENTENCE = re.compile(r"(?<=[\w)\"'.])[.,;]?\s{1,3}(?=[A-Z][a-z']*,?\s[\w'/(\"]+)")
_LONG = 90
# How far back the item before an item of a list may begin.
_ITEM = 400


def body_inside(text: str, start: int, stop: int, *, reference: bool) -> int | None:
    """Where the text of the cable begins between two places of a line of the preamble, or null."""
    patterns = [pattern for sign, pattern in _BODY_INSIDE if sign in text]
    if _RULE_SIGNS.search(text, start):
        patterns.append(_RULE_INSIDE)
    if "sensitive but" in text.lower():
        patterns.append(_NOTICE_INSIDE)
    if reference:
        patterns.append(_AFTER_REF)
    ends = [_first(pattern, text, start, stop) for pattern in patterns]
    if found := [at for at in ends if at is not None]:
        return min(found)
    return _sentence(text, start, stop, reference=reference) if stop - start > _LONG else None


def _first(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int | None:
    """The first match that is no letter of a list: "(C)" behind an item (B) marks no paragraph."""
    for m in pattern.finditer(text, start, stop):
        letter = _MARK_LETTER.match(text, m.end())
        near = text[max(start, m.start() - _ITEM) : m.start()]
        if letter is None or not re.search(rf"\b{_BEFORE[letter[1]]}[.)]", near):
            return m.start()
    return None


def _sentence(text: str, start: int, stop: int, *, reference: bool) -> int | None:
    """Where a glued sentence begins: behind a number of a list, or where capitals turn into a sentence."""
    head = text[start : start + 25]
    if not reference and sum(map(str.islower, head)) > 3:
        return None  # a title in small letters: no telling where it ends
    for m in _SENTENCE.finditer(text, start + 4, stop):
        if reference and not (text[m.start() - 1].isdigit() or text[m.start() - 1] == ")"):
            continue
        ahead = text[m.end() : m.end() + _LONG]
        if len(ahead) > 60 and sum(map(str.islower, ahead)) > 0.6 * len(ahead):
            return m.end()
    return None
