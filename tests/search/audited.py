"""An invented archive in which every check of an audit finds something, and one cable in which none does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.cable.parse import parse_record
from cablesearch.cable.tables import tables_with
from cablesearch.formats.record import Record, Source

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

TABLES = Path(__file__).parents[2] / "corpus" / "tables"

_HEADER = """\
VZCZCXRO4711
RR RUEHC
DE RUEHZN #{serial:04d}/01 {day:03d}2101
ZNY CCCCC ZZH
R {dtg}
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC 0064

"""


def telegram(
    class_line: str,
    number: int,
    body: str,
    *,
    captions: str = "SIPDIS",
    decl: str = "N/A",
    ref: str = "",
    serial: int | None = None,
    day: int = 38,
    dtg: str = "072101Z FEB 08",
) -> str:
    """A cable of post ZENDA of 7 February 2008; `serial` and `day` are those of its DE line."""
    header = _HEADER.format(serial=number if serial is None else serial, day=day, dtg=dtg)
    above = f"{class_line}{number:06d}\n\n{captions}\n\n" if class_line else ""
    refs = f"REF: {ref}\n\n" if ref else ""
    return (
        f"{header}{above}E.O. 12958: {decl}\nTAGS: PREL, RR\nSUBJECT: THE CASTLE IN FEBRUARY\n\n"
        f"{refs}{body}\n\nRASSENDYLL\n"
    )


CONF, SECRET, UNCLAS = "C O N F I D E N T I A L ZENDA ", "S E C R E T ZENDA ", "UNCLAS ZENDA "

CABLES = {
    # above: its ¶2; past: 2018
    "08ZENDA101": telegram(
        CONF,
        101,
        "¶1. (C) The king hunts.\n\n¶2. (S/NF) The duke plots against him.\n\n¶3. (U) It snows.",
        captions="NOFORN SIPDIS",
        decl="DECL: 02/07/2018",
    ),
    # below, with an unmarked paragraph
    "08ZENDA102": telegram(
        SECRET,
        102,
        "¶1. (SBU) The bridge is up.\n\n¶2. (C) The moat is deep.\n\n¶3. No boat was seen on it.",
        decl="DECL: 02/07/2033",
    ),
    # not captioned; a mark behind a word; references here and not here
    "08ZENDA103": telegram(
        UNCLAS,
        103,
        "¶1. SUMMARY: (SBU) The harvest failed.\n\n¶2. (SBU) Bread is dear.\n\n¶3. (U) Fish is not.",
        ref="A. ZENDA 101\nB. 07 STRELSAU 9 (NOTAL)\nC. DOE-ROE E-MAIL 02/05/08",
    ),
    # no marks
    "08ZENDA104": telegram(UNCLAS, 104, "¶1. The museum opens.\n\n¶2. Entry is free."),
    # another serial, another day, skipped number
    "08ZENDA105": telegram(
        UNCLAS, 105, "¶1. (U) It rained.\n\n¶3. (U) It stopped.", serial=150, day=40
    ),
    # its date of declassification is no business of an unclassified cable
    "08ZENDA106": telegram(UNCLAS, 106, "¶1. (U) A fair was held.", decl="DECL: 02/07/2018"),
    # no classification line
    "08ZENDA107": telegram("", 107, "¶1. (C) The line is lost."),
    # another hour on the DE line
    "08ZENDA108": telegram(UNCLAS, 108, "¶1. (U) The clock was slow.", dtg="072055Z FEB 08"),
    # all is well
    "08ZENDA109": telegram(
        CONF,
        109,
        "¶1. (SBU) Talks went on.\n\n¶2. (C) They were dull.",
        decl="DECL: 02/07/2033",
        ref="ZENDA 101",
    ),
}
"""Texts by the id that each shall have."""

FOUND = {
    ("marked-above", "08ZENDA101", "08ZENDA101 ¶2", "S"),
    ("declassify-past", "08ZENDA101", None, "2018-02-07"),
    ("marked-below", "08ZENDA102", None, "C"),
    ("unmarked", "08ZENDA102", "08ZENDA102 ¶3", None),
    ("caption-missing", "08ZENDA103", "08ZENDA103 ¶2", "SENSITIVE"),
    ("mark-unclear", "08ZENDA103", "08ZENDA103 ¶1", None),
    ("reference-missing", "08ZENDA103", None, "07STRELSAU9"),
    ("no-marks", "08ZENDA104", None, None),
    ("id-mismatch", "08ZENDA105", None, "checksum-serial"),
    ("date-mismatch", "08ZENDA105", None, "checksum-day"),
    ("numbering", "08ZENDA105", "08ZENDA105 ¶3", "number-skipped"),
    ("declassify-unclassified", "08ZENDA106", None, "2018-02-07"),
    ("id-mismatch", "08ZENDA107", None, "id-inferred"),
    ("no-class-line", "08ZENDA107", None, None),
    ("time-mismatch", "08ZENDA108", None, "checksum-time"),
}
"""What an audit of them finds in 2026: check, id, citation, value."""


def parsed_archive() -> list[Cable]:
    """The cables, by the tables of their world."""
    tables = tables_with((TABLES,))
    source = Source(path="a.txt")
    return [
        parse_record(Record(format="telegram", text=text, source=source), tables)
        for text in CABLES.values()
    ]


def write_archive(folder: Path) -> None:
    """One file a cable; names that say nothing, so that ids come from the texts."""
    shutil.copytree(TABLES, folder / "tables")
    for number, text in enumerate(CABLES.values(), 1):
        (folder / f"paper {number}.txt").write_text(text, encoding="utf-8")
