"""Invented telegrams for the tests of the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.cable.parse import parse_record
from cablesearch.formats.record import Known, Record, Source

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

HEADER = """\
VZCZCXRO4711
OO RUEHAG RUEHROV RUEHSR
DE RUEHZN #0457/01 0382101
ZNY CCCCC ZZH
O P 072101Z FEB 08
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0064
INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE PRIORITY
RUEHST/AMCONSUL STRELSAU 3675
RHEHNSC/NSC WASHDC PRIOITY
XMT AMCONSUL HENTZAU
"""

PREAMBLE = """\
C O N F I D E N T I A L SECTION 01 OF 02 ZENDA 000457

NOFORN
SIPDIS

C O R R E C T E D  C O P Y (PARA NUMBERS)
DEPT FOR EUR/RUR AND DRL/IRF (JDOE); STRELSAU PASS TO AMCONSUL
HENTZAU

E.O. 12958: DECL: 02/08/2018
TAGS: PREL, PGOV, KDEM, OVIP (DOE, JANE), UK
SUBJECT: (C) RURITANIA: PRIME MINISTER PROMISES A NEW ELECTION
LAW -- AGAIN

REF: A. STATE 9876 (NOTAL)
     ¶B. 07 ZENDA 2201

ZENDA 00000457  002 OF 002

     ¶C. DOE-ROE E-MAIL 02/05/08

Classified By: DCM Jane Doe for reasons 1.4 (b) and
(d).

"""

BODY = """\
¶1. (C/NF) The prime minister told us on February 7 that a draft would reach parliament by May.

¶2. (SBU) Party leaders said they had not seen it.
DOE
"""

WHOLE = f"{HEADER}\n{PREAMBLE}{BODY}"


def parsed(text: str, known: Known | None = None) -> Cable:
    """The cable of a text."""
    record = Record(
        format="telegram", text=text, source=Source(path="test.txt"), known=known or Known()
    )
    return parse_record(record)


def preamble(text: str) -> Cable:
    """The cable of a preamble between an invented header and body."""
    return parsed(
        f"{HEADER}\nUNCLAS ZENDA 000457\n\n{text}\n\n¶1. (U) Rain fell on the castle.\nDOE\n"
    )
