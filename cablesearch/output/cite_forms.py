"""Citations as programs for bibliographies read them: RIS, CSL-JSON and BibTeX.

RIS is the form of Reference Manager as Zotero and EndNote read it: two capitals, two blanks, a hyphen and a blank, one
line a value, TY first and ER last. CSL-JSON is that of the Citation Style Language 1.0.2 (https://docs.citationstyles.org).
A telegram is an item of an archive: UNPB, "manuscript", @misc; a printed one is part of a book: CHAP, "chapter",
@incollection.
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


def _title(said: Citation) -> str:
    return said.title or said.subject or said.what


def _facts(said: Citation) -> str:
    """What no field of these forms is for: document, recipient, classification, paragraph."""
    document = f"doc. {said.document}" if said.document else ""
    to = f"to {said.recipient}" if said.recipient else ""
    return "; ".join(filter(None, (document, to, said.classification, place(said))))


def ris(said: Citation) -> str:
    """One reference; every line is one tag, and the last is blank."""
    day = said.day
    printed = said.document is not None
    pairs = [
        ("TY", "CHAP" if printed else "UNPB"),
        ("ID", said.key),
        # a comma would part a surname from given names
        ("AU", (said.sender or "").replace(",", " ").replace("*", " ")),
        ("TI", _title(said)),
        ("T2", said.collection if printed else ""),
        ("PY", f"{day.year:04d}" if day else ""),
        ("DA", f"{day.year:04d}/{day.month:02d}/{day.day:02d}" if day else ""),
        ("M3", said.what),
        ("AN", "" if printed else said.cable_id),
        ("DB", "" if printed else said.collection),
        ("N1", _facts(said)),
        ("UR", said.url or ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in pairs if value.strip()]
    return "\n".join([*lines, "ER  - ", ""])


def csl(said: Citation) -> dict[str, Any]:
    """One item of a CSL-JSON array; what is not known is left out."""
    day = said.day
    printed = said.document is not None
    item: Mapping[str, Any] = {
        "id": said.key,
        "type": "chapter" if printed else "manuscript",
        "author": [{"literal": said.sender}] if said.sender else None,
        "recipient": [{"literal": said.recipient}] if said.recipient else None,
        "title": _title(said),
        "container-title": said.collection if printed else None,
        "genre": said.what,
        "number": said.number,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "archive": None if printed else said.collection,
        "archive_location": None if printed else said.cable_id,
        "note": _facts(said) or None,
        "URL": said.url,
    }
    return {name: value for name, value in item.items() if value is not None}


def bibtex(said: Citation) -> str:
    """One entry, and a blank line behind it."""
    kind = "misc" if said.document is None else "incollection"
    return "\n".join([f"@{kind}{{{said.key},", *_fields(said), "}", ""])


def _fields(said: Citation) -> Iterator[str]:
    day = said.day
    printed = said.document is not None
    what = f"{said.what[:1].upper()}{said.what[1:]}"
    # a second pair of braces: a post is no person, and a subject's capitals stay
    texts = {
        "author": f"{{{_escaped(said.sender)}}}" if said.sender else "",
        "title": f"{{{_escaped(_title(said))}}}",
        "booktitle": f"{{{_escaped(said.collection)}}}" if printed else "",
        "howpublished": "" if printed else _escaped(f"{what}, {said.cable_id}"),
        "note": _escaped(f"{what}; {_facts(said)}" if printed else _facts(said)),
        "organization": "" if printed else _escaped(said.collection),
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
