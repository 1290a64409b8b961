"""Each check of an audit, on invented cables."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.cable.cite import cite
from cablesearch.cable.diagnosis import KINDS
from cablesearch.cable.model import CLASSIFICATIONS, LEVELS, Cable, Paragraph, Reference
from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import UsageError
from cablesearch.formats.record import Source
from cablesearch.search.audit import Audit, Finding
from cablesearch.search.check import Desk
from cablesearch.search.checks import CHECKS, known_checks
from tests.cable.telegrams import parsed
from tests.search.audited import CABLES, FOUND, UNCLAS, parsed_archive, telegram

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 1)


def audit(*cables: Cable, checks: tuple[str, ...] = (), day: date = TODAY) -> Audit:
    """An audit of cables of which the index holds no others."""
    ids = {cable.id for cable in cables}
    return Audit(cables, known_checks(checks), Desk(holds=ids.__contains__, day=day))


def findings(*cables: Cable, check: str, day: date = TODAY) -> list[Finding]:
    return list(audit(*cables, checks=(check,), day=day))


def cable(
    *marks: str | None, classification: str | None = "CONFIDENTIAL", numbered: bool = True
) -> Cable:
    """A cable of paragraphs with these portion marks, written SBU/NF."""
    return Cable(
        id="08ZENDA1",
        date=datetime(2008, 2, 7, tzinfo=UTC),
        classification=classification,
        paragraphs=tuple(
            Paragraph(
                ordinal=n,
                number=n if numbered else None,
                marking=mark.partition("/")[0] if mark else None,
                caveats=tuple(mark.split("/")[1:]) if mark else (),
                marking_by="own" if mark else None,
                text=f"Sentence {n} is about the castle and the moat around it, and says so at some length.",
                lines=(n, n),
            )
            for n, mark in enumerate(marks, 1)
        ),
        source=Source(path="a.txt"),
    )


def test_the_archive() -> None:
    cables = parsed_archive()
    assert [c.id for c in cables] == list(CABLES)
    done = audit(*cables)
    assert {(f.check, f.cable_id, f.cite, f.value) for f in done} == FOUND
    assert done.audited == len(CABLES)
    assert {name: count.findings for name, count in done.counts.items()} == {
        **dict.fromkeys(CHECKS, 0), **Counter(name for name, *_ in FOUND),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("classification", "mark", "above"),
    [
        ("UNCLASSIFIED", "U", False),
        ("UNCLASSIFIED", "SBU", False),
        ("UNCLASSIFIED", "LOU", True),
        ("UNCLASSIFIED", "C", True),
        ("LIMITED OFFICIAL USE", "SBU", False),
        ("LIMITED OFFICIAL USE", "LOU", False),
        ("LIMITED OFFICIAL USE", "C", True),
        ("CONFIDENTIAL", "LOU", False),
        ("CONFIDENTIAL", "C/NF", False),
        ("CONFIDENTIAL", "S", True),
        ("SECRET", "S/NF", False),
        ("SECRET", "TS", True),
        ("TOP SECRET", "TS", False),
        (None, "TS", False),
        ("RESTRICTED", "TS", False),
    ],
)
def test_marked_above(classification: str | None, mark: str, above: bool) -> None:
    found = findings(cable("U", mark, classification=classification), check="marked-above")
    assert [f.cite for f in found] == (["08ZENDA1 ¶2"] if above else [])
    for finding in found:
        assert finding.value == mark.partition("/")[0]
        assert finding.detail == f"({mark}) in a cable classified {classification}"


def test_a_letter_of_a_list_is_called_one() -> None:
    one = cable("U", "C", classification="UNCLASSIFIED", numbered=False)
    [found] = findings(one, check="marked-above")
    assert found.detail.endswith("on no numbered paragraph, so perhaps a list's letter")
    [found] = findings(replace(one, paragraphs=(*one.paragraphs[:1],
                       replace(one.paragraphs[1], caveats=("NF",)))), check="marked-above")  # fmt: skip
    assert found.detail == "(C/NF) in a cable classified UNCLASSIFIED"


def test_a_mark_for_many_paragraphs_is_one_finding() -> None:
    one = cable("S", "S", "S")
    entire = replace(one, paragraphs=tuple(replace(p, marking_by="entire") for p in one.paragraphs))
    assert [f.cite for f in findings(entire, check="marked-above")] == ["08ZENDA1 ¶1"]
    first, *parts = one.paragraphs
    under = replace(one, paragraphs=(first, *(replace(p, marking_by="parent") for p in parts)))
    assert [f.cite for f in findings(under, check="marked-above")] == ["08ZENDA1 ¶1"]


@pytest.mark.parametrize(
    ("classification", "marks", "detail"),
    [
        ("SECRET", ("U", "C"), "SECRET, but the highest mark is (C)"),
        ("SECRET", ("C/NF", None), "SECRET, but the highest mark is (C/NF); 1 numbered paragraph unmarked"),
        ("CONFIDENTIAL", ("SBU",), "CONFIDENTIAL, but the highest mark is (SBU)"),
        ("LIMITED OFFICIAL USE", ("U",), "LIMITED OFFICIAL USE, but the highest mark is (U)"),
        ("SECRET", ("U", "S"), None),
        ("SECRET", ("U", "TS"), None),
        ("SECRET", (None, None), None),
        ("UNCLASSIFIED", ("U",), None),
        (None, ("U",), None),
    ],
)  # fmt: skip
def test_marked_below(
    classification: str | None, marks: tuple[str | None, ...], detail: str | None
) -> None:
    found = findings(cable(*marks, classification=classification), check="marked-below")
    assert [f.detail for f in found] == ([detail] if detail else [])


@pytest.mark.parametrize(
    ("classification", "above", "mark", "value"),
    [
        ("UNCLASSIFIED", ("SIPDIS",), "SBU", "SENSITIVE"),
        ("UNCLASSIFIED", ("SIPDIS", "SENSITIVE"), "SBU", None),
        ("UNCLASSIFIED", ("SENSITIVE BUT UNCLASSIFIED",), "SBU", None),
        ("UNCLASSIFIED", ("FOUO",), "SBU", None),
        ("UNCLASSIFIED", (), "U", None),
        ("CONFIDENTIAL", (), "SBU", None),
        ("CONFIDENTIAL", (), "C/NF", "NOFORN"),
        ("CONFIDENTIAL", ("NOFORN",), "C/NF", None),
        ("UNCLASSIFIED", ("SENSITIVE",), "SBU/NF", "NOFORN"),
    ],
)
def test_caption_missing(
    classification: str, above: tuple[str, ...], mark: str, value: str | None
) -> None:
    one = cable("U", mark, mark, classification=classification)
    for same in (replace(one, captions=above), replace(one, class_caveats=above)):
        found = findings(same, check="caption-missing")
        assert [(f.value, f.cite) for f in found] == ([(value, "08ZENDA1 ¶2")] if value else [])


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The moat is deep.", "unmarked"),
        ("Summary: the moat (see ref A) is deep.", "unmarked"),
        ("The ministry (S. Doe) says that the moat is deep.", "unmarked"),
        ("SUMMARY: (SBU) The moat is deep.", "mark-unclear"),
        ("SUMMARY (U) The moat is deep.", "mark-unclear"),
        ("Comment. (C/NF) The moat is deep.", "mark-unclear"),
        ("KEY POINTS -- (U) The moat is deep.", "mark-unclear"),
        ("SBU) The moat is deep.", "mark-unclear"),
        ("(SBU The moat is deep.", "mark-unclear"),
    ],
)
def test_a_mark_that_is_not_where_it_belongs(text: str, check: str) -> None:
    one = parsed(telegram(UNCLAS, 7, f"¶1. (U) The king hunts.\n\n¶2. {text}"))
    found = list(audit(one, checks=("unmarked", "mark-unclear")))
    assert [(f.check, f.cite) for f in found] == [(check, "08ZENDA7 ¶2")]
    assert not found[0].detail.startswith("no mark;") or "1 of 2 numbered" in found[0].detail


_BLOCK = "The keeper of the bridge, who has held it for thirty years, says that no boat has ever crossed the moat."


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (_BLOCK, True),
        ("Two boats were seen.", False),
        (f"TAGS: PREL RR SUBJECT: THE MOAT {_BLOCK}", False),
        (f'4711,2/7/2008 21:01,08ZENDA7,"Embassy Zenda",UNCLASSIFIED,,"VZCZCXRO4711 {_BLOCK}"', False),
    ],
)  # fmt: skip
def test_unmarked_block(block: str, found: bool) -> None:
    one = cable("U", None)
    numbered, loose = one.paragraphs
    one = replace(one, paragraphs=(numbered, replace(loose, number=None, text=block)))
    assert bool(findings(one, check="unmarked-block")) is found
    assert findings(replace(one, paragraphs=one.paragraphs[1:]), check="unmarked-block") == []


@pytest.mark.parametrize(
    ("day", "ago"),
    [
        (date(2018, 2, 7), None),
        (date(2018, 2, 8), "1 day"),
        (date(2018, 3, 6), "27 days"),
        (date(2018, 3, 7), "1 month"),
        (date(2019, 2, 6), "11 months"),
        (date(2019, 2, 7), "1 year"),
        (date(2026, 11, 1), "8 years"),
    ],
)
def test_declassify_past(day: date, ago: str | None) -> None:
    one = replace(cable("C"), declassify_on=date(2018, 2, 7))
    found = findings(one, check="declassify-past", day=day)
    expected = [f"to be declassified on 2018-02-07, {ago} ago"] if ago else []
    assert [f.detail for f in found] == expected
    assert findings(one, check="declassify-unclassified", day=day) == []


def test_references() -> None:
    one = replace(
        cable("C"),
        references=(
            Reference(letter="A", text="ZENDA 1", kind="cable", cable_id="08ZENDA1"),
            Reference(letter="B", text="07 STRELSAU 9 (NOTAL)", kind="cable", cable_id="07STRELSAU9"),
            Reference(text="07 STRELSAU 9", kind="cable", cable_id="07STRELSAU9"),
            Reference(letter="C", text="DOE-ROE E-MAIL", kind="email"),
        ),
    )  # fmt: skip
    found = findings(one, check="reference-missing")
    assert [(f.value, f.detail) for f in found] == [
        ("07STRELSAU9", "B. 07 STRELSAU 9 (NOTAL): 07STRELSAU9 is not in the index"),
        ("07STRELSAU9", "07 STRELSAU 9: 07STRELSAU9 is not in the index"),
    ]
    other = replace(one, id="07STRELSAU9", references=())
    assert findings(one, other, check="reference-missing") == []


@pytest.mark.parametrize(
    ("classification", "kinds", "detail"),
    [
        (None, (), "no classification at all"),
        (None, ("class-line-missing",), "no classification at all"),
        ("SECRET", ("class-line-missing",), "no classification line; SECRET is from elsewhere"),
        ("SECRET", (), None),
    ],
)
def test_no_class_line(
    classification: str | None, kinds: tuple[str, ...], detail: str | None
) -> None:
    one = replace(
        cable("C", classification=classification),
        diagnostics=tuple(Diagnostic(kind=kind, message="m") for kind in kinds),
    )
    found = findings(one, check="no-class-line")
    assert [f.detail for f in found] == ([detail] if detail else [])


@pytest.mark.parametrize("kind", [*KINDS, "of-another-version"])
def test_every_doubt_is_found_by_some_check(kind: str) -> None:
    one = replace(cable("C"), diagnostics=(Diagnostic(kind=kind, message="m", lines=(1, 1)),))
    found = [f for f in audit(one) if f.value == kind or f.detail.startswith("no class")]
    doubtful = kind not in KINDS or KINDS[kind].grade == "doubtful"
    assert len(found) == doubtful + (kind == "checksum-time")


def test_a_line_that_paragraphs_share_names_none_of_them() -> None:
    one = cable("C", "C")
    glued = replace(
        one,
        paragraphs=tuple(replace(p, lines=(4, 4)) for p in one.paragraphs),
        diagnostics=(Diagnostic(kind="number-skipped", message="¶2 follows ¶0", lines=(4, 4)),),
    )
    [found] = findings(glued, check="numbering")
    assert (found.cite, found.detail) == (None, "¶2 follows ¶0")


def test_a_huge_cable_takes_time_linear_in_it() -> None:
    """What is asked of a cable line by line and paragraph by paragraph is worked out once."""
    calls = 0

    class Counted(tuple[Paragraph, ...]):
        def __iter__(self) -> Iterator[Paragraph]:
            nonlocal calls
            calls += 1
            return super().__iter__()

    one = cable(*["C", None] * 200)
    doubts = tuple(
        Diagnostic(kind=kind, message="m", lines=(n, n))
        for n in range(1, 400)
        for kind in ("number-skipped", "mark-unreadable")
    )
    one = replace(one, paragraphs=Counted(one.paragraphs), diagnostics=doubts)
    assert len(list(audit(one))) > 700
    assert calls < 12


def test_checks_by_name() -> None:
    assert tuple(check.name for check in known_checks(())) == tuple(CHECKS)
    named = known_checks(("unmarked", "marked-above", "unmarked"))
    assert [check.name for check in named] == ["marked-above", "unmarked"]
    with pytest.raises(UsageError, match='no check "marks"; these are: marked-above'):
        known_checks(("marks",))


_MARKS = st.sampled_from([None, *LEVELS, "C/NF", "S/NF", "SBU/NF"])
_ORDER = ("U SBU", "LOU", "C", "S", "TS")


@given(
    st.lists(st.tuples(_MARKS, st.booleans()), max_size=8),
    st.sampled_from([None, *CLASSIFICATIONS]),
)
def test_marks_of_any_cable_as_by_hand(
    written: list[tuple[str | None, bool]], classification: str | None
) -> None:
    one = cable(*(mark for mark, _ in written), classification=classification)
    paragraphs = tuple(
        p if numbered else replace(p, number=None)
        for p, (_, numbered) in zip(one.paragraphs, written, strict=True)
    )
    one = replace(one, paragraphs=paragraphs)
    done = list(audit(one))
    by_check = {name: [f.cite for f in done if f.check == name] for name in CHECKS}

    def height(mark: str) -> int:
        level = mark.partition("/")[0]
        return next(at for at, same in enumerate(_ORDER) if level in same.split())

    marks = [mark for mark, _ in written if mark]
    own = CLASSIFICATIONS.index(classification) if classification else None
    above = [
        cite(one, p)
        for p, (mark, _) in zip(paragraphs, written, strict=True)
        if mark and own is not None and height(mark) > own
    ]
    assert by_check["marked-above"] == above
    below = bool(own and marks) and max(map(height, marks), default=0) < (own or 0)
    assert bool(by_check["marked-below"]) == below
    bare = [
        (cite(one, p), numbered)
        for p, (mark, numbered) in zip(paragraphs, written, strict=True)
        if not mark and marks
    ]
    assert by_check["unmarked"] == [name for name, numbered in bare if numbered]
    assert by_check["unmarked-block"] == [name for name, numbered in bare if not numbered]
    assert bool(by_check["no-marks"]) == (bool(written) and not marks)
