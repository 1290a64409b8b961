"""Two versions of a cable compared: header fields, then paragraphs put side by side, then the words of changed ones.

What only case, white space or the forms of quotes tell apart is the same, as it is for a search.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from cablesearch.cable.cite import cite
from cablesearch.search.page import iso
from cablesearch.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.cable.model import Addressee, Cable, Paragraph

LEAST: Final = 0.3
"""Paragraphs that have a smaller share of their words in common are not the same paragraph changed."""
SAME_NUMBER: Final = 0.15
"""What having the same number is worth beside that share."""

_LONG: Final = 2_000  # words

Side = Literal["both", "old", "new"]


class Piece(Struct, frozen=True):
    """A run of words, without the blanks around it, that both versions have or only one."""

    side: Side
    text: str


class Change(Struct, frozen=True, kw_only=True):
    """What differs in one header field (`field`) or one paragraph.

    Of a paragraph `old` and `new` are its citations, null in a version that does not have it. `pieces` hold the words
    or the list of both versions in order, with `glue` between them; of a paragraph its number or label and its portion
    mark come first.
    """

    field: str | None = None
    old: str | None = None
    new: str | None = None
    pieces: tuple[Piece, ...]
    glue: str = " "

    @property
    def kind(self) -> Literal["header", "changed", "removed", "added"]:
        """What happened to it from the old version to the new one."""
        if self.field is not None:
            return "header"
        if self.new is None:
            return "removed"
        return "added" if self.old is None else "changed"


class Comparison(Struct, frozen=True, kw_only=True):
    """All that differs between two versions, in order; `same` counts paragraphs that do not."""

    header: tuple[Change, ...]
    paragraphs: tuple[Change, ...]
    same: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """The header's changes, then those of paragraphs."""
        return self.header + self.paragraphs


def compare(old: Cable, new: Cable) -> Comparison:
    """What must be taken from and put into `old` to give `new`; where they stand and came from aside."""
    header = []
    mine, theirs = _header(old), _header(new)
    for name in mine:
        glue = " " if name in ("subject", "title") else ", "
        pieces = _pieces(mine[name], theirs[name], glue)
        if any(piece.side != "both" for piece in pieces):
            header.append(Change(field=name, pieces=pieces, glue=glue))
    paragraphs = []
    same = 0
    for one, other in _aligned(old.paragraphs, new.paragraphs):
        pieces = _pieces(_written(one), _written(other))
        if all(piece.side == "both" for piece in pieces):
            same += 1
            continue
        change = Change(
            old=cite(old, one) if one else None,
            new=cite(new, other) if other else None,
            pieces=pieces,
        )
        paragraphs.append(change)
    return Comparison(header=tuple(header), paragraphs=tuple(paragraphs), same=same)


def _header(cable: Cable) -> dict[str, tuple[str, ...]]:
    """What a header says, each field as the words or items that are compared."""
    whole: dict[str, Any] = {
        "id": cable.id,
        "date": iso(cable.date),
        "released": iso(cable.released),
        "embassy": cable.embassy,
        "transmission_id": cable.transmission_id,
        "precedence": cable.precedence,
        "classification": cable.classification,
        "class_caveats": cable.class_caveats,
        "captions": cable.captions,
        "corrected": "yes" if cable.corrected else None,
        "executive_order": cable.executive_order,
        "declassify_on": cable.declassify_on.isoformat() if cable.declassify_on else None,
        "tags": cable.tags,
        "persons": cable.persons,
        "subject": cable.subject and tuple(cable.subject.split()),
        "title": cable.title and tuple(cable.title.split()),
        "references": tuple(reference.text for reference in cable.references),
        "to": tuple(map(_addressee, cable.to)),
        "info": tuple(map(_addressee, cable.info)),
        "classified_by": cable.classified_by,
        "reasons": cable.reasons,
        "signers": cable.signers,
        "passing": cable.passing,
        "headings": tuple(dict.fromkeys(p.heading for p in cable.paragraphs if p.heading)),
    }
    return {
        name: value if isinstance(value, tuple) else (value,) if value else ()
        for name, value in whole.items()
    }


def _addressee(addressee: Addressee) -> str:
    excluded = " (excluded)" if addressee.excluded else ""
    return f"{addressee.name} {addressee.precedence or ''}".strip() + excluded


def _written(paragraph: Paragraph | None) -> tuple[str, ...]:
    """The words of a paragraph as it is printed: its number or label, its portion mark, its text."""
    if paragraph is None:
        return ()
    number = paragraph.label if paragraph.number is None else f"{paragraph.number}."
    marks = (paragraph.marking, *paragraph.caveats) if paragraph.marking else ()
    return tuple(filter(None, (number, f"({'/'.join(marks)})" if marks else None))) + tuple(
        paragraph.text.split()
    )


def _pieces(old: Sequence[str], new: Sequence[str], glue: str = " ") -> tuple[Piece, ...]:
    """Words or items of both, in runs; those of the new version where both have them."""
    found: list[Piece] = []
    for tag, i, i_end, j, j_end in _opcodes(map(normalise, old), map(normalise, new)):
        if tag == "equal":
            found.append(Piece("both", glue.join(new[j:j_end])))
            continue
        if i < i_end:
            found.append(Piece("old", glue.join(old[i:i_end])))
        if j < j_end:
            found.append(Piece("new", glue.join(new[j:j_end])))
    return tuple(found)


def _aligned(
    old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Every paragraph of both once, beside the one of the other that it became; null where it has none."""
    for tag, i, i_end, j, j_end in _opcodes(map(_said, old), map(_said, new)):
        if tag == "equal":
            yield from zip(old[i:i_end], new[j:j_end], strict=True)
        else:
            yield from _paired(old[i:i_end], new[j:j_end])


def _opcodes(old: Iterable[str], new: Iterable[str]) -> Sequence[tuple[str, int, int, int, int]]:
    mine, theirs = list(old), list(new)
    # "the" stands so often in a long text that pairing it by chance takes most of the time
    return SequenceMatcher(None, mine, theirs, autojunk=len(theirs) > _LONG).get_opcodes()


def _said(paragraph: Paragraph) -> str:
    """A paragraph's text without what is not compared."""
    return " ".join(normalise(paragraph.text).split())


def _paired(
    old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Paragraphs of which no two are the same, paired so that the pairs together are most alike."""
    alike = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((paragraph, None) for paragraph in old[i:])
    yield from ((None, paragraph) for paragraph in new[j:])


def _likeness(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[list[float]]:
    """For each of `old` and each of `new` how alike they are, 0 where they are not the same paragraph changed.

    Of one that is blacked out (XXXXX) only its number tells.
    """
    mine, theirs = (
        [{w for w in _said(p).split() if w.strip("x.")} for p in some] for some in (old, new)
    )
    table = []
    for one, its in zip(old, mine, strict=True):
        row = []
        for other, others in zip(new, theirs, strict=True):
            share = 2 * len(its & others) / (len(its) + len(others) or 1)
            numbered = one.number is not None and one.number == other.number
            is_same = share >= LEAST or (numbered and not (its and others))
            row.append(share + SAME_NUMBER * numbered if is_same else 0.0)
        table.append(row)
    return table
