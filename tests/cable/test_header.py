"""Format lines and addressees above the classification line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cablesearch.cable.addressees import addressee
from tests.cable.telegrams import BODY, HEADER, PREAMBLE, parsed


def test_format_lines() -> None:
    cable = parsed(f"{HEADER}\n{PREAMBLE}{BODY}")
    assert cable.transmission_id == "VZCZCXRO4711"
    assert (cable.precedence, cable.info_precedence) == ("IMMEDIATE", "PRIORITY")
    assert cable.date is not None
    assert cable.date.isoformat() == "2008-02-07T21:01:00+00:00"
    assert [(a.route, a.name, a.precedence, a.number, a.excluded) for a in cable.to] == [
        ("RUEHC", "SECSTATE WASHDC", "IMMEDIATE", 64, False)
    ]
    assert [(a.route, a.name, a.precedence, a.number, a.excluded) for a in cable.info] == [
        ("RUEHZL", "EUROPEAN POLITICAL COLLECTIVE", "PRIORITY", None, False),
        ("RUEHST", "AMCONSUL STRELSAU", None, 3675, False),
        ("RHEHNSC", "NSC WASHDC", "PRIORITY", None, False),
        (None, "AMCONSUL HENTZAU", None, None, True),
    ]


@pytest.mark.parametrize(
    ("text", "name", "precedence", "number"),
    [
        ("SECSTATE WASHDC", "SECSTATE WASHDC", None, None),
        ("RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 12", "SECSTATE WASHDC", "NIACT IMMEDIATE", 12),
        ("AMEMBASSY ZENDA 8778 PRIORITY", "AMEMBASSY ZENDA", "PRIORITY", 8778),
        ("AMEMBASSY ZENDA IMMEDAITE", "AMEMBASSY ZENDA", "IMMEDIATE", None),
        ("AMEMBASSY ZENDA IMEDIATE", "AMEMBASSY ZENDA", "IMMEDIATE", None),
        ("AIG 5533", "AIG 5533", None, None),
        (
            "ALL DIPLOMATIC AND CONSULAR POSTS PRIORITY",
            "ALL DIPLOMATIC AND CONSULAR POSTS",
            "PRIORITY",
            None,
        ),
    ],
)
def test_addressee(text: str, name: str, precedence: str | None, number: int | None) -> None:
    found = addressee(text).addressee
    assert (found.name, found.precedence, found.number) == (name, precedence, number)


def test_header_of_the_1970s() -> None:
    cable = parsed(
        "UNCLASSIFIED\nPAGE 01        NAIROB  04512  121302Z\n43\nACTION AF-08\n"
        "INFO  OCT-01  ISO-00  /009 W\n                  --------------------- 099491\n"
        "DRAFTED BY AF/E:JDOE\nR 121245Z JUL 74\nFM AMEMBASSY NAIROBI\nTO SECSTATE WASHDC 2210\n"
        "INFO AMEMBASSY ZENDA\nUNCLAS NAIROBI 4512\nE.O. 11652: N/A\nTAGS: EAGR, KE\nSUBJECT: RAIN\n\n"
        "1. THE RAINS ARE LATE.\nDOE\n"
    )
    assert cable.id == "74NAIROBI4512"
    assert [a.name for a in cable.to] == ["SECSTATE WASHDC"]
    assert [a.name for a in cable.info] == ["AMEMBASSY ZENDA"]
    assert cable.executive_order == "11652"
    assert cable.tags == ("EAGR", "KE")


@pytest.mark.parametrize(
    ("line", "precedence", "info_precedence"),
    [
        ("P 251346Z JUN 73", "PRIORITY", None),
        ("P 251346 Z JUN 7 3", "PRIORITY", None),
        ("P 2 5 1346Z J UN 73", "PRIORITY", None),
        ("O P 25134 6Z JUN 73", "IMMEDIATE", "PRIORITY"),
        ("P R 251346 JUN 73", "PRIORITY", "ROUTINE"),
        ("251346Z JUN 7 3", None, None),
    ],
)
def test_blanks_in_a_date_time_group(
    line: str, precedence: str | None, info_precedence: str | None
) -> None:
    cable = parsed(f"{line}\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\nUNCLAS ZENDA 1260\n\n1. A")
    assert cable.date == datetime(1973, 6, 25, 13, 46, tzinfo=UTC)
    assert (cable.precedence, cable.info_precedence) == (precedence, info_precedence)
    assert cable.header_lines[0].text == line


def test_a_header_repeated_is_read_once() -> None:
    cable = parsed(f"{HEADER}\n4711\n{HEADER}\n{PREAMBLE}{BODY}")
    assert cable.id == "08ZENDA457"
    assert len(cable.to) == 1
    assert len(cable.info) == 4


def test_a_header_that_lost_its_line_ends() -> None:
    cable = parsed(
        "VZCZCXRO4711OO RUEHAG\nRUEHROVDE RUEHZN #0457/01 0382101ZNY CCCCC ZZHO 072101Z FEB 08FM AMEMBASSY ZENDA\n"
        f"TO RUEHC/SECSTATE WASHDC 0064INFO RUEHST/AMCONSUL STRELSAURHEHNSC/NSC WASHDC\n\n{PREAMBLE}{BODY}"
    )
    assert [a.name for a in cable.to] == ["SECSTATE WASHDC"]
    assert [a.name for a in cable.info] == ["AMCONSUL STRELSAU", "NSC WASHDC"]


@pytest.mark.parametrize(
    ("line", "other", "kind"),
    [
        ("#0457/01 0382101", "#0458/01 0382101", "checksum-serial"),
        ("#0457/01 0382101", "#0457/01 0392101", "checksum-day"),
        ("#0457/01 0382101", "#0457/01 0382102", "checksum-time"),
    ],
)
def test_checksums(line: str, other: str, kind: str) -> None:
    text = f"{HEADER}\n{PREAMBLE}{BODY}"
    assert not [d for d in parsed(text).diagnostics if d.kind.startswith("checksum")]
    assert kind in [d.kind for d in parsed(text.replace(line, other)).diagnostics]


def test_partial_extract_has_no_date() -> None:
    cable = parsed(
        "This record is a partial extract of the original cable. The full text of the original "
        f"cable is not available.\n\n{PREAMBLE}{BODY}"
    )
    assert cable.date is None
    assert cable.id.startswith("x")
    assert cable.id_raw == "ZENDA 000457"
    assert cable.classification == "CONFIDENTIAL"
