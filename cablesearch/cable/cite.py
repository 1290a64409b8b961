"""Citations of paragraphs, written and read: `09BAKU911 ¶5` names one paragraph of one cable."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.expressions import expression

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable, Paragraph


class Selector(Struct, frozen=True, kw_only=True):
    """Which paragraph of a cable: by `ordinal`, or the `nth` (from 1) that has this `number`."""

    number: int | None = None
    nth: int = 1
    ordinal: int | None = None


# What may follow a cable's id. Ids of other archives hold "-" and "/" themselves, so the whole is tried first.
_ENDINGS = (
    expression(r"^(?P<id>.+?)\s*¶\s*(?P<number>\d+)(?:\[(?P<nth>\d+)\])?$"),
    expression(r"^(?P<id>.+?)\s*¶\s*\[(?P<ordinal>\d+)\]$"),
    expression(r"^(?P<id>.+?)/(?P<number>\d+)(?:\[(?P<nth>\d+)\])?$"),
    expression(r"^(?P<id>.+?):(?P<ordinal>\d+)$"),
)


def cite(cable: Cable, paragraph: Paragraph) -> str:
    """The short citation of a paragraph; `readings` and `select` lead back to it.

    A number that stands twice gets [2] the second time; a paragraph without a number is named by its ordinal.
    """
    if paragraph.number is None:
        return f"{cable.id} ¶[{paragraph.ordinal}]"
    before = sum(
        p.number == paragraph.number and p.ordinal < paragraph.ordinal for p in cable.paragraphs
    )
    again = f"[{before + 1}]" if before else ""
    return f"{cable.id} ¶{paragraph.number}{again}"


def cites(cable: Cable) -> dict[int, str]:
    """The citations of all paragraphs by their ordinals, each as `cite` gives it, in one pass."""
    seen: Counter[int] = Counter()
    found: dict[int, str] = {}
    for p in cable.paragraphs:
        if p.number is None:
            found[p.ordinal] = f"{cable.id} ¶[{p.ordinal}]"
            continue
        seen[p.number] += 1
        again = f"[{seen[p.number]}]" if seen[p.number] > 1 else ""
        found[p.ordinal] = f"{cable.id} ¶{p.number}{again}"
    return found


def readings(spec: str) -> tuple[tuple[str, Selector | None], ...]:
    """Every way to read what a user typed for a cable or paragraph, the likeliest first.

    >>> readings("09BAKU911/5")[1]
    ('09BAKU911', Selector(number=5, nth=1, ordinal=None))
    """
    spec = spec.strip()
    found: list[tuple[str, Selector | None]] = [(spec, None)]
    for ending in _ENDINGS:
        if m := ending.match(spec):
            part = {k: int(v) for k, v in m.groupdict().items() if v is not None and k != "id"}
            found.append((m["id"], Selector(**part)))
    return tuple(found)


def select(cable: Cable, selector: Selector) -> Paragraph | None:
    """The paragraph that a selector names, or None."""
    if selector.ordinal is not None:
        return next((p for p in cable.paragraphs if p.ordinal == selector.ordinal), None)
    same = [p for p in cable.paragraphs if p.number == selector.number]
    return same[selector.nth - 1] if 0 < selector.nth <= len(same) else None
