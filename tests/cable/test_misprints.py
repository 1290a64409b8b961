"""Misprinted codes: what they were meant to be, and how seldom a code that is none is taken for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.misprints import corrected
from cablesearch.cable.tables import Tables, Tag, default_tables
from tests.cable.telegrams import preamble

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_tags(tags: Mapping[str, tuple[Tag, ...]]) -> Tables:
    """Tables that know these codes only."""
    tables = Tables()
    vars(tables)["tags"] = tags
    return tables


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        # two letters swapped
        ("PGVO", "PGOV"),
        ("PRLE", "PREL"),
        ("SEVN", "SENV"),
        ("KPOA", "KPAO"),
        # one wrong, of one of the commonest
        ("PGGV", "PGOV"),
        ("ETRO", "ETRD"),
        # several codes are like it
        ("PINF", None),
        ("KPAI", None),
        ("PROV", None),
        # the one code like it is not among the commonest
        ("KWMM", None),
        ("KSTH", None),
        # the first letter is the field
        ("GPOV", None),
        ("KHUM", None),
        ("BTIO", None),
        # no codes of four letters of a field, or known
        ("PGOV", None),
        ("NATO", None),
        ("PGVOX", None),
        ("PG0V", None),
        ("pgvo", None),
        ("IC", None),
        ("", None),
    ],
)
def test_corrected(code: str, meant: str | None) -> None:
    assert corrected(code, default_tables()) == meant


def test_a_code_that_no_table_has_is_seldom_taken_for_a_misprint() -> None:
    """Each known code by itself taken out of the table: so a new one would look."""
    tables = default_tables()
    codes = [code for code in tables.tags if re.fullmatch(r"[ABCEMOPSTK][A-Z]{3}", code)]
    wrong = []
    for code in codes:
        rest = {known: tags for known, tags in tables.tags.items() if known != code}
        wrong += [code] if corrected(code, with_tags(rest)) else []
    assert len(codes) > 300
    assert len(wrong) / len(codes) < 0.015


def test_a_code_of_ones_own_is_no_misprint() -> None:
    tables = default_tables()
    own = with_tags({**tables.tags, "PGVO": (Tag(code="PGVO", kind="subject", meaning="Vows"),)})
    assert corrected("PGVO", own) is None


def test_the_cable_keeps_what_was_written() -> None:
    cable = preamble("E.O. 12958: N/A\nTAGS: PGVO PREL ECONEFIN UK\nSUBJECT: RAIN")
    assert cable.tags == ("PGVO", "PREL", "ECON", "EFIN", "UK")
    said = {d.kind: d.message for d in cable.diagnostics}
    assert "PGVO as PGOV" in said["tags-folded"]
    assert "ECONEFIN" in said["tags-split"]
    assert any("PGVO PREL ECONEFIN UK" in line.text for line in cable.header_lines)
