"""Some paragraphs of a cable by their numbers: "3..5", "3..", "1,4", and as citations have them "5[2]" and "[7]"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.cable.cite import Selector, select
from cablesearch.errors import UsageError
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.cable.model import Cable, Paragraph

_ONE: Final = expression(
    r"(?P<number>\d{1,9})(?:\[(?P<nth>\d{1,9})\])?|\[(?P<ordinal>\d{1,9})\]"
    r"|(?P<low>\d{1,9})?(?P<dots>\.\.)(?P<high>\d{1,9})?"
)


def check_ranges(written: str) -> None:
    """UsageError where a text is no list of numbers and ranges."""
    for part in written.split(","):
        found = _ONE.fullmatch(part.strip())
        if found is None or (found["dots"] and not (found["low"] or found["high"])):
            raise UsageError(
                f'"{part.strip()}" names no paragraphs', remedy="write 3, 3..5, 3.., ..5 or 1,4..6"
            )


def in_ranges(cable: Cable, paragraphs: Sequence[Paragraph], written: str) -> tuple[Paragraph, ...]:
    """Those of the paragraphs that the text names, in the order of the cable.

    A number names the paragraph and the parts without a number of their own that stand under it; a range from the
    higher to the lower is the same the right way round.
    """
    chosen = {p.ordinal for part in written.split(",") for p in _named(cable, part.strip())}
    return tuple(p for p in paragraphs if p.ordinal in chosen)


def _named(cable: Cable, part: str) -> Iterator[Paragraph]:
    found = _ONE.fullmatch(part)
    if found is None:
        return
    if found["ordinal"] or found["nth"]:
        selector = (
            Selector(ordinal=int(found["ordinal"]))
            if found["ordinal"]
            else Selector(number=int(found["number"]), nth=int(found["nth"]))
        )
        one = select(cable, selector)
        yield from () if one is None else (one,)
        return
    if found["number"]:
        low = high = int(found["number"])
    else:
        low, high = int(found["low"] or 0), int(found["high"] or 10**9)
    if low > high:
        low, high = high, low
    for p in cable.paragraphs:
        number = p.number if p.number is not None else p.parent
        if number is not None and low <= number <= high:
            yield p
