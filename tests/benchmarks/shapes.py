"""Shapes of text on which a pattern or a loop could take more than its share of time: units repeated, and where."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER: Final = """\
VZCZCXRO4711
OO RUEHAG RUEHROV
DE RUEHZN #0457/01 0382101
ZNY CCCCC ZZH
O P 072101Z FEB 08
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0064
"""
CLASS_LINE: Final = "C O N F I D E N T I A L ZENDA 000457\n\nSIPDIS\n\n"
LABELS: Final = """\
E.O. 12958: DECL: 02/08/2018
TAGS: PREL, PGOV
SUBJECT: RURITANIA: A NEW ELECTION LAW

"""
TEXT: Final = "¶1. (C) The prime minister told us of a draft.\n\n"
_ABOVE: Final = HEADER + CLASS_LINE
_REST: Final = f"x\n\n{TEXT}DOE\n"

PLACES: Final = {
    "alone": ("", _REST),
    "addressees": (f"{HEADER}INFO RUEHST/AMCONSUL STRELSAU ", _REST),
    "captions": (_ABOVE, _REST),
    "TAGS": (f"{_ABOVE}E.O. 12958: N/A\nTAGS: PREL, ", _REST),
    "SUBJECT": (f"{_ABOVE}TAGS: PREL\nSUBJECT: RAIN ", _REST),
    "REF": (f"{_ABOVE}{LABELS}REF: A. STATE 9876 ", _REST),
    "Classified By": (f"{_ABOVE}{LABELS}Classified By: DCM Jane Doe ", _REST),
    "text": (f"{_ABOVE}{LABELS}{TEXT}", _REST),
    "end": (f"{_ABOVE}{LABELS}{TEXT}Rain fell ", ""),
}
"""What stands before and behind a shape."""

UNITS: Final = {
    # signs
    "blanks": " ",
    "tabs": "\t",
    "dashes": "-",
    "spaced dashes": "- ",
    "underscores": "_",
    "stars": "*",
    "full stops": ".",
    "commas": ", ",
    "colons": ": ",
    "pilcrows": "¶",
    "brackets opened": "(",
    "brackets closed": ")",
    "links opened": "[",
    "pilcrow links": "[1](#)",
    "entities": "&#8201;",
    "quotes": '"',
    "slashes": "/",
    "other line ends": "\u2028",
    "hard blanks": "\u00a0",
    # letters and figures
    "digits": "1",
    "numbers": "12 ",
    "list numbers": "1. ",
    "list letters": "A. ",
    "initials": "A.",
    "hyphened capitals": "A-",
    "one word": "A",
    "capitals": "ZENDA ",
    "one small word": "a",
    "sentences": "Rain fell on Zenda. ",
    "spaced class word": "C O N F I ",
    "addresses": "www.",
    # what belongs on lines, in one
    "class lines glued": "UNCLAS ZENDA 000457 ",
    "page lines glued": "ZENDA 00000457  002 OF 003 ",
    "page heads glued": "PAGE 02 ",
    "labels glued": "TAGS: PREL SUBJECT: RAIN REF: STATE 9876 ",
    "TAGS glued": "PREL",
    "persons": "(DOE, JANE), ",
    "references glued": "STATE 9876, ",
    "lettered references glued": "B. 07 ZENDA 2201; ",
    "reasons": "for reasons 1.4 (b) and (d) ",
    "instructions glued": "DEPT FOR EUR ",
    "date-time groups": "072101Z FEB 08 ",
    "quoted texts glued": "BEGIN TEXT END ",
    "dated ends": " 1 1/1/2000",
    # lines
    "empty lines": "\n",
    "short lines": "rain\n",
    "blocks": "rain\n\n",
    "hyphened lines": "rain-\n",
    "unended lines": "RAIN AND,\n",
    "rules": "-----\n",
    "tables": "rain   sun   snow\n",
    "headings": "Rain in Zenda\n-------------\n\n",
    "bare headings": "RAIN IN ZENDA\n\n",
    "bullets": "- rain.\n",
    "paragraphs": "¶1. (C) Rain.\n",
    "list items": "(B) RAIN\n",
    "addressees": "RUEHST/AMCONSUL STRELSAU 3675\n",
    "references": "REF: STATE 9876\n",
    "empty labels": "TAGS:\n\n",
    "class words": "UNCLASSIFIED\n",
    "class lines": "C O N F I D E N T I A L SECTION 02 OF 02 ZENDA 000457\n",
    "page lines": "ZENDA 00000457  002 OF 003\n",
    "page heads": "PAGE 02  ZENDA 00457 072101Z\n",
    "page heads apart": "rain\nPAGE 02  ZENDA 00457 072101Z\n\n",
    "headers": HEADER,
    "labels": LABELS,
    "quoted texts": "BEGIN TEXT\n",
    "quoted texts ended": "BEGIN TEXT\nEND TEXT\n",
    "summaries": "Summary: rain.\n\n",
    "ends": "NNNN\n",
    "signers": "DOE\n",
    "cables": f"{_ABOVE}{LABELS}{TEXT}",
}
"""What is repeated."""


class Shape(NamedTuple):
    """A kind of text of any size: `text` makes it of so many units, each of about `size` characters."""

    name: str
    size: int
    text: Callable[[int], str]


def _repeated(name: str, unit: str, place: str) -> Shape:
    before, after = PLACES[place]
    return Shape(f"{name} ({place})", len(unit), lambda count: before + unit * count + after)


def _shuffled(count: int) -> str:
    numbers = list(range(1, count + 1))
    random.Random(1).shuffle(numbers)
    return "".join(f"{number}. Rain.\n" for number in numbers)


SHAPES: Final = (
    *(_repeated(name, unit, place) for name, unit in UNITS.items() for place in PLACES),
    Shape("numbers in no order", 12, _shuffled),
    Shape("page heads behind blanks", 31, lambda n: "\n" * n + UNITS["page heads"] * n + "rain\n"),
    Shape("page heads between blanks", 31, lambda n: f"\n{UNITS['page heads']}" * n + "rain\n"),
    Shape("page head with blanks", 1, lambda n: f"PAGE 02{' ' * n}X\n"),
)
