"""`cablesearch timeline`: bars, one line, rows, pictures."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from cablesearch.errors import ExitStatus
from cablesearch.output.plot import picture
from cablesearch.search.steps import Step, label_of, periods
from cablesearch.search.timeline import Period, Series, Timeline
from tests.cli.world import World
from tests.output import sample
from tests.output.sample import check_golden

if TYPE_CHECKING:
    from pathlib import Path

_DATES = [
    ("081102Z JAN 74", "fish"), ("091102Z JAN 74", "harbour"), ("101102Z MAR 74", "fish"),
    ("121102Z MAR 74", "fish"), ("140559Z APR 74", "harbour"), ("312359Z DEC 74", "king"),
    ("010000Z JAN 75", "fish"), ("020000Z JAN 75", "king"),
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an index of dated cables, and one without a date, in `index`."""
    place = tmp_path_factory.mktemp("timeline")
    (place / "in").mkdir()
    (place / "folder.svg").mkdir()
    for number, (moment, word) in enumerate([*_DATES, (None, "fish")], 1):
        head = f"R {moment}\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n" if moment else ""
        text = f"{head}UNCLAS ZENDA {number:04}\n\nSUBJECT: RAIN\n\n1. THE {word} OF ZENDA.\n"
        (place / "in" / f"{number}.txt").write_text(text.upper())
    r = World(cwd=place).run("index", "in", "-q")
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


@pytest.fixture
def terminal(place: Path) -> World:
    return World(cwd=place, terminal=True)


def test_in_a_pipe(world: World) -> None:
    r = world.run("timeline", "fish", "--by", "month")
    rows = [line.split("\t") for line in r.splitlines()]
    assert rows[0] == ["1974-01-01", "1974-01", "1"]
    assert [row[2] for row in rows] == ["1", "0", "2", *"000000000", "1"]
    assert r.stderr == "without a date, in no period: 1 of 5 paragraphs\n"
    assert r.status is ExitStatus.OK


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], "start,label,count"),
        (["--share"], "start,label,count,of,share"),
        (["--against", "king"], "start,label,count,against"),
        (["--share", "--against", "king"], "start,label,count,of,share,against,against_share"),
    ],
)
def test_columns_are_those_asked_for(world: World, options: list[str], names: str) -> None:
    r = world.run("timeline", "fish", "--by", "year", "--csv", *options)
    found = list(csv.DictReader(io.StringIO(r)))
    assert ",".join(found[0]) == names
    assert [row["count"] for row in found] == ["3", "1"]
    if "share" in found[0]:
        assert [(row["of"], row["share"]) for row in found] == [("6", "50.0"), ("2", "50.0")]
    if "against" in found[0]:
        assert [row["against"] for row in found] == ["1", "1"]
    assert world.run("timeline", "fish", "--header", *options).splitlines()[0] == names.replace(
        ",", "\t"
    )


def test_json(world: World) -> None:
    found = world.run("timeline", "fish", "--by", "quarter", "--against", "king", "--json").json
    assert found["format_version"] == 1
    assert (found["query"], found["by"], found["total"], found["undated"]) == (
        "fish", "quarter", 5, 1
    )  # fmt: skip
    assert found["against"]["total"] == 2
    assert found["returned"] == len(found["periods"]) == 5
    assert found["periods"][0] == {
        "start": "1974-01-01", "end": "1974-03-31", "label": "1974-Q1", "count": 3,
        "of": None, "share": None, "against": 0, "against_share": None,
    }  # fmt: skip


def test_the_options_of_a_question_hold_for_both(world: World) -> None:
    def counts(*options: str) -> list[list[str]]:
        run = world.run("timeline", "fish", "--by", "year", "--against", "king", *options)
        return [line.split("\t")[1:] for line in run.splitlines()]

    assert counts("--since", "1975") == [["1975", "1", "1"]]
    assert counts("-f", "harbour") == []
    assert counts("-e", "ZENDA", "--until", "1974-06") == [["1974", "3", "0"]]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("terminal", []),
        ("share", ["--by", "month", "--share", "--against", "king"]),
        ("days", ["--by", "day"]),
        ("sparkline", ["--by", "month", "--sparkline", "--against", "harbour"]),
    ],
)
def test_on_a_terminal(terminal: World, name: str, options: list[str]) -> None:
    r = terminal.run("timeline", "fish", "--color", "never", *options)
    check_golden(f"timeline-{name}.txt", r + r.stderr)


@pytest.mark.parametrize(
    ("form", "columns"),
    [("--share", 40), ("--share", 200), ("--sparkline", 80), ("--sparkline", 99)],
)
def test_a_line_is_no_wider_than_the_terminal(place: Path, form: str, columns: int) -> None:
    world = World(cwd=place, terminal=True, columns=columns)
    r = world.run("timeline", "fish", "--by", "day", form)
    assert 0 < max(map(len, r.splitlines())) <= columns


def test_a_long_line_of_signs_says_what_a_sign_is(place: Path) -> None:
    world = World(cwd=place, terminal=True, columns=60)
    r = world.run("timeline", "fish", "--by", "day", "--sparkline")
    assert "a sign is" in r
    assert r.count("█") + r.count("▄") >= 1


