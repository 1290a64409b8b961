"""Abbreviations of diplomatic cables, which a model may have met too seldom to learn; without their last periods."""

from __future__ import annotations

from typing import Final

ABBREVIATIONS: Final = frozenset([
    "adm", "amb", "approx", "asst", "brig", "capt", "cf", "cmdr", "col", "dept", "dr", "e.g", "fr", "gen", "gov",
    "govt", "h.e", "hon", "i.e", "jr", "lt", "ltd", "maj", "messrs", "mr", "mrs", "ms", "pres", "prof", "rev",
    "sen", "sgt", "sr", "st", "viz", "vs",
    "a.m", "p.m", "d.c", "e.o", "u.k", "u.n", "u.s", "u.s.a", "u.s.c", "u.s.g", "u.s.s.r",
    "jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec",
])  # fmt: skip
"""No sentence ends after these, unless the next word looks like the first of one."""

BEFORE_NUMBERS: Final = frozenset([
    "art", "arts", "c.f.r", "ch", "e.o", "fig", "fy", "no", "nos", "p", "par", "para", "paras", "pgh", "pp", "pt",
    "ref", "refs", "rs", "sec", "sect", "tel", "vol",
])  # fmt: skip
"""No sentence ends between these and a number or a single letter: para. 3, E.O. 12958, REF A."""
