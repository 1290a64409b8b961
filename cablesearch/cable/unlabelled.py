"""Lines of the preamble that carry no label, by the field they may belong to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.captions import CORRECTED, captions, trailing_captions
from cablesearch.cable.header import FORMAT_LINE
from cablesearch.cable.labels import LIST_LETTER, MARK
from cablesearch.cable.notes import is_unfinished
from cablesearch.cable.passing import OPENS

if TYPE_CHECKING:
    from cablesearch.cable.notes import Notes

_NOTICE = re.compile(
    r"\W*(?:\(?SBU\)?|SENSITIVE BUT UNCLASSIFIED|NOT FOR (?:INTERNET|DISTRIBUTION)|PLEASE (?:PROTECT|TREAT|HANDLE)|"
    r"UNCLASSIFIED//|FOR OFFICIAL USE ONLY|THIS (?:CABLE|MESSAGE|TELEGRAM|DOCUMENT) (?:IS|CONTAINS|HAS BEEN) )",
    re.IGNORECASE,
)
_NOTICE_WORDS = re.compile(
    r"SENSITIVE BUT UNCLASSIFIED|SBU|PROTECT ACCORDINGLY|HANDLE ACCORDINGLY|TREAT ACCORDINGLY|INTERNET DISTRIBUTION|"
    r"OFFICIAL USE|NOT FOR DISTRIBUTION",
    re.IGNORECASE,
)
REASON = re.compile(r"\W{0,4}REASONS?\b", re.IGNORECASE)
_TAG_WORDS = re.compile(r"[^\s,;:.()|]+")
_EYES = re.compile(
    r"(?:(?:EYES )?ONLY )?(?:FOR|FROM) (?:THE )?"
    r"(?:AMBASSADOR|CHARGE|DCM|CONSUL GENERAL|(?:\w+ )?SECRETARY)\b[^a-z]{0,60}$"
)
# The longest lines of a list of references, of a title, of a handling notice.
_ITEM, _TITLE, _LONGEST_NOTICE = 200, 90, 160


def take_unlabelled(notes: Notes, text: str, no: int) -> bool:
    """Read a line, or the rest of one, that begins with no label; false where it is none of the preamble."""
    match notes.state:
        case "top":
            return _top(notes, text, no)
        case "eo":
            notes.add("eo", text.strip())
            notes.keep(text, no)
            return True
        case "tags":
            return _more_tags(notes, text, no)
        case "subject":
            _subject(notes, text, no)
            return True
        case "ref":
            return _reference(notes, text, no)
        case "by":
            return _statement(notes, text, no)
        case _:
            return _after(notes, text, no)


def _top(notes: Notes, text: str, no: int) -> bool:
    if CORRECTED.search(text):
        notes.corrected = True
        notes.keep(text, no)
        return True
    found = captions(text, notes.tables)
    if found.end:
        rest = text[found.end :]
        notes.captions += found.found
        notes.keep(text[: found.end], no)
        if rest.strip():
            notes.passing.append((rest.strip(), True))
        return True
    if FORMAT_LINE.match(text) or not any(map(str.isalpha, text)) or text.strip() in ("BT", "null"):
        notes.keep(text, no)
        return True
    goes_on = bool(notes.passing) and is_unfinished(notes.passing[-1][0])
    instruction = len(text) <= _TITLE and (OPENS.search(text) or goes_on)
    if (not notes.classed or notes.seen or not instruction) and no > notes.labelled:
        if notes.seen & {"tags", "eo"} and not notes.values["subject"] and len(text) < _TITLE:
            # a subject without its label, between TAGS and text
            notes.state = "subject"
            notes.seen |= {"subject"}
            _subject(notes, text, no)
            return True
        return False
    if _NOTICE.match(text) or text.lstrip()[0] in "\"'":
        notes.keep(text, no)
        return True
    text = text.strip()
    tail = trailing_captions(text, notes.tables)
    notes.captions += tail.found
    notes.keep(text[tail.end :], no)
    notes.passing.append((text[: tail.end], notes.after_blank))
    return True


def _more_tags(notes: Notes, text: str, no: int) -> bool:
    words = _TAG_WORDS.findall(text)
    good = sum(word in notes.tables.tags or (word.isupper() and len(word) <= 5) for word in words)
    named = notes.brackets > 0 and ")" in text  # a person's name broken by the line
    if words and (named or 2 * good >= len(words)):
        notes.add("tags", text.strip())
        notes.keep(text, no)
        return True
    if found := captions(text, notes.tables).found:
        notes.captions += found
        notes.keep(text, no)
        return True
    if "subject" in notes.seen:
        notes.state = "after"
    else:
        notes.state = "top"
    return take_unlabelled(notes, text, no)


def _subject(notes: Notes, text: str, no: int) -> None:
    notes.resumed = False
    value = text.strip()
    if "subject" not in notes.filled and (mark := MARK.match(value)):
        notes.keep(mark[0].strip(), no)
        value = value[mark.end() :]
    notes.add("subject", value)


def _reference(notes: Notes, text: str, no: int) -> bool:
    so_far = notes.values["ref"]
    if "ref" not in notes.filled:
        fits = len(text) < _ITEM
    elif notes.after_blank:
        fits = bool(LIST_LETTER.match(text) and len(text) < _ITEM) or (
            len(text) < _TITLE and is_unfinished(so_far[-1])
        )
    else:
        lower = sum(map(str.islower, text))
        fits = bool(LIST_LETTER.match(text)) or len(text) < _TITLE or lower * 2 < len(text)
    if fits and not _NOTICE.match(text):
        notes.add("ref", text.strip())
        return True
    notes.state = "after"
    return _after(notes, text, no)


def _statement(notes: Notes, text: str, no: int) -> bool:
    if notes.after_blank and not REASON.match(text):
        notes.state = "after"
        return _after(notes, text, no)
    notes.classified[-1].append(text.strip())
    return True


def _after(notes: Notes, text: str, no: int) -> bool:
    """Captions, handling notices and whose eyes it is for, where they stand below the subject."""
    if _EYES.match(text.strip()):
        notes.passing.append((text.strip(), True))
        return True
    found = captions(text, notes.tables)
    notice = len(text) < _LONGEST_NOTICE and _NOTICE.match(text) and _NOTICE_WORDS.search(text)
    corrected = CORRECTED.match(text.strip(" (\"'"))
    if notice or corrected or (found.end and not text[found.end :].strip()):
        notes.captions += found.found
        notes.corrected = notes.corrected or bool(corrected)
        notes.keep(text, no)
        return True
    return False