def test_nothing_found(world: World) -> None:
    r = world.run("timeline", "castle")
    assert (r, r.status) == ("", ExitStatus.NOTHING_FOUND)
    assert "each word by itself: castle 0" in r.stderr
    r = world.run("timeline", "castle", "--against", "fish", "--by", "year")
    assert (r, r.status) == ("1974-01-01\t1974\t0\t3\n1975-01-01\t1975\t0\t1\n", ExitStatus.OK)
    r = world.run("timeline", "fish NOT has:date")
    assert (r, r.status) == ("", ExitStatus.OK)
    assert "1 of 1 paragraph" in r.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sparkline", "--json"], "a form of its own"),
        (["--json", "--csv"], "two formats"),
        (["--header", "--json"], "json has no --header"),
        (["--by", "decade"], "decade"),
        (["--plot", "here.pdf"], "an svg or a png"),
        (["--plot", "in/nowhere/t.svg"], "no such folder"),
        (["--plot", "folder.svg"], "is a folder"),
        (["--plot", "t.svg", "-o", "in/../t.svg"], "name the same file"),
        (["--against", "form:x"], 'no field "form"'),
        (["--since", "1.2.1974"], "1974"),
    ],
)
def test_refused(world: World, options: list[str], said: str) -> None:
    r = world.run("timeline", "fish", *options)
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert said in r.stderr


# -- pictures ----------------------------------------------------------------------------------------------------------


def drawn(world: World, name: str, *options: str) -> bytes:
    r = world.run("timeline", *options, "--plot", name, "-q")
    assert r.status is ExitStatus.OK, r.stderr
    return (world.cwd / name).read_bytes()


def test_a_picture_is_the_same_every_time(world: World) -> None:
    options = ("fish", "--by", "month", "--share", "--against", "king")
    first = drawn(world, "one.svg", *options)
    assert first == drawn(world, "other.svg", *options)
    assert b"<dc:date>" not in first
    assert drawn(world, "one.png", *options).startswith(b"\x89PNG")


def test_queries_are_inert_in_a_picture(world: World) -> None:
    odd = 'fish OR "$x_1$ <script> \x1b[31m _ 東京"'
    svg = drawn(world, "odd.svg", odd, "--against", "_king $", "--by", "year")
    texts = [t.text for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert odd.replace("\x1b", "\\x1b") in texts
    assert "_king $" in texts
    assert {"paragraphs", "date of the cable, by year"} <= set(texts)


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (date(1, 1, 1), date(1, 1, 1), "day"), (date(1, 1, 1), date(9999, 12, 31), "year"),
        (date(9999, 12, 31), date(9999, 12, 31), "day"), (date(1973, 1, 1), date(1979, 6, 1), "week"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("share", [None, 12.5])
def test_any_dates_are_drawn(first: date, last: date, step: Step, share: float | None) -> None:
    timeline = Timeline(
        index=sample.PAGE.index,
        by=step,
        periods=tuple(
            Period(start=start, end=end, label=label_of(start, step), count=1, of=8, share=share)
            for start, end in periods(first, last, step)
        ),
        counted=Series(query="fish", read_as="fish", total=1, undated=0),
        shared=share is not None,
    )
    assert b"</svg>" in picture(timeline, "svg")


def test_a_star_is_all_also_beside_a_plain_query(world: World) -> None:
    argv = ("timeline", "fish", "--by", "year", "--against", "*")
    plain = world.run(*argv, "--plain")
    assert (plain, plain.stderr) == (world.run(*argv), world.run(*argv).stderr)
    assert [row.split("\t")[2:] for row in plain.splitlines()] == [["3", "6"], ["1", "2"]]


@pytest.mark.parametrize(
    "argv",
    [
        ("timeline", "fish", "--by", "year"), ("kwic", "fish", "-F", "tsv"), ("query", "fish", "-F", "tsv"),
        ("facets", "embassy"), ("audit",), ("refs", "--missing"), ("similar", "74ZENDA1"),
        ("similar", "--duplicates"), ("collocates", "fish", "--min-count", "1"),
    ],
)  # fmt: skip
def test_dates_the_wrong_way_round_are_swapped(world: World, argv: tuple[str, ...]) -> None:
    right = world.run(*argv, "--since", "1974-02", "--until", "1975")
    swapped = world.run(*argv, "--since", "1975", "--until", "1974-02")
    assert (swapped, swapped.status) == (right, right.status)
    said = (
        'note: "--since 1975 --until 1974-02" is the wrong way round and was read as '
        "--since 1974-02 --until 1975\n"
    )
    assert swapped.stderr.count(said) == 1
    assert swapped.stderr.replace(said, "") == right.stderr


def test_no_picture_of_nothing(world: World) -> None:
    for query in ("castle", "fish NOT has:date"):
        r = world.run("timeline", query, "--plot", "none.svg")
        assert r.status is ExitStatus.NOTHING_FOUND
        assert "none.svg not drawn: no match has a date" in r.stderr
        assert not (world.cwd / "none.svg").exists()


def test_without_matplotlib(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_spec(name: str) -> Any:
        assert name == "matplotlib"

    from cablesearch.output import plot

    monkeypatch.setattr(plot, "find_spec", find_spec)
    r = world.run("timeline", "fish", "--plot", "t.svg")
    assert r.status is ExitStatus.USAGE
    assert "pip install 'cablesearch[plot]'" in r.stderr


def test_nothing_but_a_plot_imports_matplotlib(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert world.run("timeline", "fish", "--sparkline").status is ExitStatus.OK
