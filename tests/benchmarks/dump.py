"""A Cablegate-shaped CSV dump of any size, the same every time: invented words, skewed posts, TAGS and markings.

    python -m tests.benchmarks.dump 250000 > dump.csv

Shapes are those of cables.md: seven numbered paragraphs in the middle and 93 at the most, 107 words each, one in ten
unmarked, page lines within sentences, headings between rules, two references, skewed counts of everything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES: Final = (
    "ba", "be", "bo", "ca", "den", "dra", "el", "fen", "ga", "hor", "il", "jo", "ka", "lor", "ma", "ne", "or", "pa",
    "qui", "ra", "sel", "ta", "ur", "va", "wen", "zo",
)  # fmt: skip
_POSTS: Final = [
    f"{first}{second}".upper()
    for first in ("zen", "stre", "hen", "tar", "mol")
    for second in ("da", "lsau", "tzau", "visk", "grad", "burg", "mar", "lo", "nis", "port")
]
_TAGS: Final = (
    "PREL", "PGOV", "ECON", "ETRD", "PHUM", "KDEM", "KTIP", "EAGR", "ENRG", "PTER", "MARR", "KCRM", "SMIG", "ELAB",
    "PINR", "SOCI", "RR", "RS", "GM", "FR", "UK", "IT", "SP", "CH", "JA",
)  # fmt: skip
_LEVELS: Final = ("U", "SBU", "C", "S")
_CLASS_WORD: Final = {
    "U": "UNCLAS",
    "SBU": "UNCLAS",
    "C": "C O N F I D E N T I A L",
    "S": "S E C R E T",
}
_CLASS: Final = {
    "U": "UNCLASSIFIED",
    "SBU": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    "C": "CONFIDENTIAL",
    "S": "SECRET",
}
_FIRST: Final = dt.datetime(1987, 1, 1, tzinfo=dt.UTC)
_DAYS: Final = 8450


def rows(count: int, seed: int = 1974) -> Iterator[str]:
    """So many rows; the first ones are the same whatever the count."""
    chance = random.Random(seed)
    sentences = list(_sentences(chance))
    ranks = [1 / (n + 1) for n in range(len(_POSTS))]
    for number in range(1, count + 1):
        post = chance.choices(_POSTS, ranks)[0]
        yield _row(number, post, chance, sentences)


def _sentences(chance: random.Random) -> Iterator[str]:
    vocabulary = [
        "".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 4)))) for _ in range(30_000)
    ]
    ranks = list(accumulate(1 / (n + 10) for n in range(len(vocabulary))))
    for _ in range(20_000):
        words = chance.choices(vocabulary, cum_weights=ranks, k=chance.randint(8, 30))
        yield " ".join(words).capitalize() + "."


def _row(number: int, post: str, chance: random.Random, sentences: list[str]) -> str:
    moment = _FIRST + dt.timedelta(days=chance.randrange(_DAYS), minutes=chance.randrange(1440))
    mrn = number % 9_000 + 1
    level = chance.choices(_LEVELS, (30, 25, 35, 10))[0]
    tags = chance.choices(_TAGS, [1 / (n + 1) for n in range(len(_TAGS))], k=chance.randint(2, 7))
    cited = [(chance.choice(_POSTS), chance.randrange(1, 9_000)) for _ in range(2)]
    header = "\n".join(
        (
            f"VZCZCX{post[0]}O{number % 10_000:04d}",
            "PP RUEHWEB",
            "",
            f"DE RUEHZZ #{mrn:04d} {moment:%j}{moment:%H%M}",
            f"ZN{'R UUUUU' if level in 'SBU' else 'Y CCCCC'} ZZH",
            f"P {moment:%d%H%M}Z {moment:%b %y}".upper(),
            f"FM AMEMBASSY {post}",
            "TO RUEHC/SECSTATE WASHDC PRIORITY 1203",
            "INFO RUEHRR/AMCONSUL STRELSAU 0331",
        )
    )
    lines = [
        f"{_CLASS_WORD[level]} {post} {mrn:06d} ",
        " ",
        "SIPDIS ",
        " ",
        "E.O. 12958: N/A ",
        f"TAGS: {', '.join(tags)} ",
        f"SUBJECT: {chance.choice(sentences).upper()[:60]} ",
        " ",
        f"REF: A. {cited[0][0]} {cited[0][1]} ",
        f"     ¶B. {cited[1][0]} {cited[1][1]} (NOTAL) ",
        " ",
    ]
    for paragraph in range(1, min(93, int(chance.lognormvariate(2, 0.7)) + 1) + 1):
        if chance.random() < 0.25:
            lines += [
                "--------- ",
                chance.choice(sentences)[:40].rstrip(".").title() + " ",
                "--------- ",
                " ",
            ]
        mark = "" if chance.random() < 0.095 else f"({level}) "
        text = f"¶{paragraph}. {mark}" + " ".join(chance.choices(sentences, k=chance.randint(3, 9)))
        if chance.random() < 0.05:
            text = text[:200] + f" \n \n{post} {mrn:08d}  002 OF 003 \n \n \n" + text[200:]
        lines += [*_wrapped(text), " "]
    lines.append("DOE")
    columns = (
        str(number),
        f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M}",
        f"{moment:%y}{post}{mrn}",
        f"Embassy {post.title()}",
        _CLASS[level],
        "|".join(f"{moment:%y}{where}{serial}" for where, serial in cited),
        header,
        "\n".join(lines),
    )
    return ",".join(
        '"' + column.replace("\\", "\\\\").replace('"', '\\"') + '"' for column in columns
    )


def _wrapped(text: str) -> Iterator[str]:
    """Lines of at most 70 characters, each with a blank at its end as pages have them."""
    while len(text) > 70:
        cut = text.rfind(" ", 0, 70)
        cut = cut if cut > 0 else 70
        yield text[:cut] + " "
        text = text[cut:].lstrip(" ")
    yield text + " "


def main() -> None:
    """Write the dump to standard output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=1974)
    given = parser.parse_args()
    for line in rows(given.rows, given.seed):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
