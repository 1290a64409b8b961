"""A printed volume in TEI XML of any size, the same every time: invented words between real tags.

    python -m tests.benchmarks.volume 50 > frus1958-60v99.xml      (MB)

A document has some 5 KB, eight paragraphs, a note in every second one, names and glosses marked up, pages ending
anywhere.
"""

from __future__ import annotations

import argparse
import random
import sys
from typing import TYPE_CHECKING, Final

from tests.formats.volumes import document, volume

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES: Final = (
    "ba", "den", "fen", "hor", "jo", "lor", "ma", "ne", "pa", "qui", "ra", "sel", "ta", "ur", "wen", "zo",
)  # fmt: skip
_PLACES: Final = ("Zenda", "Strelsau", "Brussels", "Paris", "Washington", "Hentzau")
_HANDLING: Final = (
    "Secret; Niact",
    "Confidential",
    "Top Secret; Priority; Limit Distribution",
    "Official Use Only",
)
_CUT: Final = "<!-- documents -->"


def pieces(size: int, seed: int = 1958) -> Iterator[str]:
    """The text of a volume of about so many characters, piece by piece."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(4000)]
    head, end = volume(_CUT, id="frus1958-60v99").decode().split(_CUT)
    yield head
    number = 0
    while size > 0:
        number += 1
        text = _document(number, chance, words)
        size -= len(text)
        yield text
    yield end


def _document(number: int, chance: random.Random, words: list[str]) -> str:
    day = f"{chance.randint(1, 28):02d}"
    place = chance.choice(_PLACES)
    paragraphs = "\n".join(_paragraph(number, at, chance, words) for at in range(2, 10))
    return document(
        f"{paragraphs}\n<closer>\n  <signed>\n   <persName>{chance.choice(words).title()}</persName>"
        "\n  </signed>\n</closer>",
        number=number,
        note=f"Source: Department of State, Central Files, 860R.00/7–{day}60. "
        f"{chance.choice(_HANDLING)}. Drafted by {chance.choice(words).title()}.",
        dateline=f'<placeName>{place}</placeName>, <date when="1960-07-{day}T17:00:00">July {day}, 1960</date>',
    )


def _paragraph(number: int, at: int, chance: random.Random, words: list[str]) -> str:
    text = chance.choices(words, k=60)
    text[10] = f'<persName corresp="#p_1">{text[10]}</persName>'
    text[20] = f'<gloss target="#t_1">{text[20]}</gloss>,'
    text[30] = f'{text[30]}<pb n="{number}" facs="0031"/>'
    if at % 2:
        text[40] += (
            f'<note n="{at}" xml:id="d{number}fn{at}">See <ref target="#d{at}">Document {at}</ref>, and telegram'
            f" {chance.randint(1, 999)} from Paris, July 2.</note>"
        )
    return f"  <p>{' '.join(text)}.</p>"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("megabytes", type=int)
    for piece in pieces(options.parse_args().megabytes << 20):
        sys.stdout.write(piece)
