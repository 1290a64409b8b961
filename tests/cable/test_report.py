"""The parse report: counts by form and field, examples, skips; and what a cable of its time should have."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.completeness import FIELDS, missing
from cablesearch.cable.diagnosis import KINDS
from cablesearch.cable.model import Cable, Paragraph
from cablesearch.cable.parse import parse_record
from cablesearch.cable.report import Collector
from cablesearch.cable.tables import tables_with
from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record, Source
from tests.cable.telegrams import WHOLE, parsed

CORPUS = Path(__file__).parents[2] / "corpus"
TRUTH = Path(__file__).parents[1] / "data" / "corpus_truth.jsonl"


def cable(
    id: str = "08ZENDA1",
    *,
    year: int | None = 2008,
    classification: str = "UNCLASSIFIED",
    kinds: tuple[str, ...] = (),
) -> Cable:
    """A bare cable with Diagnostics of these kinds."""
    return Cable(
        id=id,
        date=datetime(year, 2, 8, tzinfo=UTC) if year else None,
        classification=classification,
        paragraphs=(Paragraph(ordinal=1, text="Rain fell on the castle.", lines=(9, 9)),),
        diagnostics=tuple(
            Diagnostic(kind=kind, message=f"it was {kind}", lines=(n, n))
            for n, kind in enumerate(kinds, 3)
        ),
        source=Source(path=f"/srv/{id}.txt"),
    )


def test_a_whole_telegram_misses_nothing() -> None:
    assert missing("telegram", parsed(WHOLE)) - {"headings"} == set()


@pytest.mark.parametrize(
    ("form", "id", "year", "classification", "field", "expected"),
    [
        ("telegram", "76ZENDA1", 1976, "UNCLASSIFIED", "marking", False),
        ("telegram", "86ZENDA1", 1986, "UNCLASSIFIED", "marking", True),
        ("telegram", "86ZENDA1", None, "UNCLASSIFIED", "marking", True),
        ("telegram", "x0123456789ab", None, "UNCLASSIFIED", "marking", False),
        ("frus", "08ZENDA1", 2008, "UNCLASSIFIED", "marking", False),
        ("telegram", "72ZENDA1", 1972, "UNCLASSIFIED", "tags", False),
        ("telegram", "74ZENDA1", 1974, "UNCLASSIFIED", "tags", True),
        ("frus", "74ZENDA1", 1974, "UNCLASSIFIED", "tags", False),
        ("telegram", "08ZENDA1", 2008, "UNCLASSIFIED", "declassify_on", False),
        ("telegram", "08ZENDA1", 2008, "SECRET", "declassify_on", True),
        ("telegram", "86ZENDA1", 1986, "SECRET", "declassify_on", False),
        ("telegram", "x0123456789ab", 2008, "SECRET", "id", True),
        ("telegram", "08ZENDA1", 2008, "SECRET", "id", False),
        ("telegram", "08ZENDA1", 2008, "SECRET", "captions", False),
        ("telegram", "08ZENDA1", None, "SECRET", "date", True),
    ],
)
def test_what_is_missing_depends_on_form_and_time(
    form: str, id: str, year: int | None, classification: str, field: str, expected: bool
) -> None:
    one = cable(id, year=year, classification=classification)
    assert (field in missing(form, one)) is expected


def test_counts_are_of_cables_and_places() -> None:
    collector = Collector(examples=1)
    collector.cable("telegram", cable(kinds=("number-skipped", "number-skipped", "tags-split")))
    collector.cable("telegram", cable("08ZENDA2", kinds=("number-repeated",)))
    collector.cable("telegram", cable("08ZENDA3"))
    collector.cable("markdown", cable("08ZENDA4", kinds=("checksum-time",)))
    report = collector.report()
    assert (report.cables, report.doubtful, report.skipped) == (4, 2, 0)
    scraped, telegrams = report.forms
    assert (scraped.form, scraped.cables, scraped.doubtful) == ("markdown", 1, 0)
    assert (telegrams.cables, telegrams.doubtful) == (3, 2)
    fields = {field.field: field for field in telegrams.fields}
    assert list(fields) == list(FIELDS)
    assert fields["numbers"].doubtful == 2
    assert fields["tags"].repaired == 1
    assert (fields["id"].found, fields["id"].missing) == (3, 0)
    assert (fields["subject"].found, fields["subject"].missing) == (0, 3)
    assert [e.place for e in fields["subject"].examples] == ["/srv/08ZENDA1.txt:9"]
    assert (fields["captions"].found, fields["captions"].missing) == (0, None)
    assert [(k.kind, k.cables, k.places) for k in telegrams.kinds] == [
        ("number-repeated", 1, 1),
        ("number-skipped", 1, 2),
        ("tags-split", 1, 1),
    ]
    [example] = telegrams.kinds[1].examples
    assert (example.cable_id, example.place) == ("08ZENDA1", "/srv/08ZENDA1.txt:3")
    assert example.message == "it was number-skipped"


def test_skips_are_counted_by_reason() -> None:
    collector = Collector(examples=2)
    for row in (4, 11, 1_204):
        collector.skip("/srv/cables.csv", f"row {row:,} has 7 columns, not 8")
    collector.skip("/srv/map.pdf", "a PDF")
    report = collector.report()
    assert (report.skipped, report.forms) == (4, ())
    assert [(s.reason, s.count) for s in report.skips] == [
        ("row N has N columns, not N", 3),
        ("a PDF", 1),
    ]
    assert [e.message for e in report.skips[0].examples] == [
        "row 4 has 7 columns, not 8",
        "row 11 has 7 columns, not 8",
    ]


def test_memory_is_bounded_however_many_reasons_there_are() -> None:
    collector = Collector(examples=1)
    for letters in range(2_000):
        collector.skip("/srv/x", "no " + "".join(chr(97 + int(d)) for d in str(letters)))
    report = collector.report()
    assert report.skipped == 2_000
    assert len(report.skips) <= 501
    assert sum(skip.count for skip in report.skips) == 2_000
    assert sum(len(skip.examples) for skip in report.skips) <= 501


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["telegram", "markdown"]),
            st.lists(st.sampled_from(sorted(KINDS)), max_size=6),
        ),
        max_size=12,
    ),
    st.integers(0, 3),
)
def test_any_cables_are_counted_as_by_hand(
    given: list[tuple[str, list[str]]], examples: int
) -> None:
    collector = Collector(examples=examples)
    for form, kinds in given:
        collector.cable(form, cable(kinds=tuple(kinds)))
    report = collector.report()
    assert report.cables == len(given)
    for one in report.forms:
        mine = [kinds for name, kinds in given if name == one.form]
        places = Counter(kind for kinds in mine for kind in kinds)
        assert {k.kind: k.places for k in one.kinds} == places
        for count in one.kinds:
            assert count.cables == sum(count.kind in kinds for kinds in mine)
            assert len(count.examples) == min(examples, count.places)
        for field in one.fields:
            graded = {g: {k for k in KINDS if KINDS[k].grade == g and KINDS[k].field == field.field}
                      for g in ("doubtful", "repaired")}  # fmt: skip
            assert field.doubtful == sum(bool(graded["doubtful"] & set(kinds)) for kinds in mine)
            assert field.repaired == sum(bool(graded["repaired"] & set(kinds)) for kinds in mine)


_TRUE_OF = (
    "id", "date", "embassy", "classification", "captions", "tags", "subject", "references", "signers",
)  # fmt: skip


def test_the_sample_archive_has_what_was_written_into_it() -> None:
    collector = Collector(examples=3)
    tables = tables_with((CORPUS / "tables",))
    for path in sorted(CORPUS.rglob("*.txt")):
        for record in read_file(str(path)):
            assert isinstance(record, Record)
            collector.cable(record.format, parse_record(record, tables))
    truths = [
        truth
        for truth in map(json.loads, TRUTH.read_text(encoding="utf-8").splitlines())
        if truth["file"].startswith("corpus/") and truth["file"].endswith(".txt")
    ]
    report = collector.report()
    assert report.cables == len(truths) >= 60
    found = Counter[str]()
    for form in report.forms:
        found.update({field.field: field.found for field in form.fields})
    for name in _TRUE_OF:
        assert found[name] == sum(bool(truth[name]) for truth in truths), name
    for name, key in (("numbers", "number"), ("marking", "marking")):
        assert found[name] == sum(any(p[key] for p in t["paragraphs"]) for t in truths), name
    kinds = {kind.kind for form in report.forms for kind in form.kinds}
    # what corpus/README.md says is wrong on purpose
    assert kinds >= {
        "checksum-serial", "checksum-day", "number-repeated", "number-skipped", "number-repaired",
        "reference-year", "encoding",
    }  # fmt: skip
