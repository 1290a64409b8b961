"""An invented archive of cables that cite one another: a ring, one that cites itself, two of one number."""

from __future__ import annotations

import shutil
from pathlib import Path

TABLES = Path(__file__).parents[2] / "corpus" / "tables"

_TELEGRAM = """\
{route}
FM {sender}
TO RUEHC/SECSTATE WASHDC

UNCLAS {post} {number:06d}

SIPDIS

E.O. 12958: N/A
TAGS: PREL, RR
SUBJECT: {subject}

REF: {refs}

¶1. {text}

RASSENDYLL
"""


def telegram(
    post: str, number: int, dtg: str, subject: str, refs: str, text: str, *, sender: str = ""
) -> str:
    """A cable of an embassy, with its REF list."""
    return _TELEGRAM.format(
        route=f"R {dtg}",
        sender=sender or f"AMEMBASSY {post}",
        post=post,
        number=number,
        subject=subject,
        refs=refs,
        text=text,
    )


CABLES = (
    telegram("ZENDA", 1, "100900Z JAN 09", "THE FIRST CABLE", "09 ZENDA 4", "The harvest failed in the north."),
    telegram(
        "ZENDA", 2, "110900Z JAN 09", "THE SECOND CABLE",
        "A. ZENDA 1\n     B. TARLENHEIM-SAPT E-MAIL OF 1/9/09\n     C. 08 STATE 77 (NOTAL)\n     D. 09 ZENDA 2",
        "The minister would not see us.",
    ),
    telegram(
        "STRELSAU", 3, "120900Z JAN 09", 'THE "THIRD" <CABLE> & CO', "A. ZENDA 2\n     B. 76 STATE 9",
        "A third party was formed.",
    ),
    telegram(
        "ZENDA", 4, "130900Z JAN 09", "THE FOURTH CABLE", "A. ZENDA 2\n     B. STRELSAU 3",
        "The party has no leader.",
    ),
    telegram(
        "STATE", 9, "300900Z NOV 76", "GRAIN", "ZENDA 5",
        "The harvest failed in the north and grain is dear.", sender="SECSTATE WASHDC",
    ),
    telegram(
        "STATE", 9, "011400Z DEC 76", "A LAW", "TELCON OF 11/30/76",
        "No minister would see us before the new law was passed.", sender="SECSTATE WASHDC",
    ),
)  # fmt: skip


def write_linked(folder: Path) -> None:
    """Write the archive into a new folder."""
    folder.mkdir(parents=True)
    shutil.copytree(TABLES, folder / "tables")
    for at, cable in enumerate(CABLES):
        (folder / f"{at}.txt").write_text(cable, encoding="utf-8")
