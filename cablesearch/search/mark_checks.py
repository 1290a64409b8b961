"""The checks of portion marks: above or below the cable's classification, missing, unclear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.cable.diagnosis import kind_of
from cablesearch.cable.marking import read_marking
from cablesearch.cable.model import CLASSIFICATIONS
from cablesearch.search.check import Found, many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cable.model import Paragraph
    from cablesearch.search.check import Case

_RANKS: Final = {"U": 0, "SBU": 0, "LOU": 1, "C": 2, "S": 3, "TS": 4}
"""Of a portion mark: the place in CLASSIFICATIONS of the classification that it needs."""

_LABEL: Final = 40
"""A mark behind more characters than this belongs to something in the text, not to the paragraph."""

_LONGEST: Final = 90
"""No mark has more characters."""

_PROSE: Final = 15
"""Blocks of fewer words are titles, rows of a table, debris."""

_HEADER: Final = re.compile(
    r"VZCZC|\bE\.O\. ?1\d{4}|\b(?:TAGS|SUBJECT) ?:|^REF\b|^\d+,\d+/\d+/\d{4} \d"
)
"""A header that was printed once more, or a row of a dump, above the text."""

_TORN: Final = re.compile(r"\s*(?:SBU|[UCS](?:/+NF)?)\)")
_LABELLED: Final = re.compile(r"[^(]*[.:–-]\s*|[^(a-z]+")


def rank(classification: str | None) -> int | None:
    """The place of a classification in CLASSIFICATIONS, null where it is none of them."""
    return CLASSIFICATIONS.index(classification) if classification in CLASSIFICATIONS else None


def written(paragraph: Paragraph) -> str:
    """A paragraph's portion mark as a drafter writes it."""
    return f"({'/'.join((paragraph.marking or '', *paragraph.caveats))})"


def _own_marks(case: Case) -> Iterator[Paragraph]:
    """The paragraphs with a mark, each mark once: not the parts under it, nor all under "ENTIRE TEXT"."""
    entire = False
    for paragraph in case.marked:
        if paragraph.marking_by == "own" or (paragraph.marking_by == "entire" and not entire):
            yield paragraph
        entire |= paragraph.marking_by == "entire"


def marked_above(case: Case) -> Iterator[Found]:
    """Paragraphs marked above the cable's classification. SBU is UNCLASSIFIED, LOU is LIMITED OFFICIAL USE."""
    highest = rank(case.cable.classification)
    if highest is None:
        return
    numbered = {p.marking for p in case.numbered}
    for p in _own_marks(case):
        if _RANKS[p.marking or ""] > highest:
            # "(C) within walking distance" answers a questionnaire [seen in security reports]
            alone = p.number is None and not p.caveats and p.marking not in numbered
            doubt = "; on no numbered paragraph, so perhaps a list's letter" if alone else ""
            said = f"{written(p)} in a cable classified {case.cable.classification}{doubt}"
            yield Found(p.marking, said, p)


def marked_below(case: Case) -> Iterator[Found]:
    """A classified cable with marks, none of which reaches its classification."""
    highest = rank(case.cable.classification)
    marked = case.marked
    if not highest or not marked:
        return
    top = max(marked, key=lambda p: _RANKS[p.marking or ""])
    if _RANKS[top.marking or ""] < highest:
        unmarked = sum(p.marking is None for p in case.numbered)
        rest = f"; {many(unmarked, 'numbered paragraph')} unmarked" if unmarked else ""
        yield Found(
            top.marking,
            f"{case.cable.classification}, but the highest mark is {written(top)}{rest}",
        )


def caption_missing(case: Case) -> Iterator[Found]:
    """The first (SBU) paragraph of an unclassified cable, the first NF one of any, whose caption is not above."""
    above = (*case.cable.captions, *case.cable.class_caveats)
    sensitive = any("SENSITIVE" in word or word in ("FOUO", "SBU") for word in above)
    if case.cable.classification == "UNCLASSIFIED" and not sensitive:
        for p in [p for p in case.marked if p.marking == "SBU"][:1]:
            yield Found("SENSITIVE", f"{written(p)}, and the cable is not captioned SENSITIVE", p)
    if "NOFORN" not in above:
        for p in [p for p in case.marked if "NF" in p.caveats][:1]:
            yield Found("NOFORN", f"{written(p)}, and the cable is not captioned NOFORN", p)


def unmarked(case: Case) -> Iterator[Found]:
    """Numbered paragraphs without a mark, in a cable with marks."""
    numbered = case.numbered
    marked = sum(p.marking is not None for p in numbered)
    if not case.marked:
        return
    for p in numbered:
        if _is_bare(case, p):
            yield Found(
                None, f"no mark; {marked} of {len(numbered)} numbered paragraphs have one", p
            )


def unmarked_block(case: Case) -> Iterator[Found]:
    """Prose without number and mark, in a cable with marks."""
    if not case.marked:
        return
    for p in case.cable.paragraphs:
        if p.number is not None or not _is_bare(case, p):
            continue
        words = len(p.text.split())
        if words >= _PROSE and not _HEADER.search(p.text):
            yield Found(None, f"neither mark nor number; {many(words, 'word')}", p)


def mark_unclear(case: Case) -> Iterator[Found]:
    """Marks that the parser cannot read; paragraphs whose mark stands behind their first words."""
    for d in case.cable.diagnostics:
        if kind_of(d).field == "marking":
            yield Found(d.kind, d.message, case.at(d))
    for p in case.cable.paragraphs:
        if p.marking is None and p.ordinal not in case.unreadable and (said := _misplaced(p)):
            yield Found(None, said, p)


def _is_bare(case: Case, paragraph: Paragraph) -> bool:
    """Whether nothing like a mark stands at or near the opening of a paragraph."""
    unread = paragraph.ordinal in case.unreadable
    return paragraph.marking is None and not unread and _misplaced(paragraph) is None


def _misplaced(paragraph: Paragraph) -> str | None:
    """How a mark stands in the opening of an unmarked paragraph, where one does."""
    text = paragraph.text
    if torn := _TORN.match(text):
        return f"{torn[0].strip()!r} may be a mark that lost its parenthesis"
    at = text.find("(", 0, _LABEL)
    if at > 0 and _LABELLED.fullmatch(text, 0, at):
        written = text[at : at + _LONGEST]
        if read_marking(written, upper_only=True):
            return f"{written[: written.find(')') + 1]} stands behind {text[:at].strip()!r}"
    return None


def no_marks(case: Case) -> Iterator[Found]:
    """A cable without any mark."""
    if case.cable.paragraphs and not case.marked:
        yield Found(None, f"no mark in {many(len(case.cable.paragraphs), 'paragraph')}")
