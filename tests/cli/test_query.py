"""`cablesearch query` and `facets`, with an index that answers everything alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus
from cablesearch.fields import field_names
from tests.output.sample import check_golden

if TYPE_CHECKING:
    from tests.cli.fakes import FakeIndex
    from tests.cli.world import World


def test_a_search_on_a_terminal(world: World, index: FakeIndex) -> None:
    world.terminal = True
    r = world.run("query", "victim shelter", "--facets", "--color", "never")
    assert r.status is ExitStatus.OK
    check_golden("query-terminal.txt", r + "--- stderr\n" + r.stderr)


def test_in_a_pipe(world: World, index: FakeIndex) -> None:
    r = world.run("query", "victim", "shelter")
    assert [line.split("\t")[:2] for line in r.splitlines()] == [
        ["08ZENDA457", "2"],
        ["09STRELSAU12", "1"],
    ]
    assert r.stderr == "2 of 13; --all for the rest\n"
    assert index.asked[0][0] == "victim shelter"


def test_all_streams(world: World, index: FakeIndex) -> None:
    r = world.run("query", "x", "--all", "-F", "ids", "--offset", "1")
    assert r == "09STRELSAU12:1\n"
    (_, searched), (_, scanned) = index.asked
    assert searched["limit"] == 0
    assert scanned["sort"] == "id"
    assert world.run("query", "x", "--all", "-n", "3").status is ExitStatus.USAGE


def test_filters_reach_the_index(world: World, index: FakeIndex) -> None:
    world.run(
        "query", "x", "-m", "SBU", "-mC", "-t", "PREL", "-e", "ZENDA", "--only", "class=SECRET", "--only",
        "tag=KTIP", "-f", "-tags:PHUM", "--since", "1973", "--until", "1974-02", "--sort", "-date", "-n", "5",
        "--by", "cable", "--facet", "caption", "--facet", "marking", "--facet", "captions",
    )  # fmt: skip
    [(query, options)] = index.asked
    assert query == "x"
    assert options == {
        "filters": {
            "marking": ["SBU", "C"],
            "tags": ["PREL", "KTIP"],
            "embassy": ["ZENDA"],
            "classification": ["SECRET"],
        },
        "where": ["-tags:PHUM"],
        "since": "1973",
        "until": "1974-02",
        "plain": False,
        "facets": ("captions", "marking"),
        "limit": 5,
        "offset": 0,
        "sort": "-date",
        "by": "cable",
        "cables": False,
        "fold_similar": False,
    }


@pytest.mark.parametrize("name", field_names())
def test_a_negated_field_is_no_option(world: World, name: str) -> None:
    for command in ("query", "facets", "audit"):
        for written in (name, name.upper()):
            r = world.run(command, "tags", "oil", f"-{written}:PREL")
            assert r.status is ExitStatus.USAGE
            assert f"write NOT {written}:PREL, or quote the whole query" in r.stderr


@pytest.mark.parametrize("word", ["-trade", "-oil", "-maritime", "-nato", "-fisheries", "-embargo"])
def test_a_negated_word_is_no_option(world: World, word: str) -> None:
    r = world.run("query", "law", word)
    assert r.status is ExitStatus.USAGE
    assert f"write NOT {word[1:]}" in r.stderr


def test_behind_two_hyphens_all_is_query(world: World, index: FakeIndex) -> None:
    assert world.run("query", "oil", "--", "-tags:PREL").status is ExitStatus.OK
    assert index.asked[0][0] == "oil -tags:PREL"


def test_nothing_found_says_why(world: World, index: FakeIndex) -> None:
    r = world.run("query", "nowhere")
    assert r.status is ExitStatus.NOTHING_FOUND
    assert r == ""
    assert r.stderr.splitlines() == [
        "nothing found",
        "  each word by itself: nowhere 0",
        '  did you mean "somewhere" for "nowhere"?',
        "  without --tag PREL: 7",
    ]
    quiet = world.run("query", "nowhere", "-q")
    assert (quiet, quiet.stderr, quiet.status) == ("", "", ExitStatus.NOTHING_FOUND)
    assert world.run("query", "nowhere", "--json").json["hits"] == []


def test_count(world: World, index: FakeIndex) -> None:
    assert world.run("query", "x", "--count") == "13\n"
    assert world.run("query", "x", "--count", "--cables") == "4\n"
    nothing = world.run("query", "nowhere", "--count")
    assert (nothing, nothing.status) == ("0\n", ExitStatus.NOTHING_FOUND)


def test_explain(world: World, index: FakeIndex) -> None:
    r = world.run("query", "--explain", "hostages OR tehran date:1979-11..")
    check_golden("explain.txt", r)
    assert world.run("query", "--explain", "--json", "x").json["engine"] == "whoosh"


def test_a_query_that_cannot_be_read(world: World, index: FakeIndex) -> None:
    r = world.run("query", "form:x")
    assert r.status is ExitStatus.USAGE
    assert r.stderr.startswith(
        "error: 1 thing in this query cannot be read\n  form:x\n  ^^^^ no field"
    )


@pytest.mark.parametrize(
    "argv", [("--count",), ("--count", "--cables"), ("--explain",), ("--explain", "--json")]
)
def test_what_stands_instead_of_hits_goes_to_a_file_too(
    world: World, index: FakeIndex, argv: tuple[str, ...]
) -> None:
    expected = world.run("query", "x", *argv)
    r = world.run("query", "x", *argv, "-o", "out")
    assert (r, r.status) == ("", ExitStatus.OK)
    assert (world.cwd / "out").read_text() == expected != ""


@pytest.mark.parametrize(
    "argv",
    [
        ("--count", "--json"),
        ("--count", "-F", "tsv"),
        ("--count", "-0"),
        ("--explain", "--csv"),
        ("--explain", "-F", "html"),
    ],
)
def test_a_format_that_would_change_nothing_is_refused(
    world: World, index: FakeIndex, argv: tuple[str, ...]
) -> None:
    r = world.run("query", "x", *argv)
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert f"{argv[0]} has no format" in r.stderr


def test_formats_contradict_each_other(world: World) -> None:
    assert world.run("query", "x", "--json", "--csv").status is ExitStatus.USAGE
    assert world.run("query", "x", "-0", "-F", "ids").status is not ExitStatus.USAGE


def test_what_would_change_nothing_is_refused(world: World, index: FakeIndex) -> None:
    assert world.run("query", "x", "-F", "ids", "--fields", "text").status is ExitStatus.USAGE
    assert world.run("query", "x", "--json", "--header").status is ExitStatus.USAGE
    note = world.run("query", "x", "--facets").stderr
    assert "facets are no part of tsv" in note


def test_output_file(world: World, index: FakeIndex) -> None:
    world.terminal = True
    r = world.run("query", "x", "-o", "hits.tsv")
    assert r == ""
    assert (world.cwd / "hits.tsv").read_text().startswith("08ZENDA457\t2\t")
    assert [p.name for p in world.cwd.iterdir()] == ["hits.tsv"]
    bad = world.run("query", "x", "-o", "no/such/folder")
    assert bad.status is ExitStatus.IO
    assert bad.stderr == f"error: {world.cwd}/no/such/folder: No such file or directory\n"


def test_config_sets_limit_and_format(world: World, index: FakeIndex) -> None:
    (world.cwd / "cablesearch.toml").write_text('limit = 1\nformat = "ids"\n')
    assert world.run("query", "x") == "08ZENDA457:2\n"


def test_fields_beyond_a_hit(world: World, index: FakeIndex) -> None:
    r = world.run("query", "x", "--fields", "id,country,added,source,more")
    assert r.splitlines()[0] == "08ZENDA457\t\t2026-11-01T00:00:00Z\t/srv/cables/08zenda457.txt\t0"


def test_facets(world: World, index: FakeIndex) -> None:
    r = world.run("facets", "tags,marking", "oil")
    assert r.splitlines()[0] == "tags\tKTIP\t9\tTrafficking in Persons\t--tag KTIP"
    assert world.run("facets", "tags", "--json").json["facets"]["tags"]["distinct"] == 3
    assert world.run("facets", "tags", "nowhere").status is ExitStatus.NOTHING_FOUND
    assert world.run("facets", "text").status is ExitStatus.USAGE
    wrong = world.run("facets", "tgas")
    assert 'did you mean "tags"?' in wrong.stderr
    world.terminal = True
    check_golden("facets-terminal.txt", world.run("facets", "tags,marking", "--facet-size", "2"))
