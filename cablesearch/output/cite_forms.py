"""Citations as programs for bibliographies read them: RIS, CSL-JSON and BibTeX.

RIS is the form of Reference Manager as Zotero and EndNote read it: two capitals, two blanks, a hyphen and a blank, one
line a value, TY first and ER last. CSL-JSON is that of the Citation Style Language 1.0.2 (https://docs.citationstyles.org).
A telegram is an item of an archive: UNPB, "manuscript", @misc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.output.cite import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cablesearch.output.cite import Citation

_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces, escaped ones too
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


def _kind(said: Citation) -> str:
    return f"telegram {said.number}" if said.number else "telegram"


def _title(said: Citation) -> str:
    return said.title or said.subject or _kind(said)


def _facts(said: Citation) -> str:
    """What no field of these forms is for: recipient, classification, paragraph."""
    to = f"to {said.recipient}" if said.recipient else ""
    return "; ".join(filter(None, (to, said.classification, place(said))))


def ris(said: Citation) -> str:
    """One reference; every line is one tag, and the last is blank."""
    day = said.day
    pairs = [
        ("TY", "UNPB"),
        ("ID", said.key),
        # a comma would part a surname from given names
        ("AU", (said.sender or "").replace(",", " ").replace("*", " ")),
        ("TI", _title(said)),
        ("PY", f"{day.year:04d}" if day else ""),
        ("DA", f"{day.year:04d}/{day.month:02d}/{day.day:02d}" if day else ""),
        ("M3", _kind(said)),
        ("AN", said.cable_id),
        ("DB", said.collection),
        ("N1", _facts(said)),
        ("UR", said.url or ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in pairs if value.strip()]
    return "\n".join([*lines, "ER  - ", ""])


def csl(said: Citation) -> dict[str, Any]:
    """One item of a CSL-JSON array; what is not known is left out."""
    day = said.day
    item: Mapping[str, Any] = {
        "id": said.key,
        "type": "manuscript",
        "author": [{"literal": said.sender}] if said.sender else None,
        "recipient": [{"literal": said.recipient}] if said.recipient else None,
        "title": _title(said),
        "genre": _kind(said),
        "number": said.number,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "archive": said.collection,
        "archive_location": said.cable_id,
        "note": _facts(said) or None,
        "URL": said.url,
    }
    return {name: value for name, value in item.items() if value is not None}


def bibtex(said: Citation) -> str:
    """One entry, and a blank line behind it."""
    return "\n".join([f"@misc{{{said.key},", *_fields(said), "}", ""])


def _fields(said: Citation) -> Iterator[str]:
    day = said.day
    # a second pair of braces: a post is no person, and a subject's capitals stay
    texts = {
        "author": f"{{{_escaped(said.sender)}}}" if said.sender else "",
        "title": f"{{{_escaped(_title(said))}}}",
        "howpublished": _escaped(", ".join((_kind(said).capitalize(), said.cable_id))),
        "note": _escaped(_facts(said)),
        "organization": _escaped(said.collection),
        "year": f"{day.year:04d}" if day else "",
    }
    for name, text in texts.items():
        if text:
            yield f"  {name} = {{{text}}},"
    if day:
        yield f"  month = {_MONTHS[day.month - 1]},"
        yield f"  date = {{{day.isoformat()}}},"
    if said.url:
        yield f"  url = {{{said.url}}},"


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
