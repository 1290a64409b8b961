"""Which section of a cable a record is, where it holds one alone: SECTION 02 OF 03."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

# On class lines "SECTION 02 OF 03", on page lines "002 OF 003" and "001.2 OF 004".
_OF = re.compile(
    r"(?<!\d)0{0,2}(?P<this>\d{1,2})(?:\.\d)?\s{0,3}OF\s{0,3}0{0,2}(?P<all>\d{1,2})(?!\d)"
)


def section_of(cable: Cable) -> tuple[int, int] | None:
    """The section, from 1, and how many there are; null for a whole cable.

    A whole cable begins with its first section too, but later ones are named in its text; a copy that lost those
    lines cannot be told from a first section alone.
    """
    if not cable.sections or cable.sections < 2:
        return None
    lines = [line.text for line in cable.header_lines] + [line.text for line in cable.furniture]
    named = {
        int(m["this"])
        for text in lines
        for m in _OF.finditer(text)
        if int(m["all"]) == cable.sections
    }
    return (min(named), cable.sections) if len(named) == 1 else None
