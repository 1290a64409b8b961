"""Every row of the query language, asked of the installed command over the sample cables.

What each is to find is worked out here from the parsed cables by plain string work, not by cablesearch.query.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from cablesearch import read_cables
from cablesearch.cable.model import Cable, Paragraph
from cablesearch.cable.tables import tables_with
from cablesearch.engines.registry import ENGINES

CORPUS = Path(__file__).parent.parent.parent / "corpus"
Holds = Callable[[Cable, Paragraph], bool]


def run(place: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cablesearch", "query", "-I", str(place), *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module", params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("language") / "index"
    command = [sys.executable, "-m", "cablesearch", "index", str(CORPUS), "-I", str(place), "-q"]
    subprocess.run([*command, "--engine", request.param], check=True)
    return place


@pytest.fixture(scope="module")
def cables() -> list[Cable]:
    """Of every id the version that is searched: the latest release, then the longest text."""
    found: dict[str, Cable] = {}
    for cable in read_cables(CORPUS, tables=tables_with((CORPUS / "tables",))):
        found[cable.id] = max(found.get(cable.id, cable), cable, key=_rank)
    return [found[id] for id in sorted(found)]


def _rank(cable: Cable) -> tuple[str, int]:
    released = cable.released.isoformat() if cable.released else ""
    return released, sum(len(p.text) for p in cable.paragraphs)


def word(pattern: str, text: str | None) -> bool:
    return bool(re.search(rf"(?i)\b(?:{pattern})\b", text or ""))


def own(p: Paragraph, pattern: str) -> bool:
    return word(pattern, p.text) or word(pattern, p.heading)


def said(pattern: str) -> Holds:
    """A word of the paragraph or its heading, or of the subject where the paragraph is the first."""
    return lambda c, p: own(p, pattern) or (p.ordinal == 1 and word(pattern, c.subject or c.title))


def near(text: str, one: str, other: str, most: int, *, ordered: bool) -> bool:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'s ", " "))
    left = [i for i, w in enumerate(words) if re.fullmatch(one, w)]
    right = [i for i, w in enumerate(words) if re.fullmatch(other, w)]
    return any(
        0 <= b - a - 1 <= most or (not ordered and 0 <= a - b - 1 <= most)
        for a in left
        for b in right
    )


SHELTER = r"shelter(?:s|ed|ing)?"
STATE = r"SECSTATE|(?:Department of |Secretary of )?State"
PIPELINE = r"pipelines?"
LAW = r"laws?|lawful(?:ly)?"

ROWS: list[tuple[str, Holds]] = [
    (
        "shelter victims",
        lambda c, p: (
            all(own(p, w) or word(w, c.subject) for w in (SHELTER, "victims?"))
            and (
                p.ordinal == 1 or any(own(p, w) for w in (SHELTER, "victims?"))
            )
        ),
    ),
    ("shelter OR pipeline", lambda c, p: said(SHELTER)(c, p) or said(PIPELINE)(c, p)),
    ("shelter | pipeline", lambda c, p: said(SHELTER)(c, p) or said(PIPELINE)(c, p)),
    ("the shelter", said(SHELTER)),
    ("shelter NOT marking:SBU", lambda c, p: said(SHELTER)(c, p) and p.marking != "SBU"),
    ("shelter -marking:SBU", lambda c, p: said(SHELTER)(c, p) and p.marking != "SBU"),
    ("shelter !marking:SBU", lambda c, p: said(SHELTER)(c, p) and p.marking != "SBU"),
    (
        "(shelter OR pipeline) marking:C",
        lambda c, p: (said(SHELTER)(c, p) or said(PIPELINE)(c, p)) and p.marking == "C",
    ),
    ('"law of the sea"', said(r"law of the sea")),
    ('text:"law sea"~3', lambda c, p: near(p.text, LAW, "seas?", 3, ordered=True)),
    ("text:(law NEAR/5 sea)", lambda c, p: near(p.text, LAW, "seas?", 5, ordered=False)),
    (
        "text:(shelter BEFORE/9 victims)",
        lambda c, p: near(p.text, SHELTER, "victims?", 9, ordered=True),
    ),
    ("text:traffick*", lambda c, p: word(r"traffick\w*", p.text)),
    ("text:wom?n", lambda c, p: word(r"wom\wn", p.text)),
    ("text:/shelter(s|ed)?/", lambda c, p: word(r"shelter(?:s|ed)?", p.text)),
    ("text:=shelters", lambda c, p: word("shelters", p.text)),
    ("text:strelsua~2", lambda c, p: word("strelsau", p.text)),
    ("text:shelter", lambda c, p: word(SHELTER, p.text)),
    ("heading:victims", lambda c, p: word("victims?", p.heading)),
    ("subject:pipeline", lambda c, p: word(PIPELINE, c.subject)),
    ("marking:SBU", lambda c, p: p.marking == "SBU"),
    ("MARKING:>=C", lambda c, p: p.marking in ("C", "S", "TS")),
    ("marking:unmarked", lambda c, p: p.marking is None),
    ("marking:(U OR LOU)", lambda c, p: p.marking in ("U", "LOU")),
    ("caveats:NF", lambda c, p: "NF" in p.caveats),
    ("class:secret", lambda c, p: c.classification == "SECRET"),
    ("class:>=confidential", lambda c, p: c.classification in ("CONFIDENTIAL", "SECRET", "TOP SECRET")),
    ("tag:KTIP tags:PHUM", lambda c, p: {"KTIP", "PHUM"} <= set(c.tags)),
    ('tags:"trafficking persons"', lambda c, p: "KTIP" in c.tags),
    ('embassy:"port lorenz"', lambda c, p: c.embassy == "PORTLORENZ"),
    ("origin:ZENDA", lambda c, p: c.embassy == "ZENDA"),
    ("to:STATE", lambda c, p: any(word(STATE, a.name) for a in c.to if not a.excluded)),
    ("tags:ruritania", lambda c, p: "RR" in c.tags),
    ("persons:marsh", lambda c, p: c.id in ("07STRELSAU203", "08ZENDA419")),
    ('persons:"tolliver, henry"', lambda c, p: c.id == "07SULACO190"),
    ("country:ruritania", lambda c, p: c.embassy in ("ZENDA", "STRELSAU", "HENTZAU")),
    ("country:RR", lambda c, p: c.embassy in ("ZENDA", "STRELSAU", "HENTZAU")),
    ("captions:SIPDIS", lambda c, p: "SIPDIS" in c.captions),
    ("zone:summary", lambda c, p: p.zone == "summary"),
    ("signer:LYLE", lambda c, p: "LYLE" in c.signers),
    ("precedence:immediate", lambda c, p: c.precedence == "IMMEDIATE"),
    ("date:2006", lambda c, p: bool(c.date and c.date.year == 2006)),
    ("date:2006-12", lambda c, p: f"{c.date:%Y-%m}" == "2006-12" if c.date else False),
    ("date:2006-12-12", lambda c, p: f"{c.date:%Y-%m-%d}" == "2006-12-12" if c.date else False),
    ("date:2006-05..2007", lambda c, p: "2006-05" <= f"{c.date:%Y-%m}" < "2008" if c.date else False),
    ("date:2008..", lambda c, p: bool(c.date and c.date.year >= 2008)),
    ("date:..1979", lambda c, p: bool(c.date and c.date.year <= 1979)),
    ("date:>=2008", lambda c, p: bool(c.date and c.date.year >= 2008)),
    ("date:2007..2006", lambda c, p: bool(c.date and c.date.year in (2006, 2007))),
    ("declassify_on:..2018", lambda c, p: bool(c.declassify_on and c.declassify_on.year <= 2018)),
    ("decl:2016-02..2017", lambda c, p: "2016-02" <= str(c.declassify_on or "") < "2018"),
    ("declassify_on:>=2030", lambda c, p: str(c.declassify_on or "") >= "2030"),
    ("has:declassify_on NOT has:reasons", lambda c, p: bool(c.declassify_on and not c.reasons)),
    ("reasons:1.4(b)", lambda c, p: "1.4(b)" in c.reasons),
    ("reason:1.4D", lambda c, p: "1.4(d)" in c.reasons),
    ('reasons:"1.5 (b) and (d)"', lambda c, p: bool({"1.5(b)", "1.5(d)"} & set(c.reasons))),
    ("reasons:1.4(b) NOT reasons:1.4c", lambda c, p: "1.4(b)" in c.reasons and "1.4(c)" not in c.reasons),
    ("reasons:1.5", lambda c, p: any(r.startswith("1.5(") for r in c.reasons)),
    ("released:2011-08..", lambda c, p: _rank(c)[0] >= "2011-08"),
    ("released:2005..2006", lambda c, p: "2005" <= _rank(c)[0] < "2007"),
    ("has:released marking:SBU", lambda c, p: bool(c.released) and p.marking == "SBU"),
    ("added:7d..", lambda c, p: True),
    ('id:"08 ZENDA 000419"', lambda c, p: c.id == "08ZENDA419"),
    ("id:2008ZENDA00419", lambda c, p: c.id == "08ZENDA419"),
    ("cites:07ZENDA61", lambda c, p: any(r.cable_id == "07ZENDA61" for r in c.references)),
    ("has:heading", lambda c, p: p.heading is not None),
    ("has:marking", lambda c, p: p.marking is not None),
    ("*", lambda c, p: True),
    ("", lambda c, p: True),
]  # fmt: skip


@pytest.mark.parametrize(("query", "holds"), ROWS, ids=[query for query, _ in ROWS])
def test_a_row(place: Path, cables: list[Cable], query: str, holds: Holds) -> None:
    want = sorted(f"{c.id}:{p.ordinal}" for c in cables for p in c.paragraphs if holds(c, p))
    assert want, "the sample cables hold nothing of the kind"
    done = run(place, "--all", "-F", "ids", query)
    assert sorted(done.stdout.split()) == want, done.stderr
    assert done.returncode == 0


def test_cited_by(place: Path, cables: list[Cable]) -> None:
    [citing] = [c for c in cables if c.id == "08ZENDA419"]
    cited = {r.cable_id for r in citing.references} & {c.id for c in cables}
    found = run(place, "--all", "-F", "ids", "cited-by:08ZENDA419").stdout.split()
    assert cited
    assert {hit.partition(":")[0] for hit in found} == cited


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        (["shelter:", "14:30"], 1, ""),
        (["Turkey", "-", "Iran"], 1, "turkey"),
        (["SHELTER NOT DISCUSSED"], 0, "--plain"),
        (["--plain", "shelter NOT pipeline"], 1, ""),
        (["*ictims"], 0, "*"),
        (["embassy:ZENDA embassy:TARVISK"], 1, "one"),
        (["date:2007..2006"], 0, "wrong way round"),
        (["form:tehran"], 2, 'did you mean "from"'),
        (['"law of the sea'], 2, "^"),
        (["(shelter"], 2, "^"),
        (["date:03/04/1974"], 2, "1974-03-04 or 1974-04-03"),
        (["-tags:PREL"], 2, "write NOT tags:PREL, or quote the whole query"),
        (["uraniun"], 1, "uraniun"),
        (["--explain", "shelter OR pipeline date:2006.."], 0, ""),
    ],
)
def test_what_is_told(place: Path, args: list[str], status: int, told: str) -> None:
    done = run(place, *args)
    assert done.returncode == status, done.stderr
    assert told.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_the_facet_of_reasons(place: Path, cables: list[Cable]) -> None:
    """Each reason in one spelling, counted, and the arguments that narrow to it do."""
    command = [sys.executable, "-m", "cablesearch", "facets", "reasons", "-I", str(place)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    want = Counter(r for c in cables for r in c.reasons for _ in c.paragraphs)
    assert {row[1]: int(row[2]) for row in rows if row[1]} == dict(want)
    assert all(re.fullmatch(r"1\.[4-8]\([a-h]\)", reason) for reason in want)
    [missing] = [int(row[2]) for row in rows if not row[1]]
    assert missing == sum(len(c.paragraphs) for c in cables if not c.reasons)
    for _, reason, count, _, refine in (row for row in rows if row[1]):
        option, choice = shlex.split(refine)
        assert (option, choice) == ("--only", f"reasons={reason}")
        assert run(place, "--count", option, choice).stdout == f"{count}\n"


def test_dates_of_release_and_declassification_are_printed(place: Path) -> None:
    columns = "cable_id,released,declassify_on,reasons"
    dated = "id:10HENTZAU3 released:2011-08-30"
    done = run(place, dated, "-n", "1", "-q", "--fields", columns, "-F", "tsv")
    assert done.stdout == "10HENTZAU3\t2011-08-30T01:44:00Z\t\t\n"
    done = run(place, "id:06LINDENAU212", "-n", "1", "-q", "--fields", columns, "-F", "tsv")
    assert done.stdout == "06LINDENAU212\t\t2031-10-05\t1.4(a);1.4(d)\n"


def test_explain(place: Path) -> None:
    told = run(place, "--explain", "shelters OR pipeline date:2006-05..").stdout
    assert "(or shelters (and pipeline date:[2006-05-01 ...)))" in told
    assert "shelter <- shelters" in told
    assert "verified above the engine: 0" in told
