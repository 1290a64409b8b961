"""The tantivy engine: the contract, and what is its own."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.engines import tantivy_facets, tantivy_files, tantivy_orders, tantivy_query
from cablesearch.engines.base import Request
from cablesearch.engines.registry import engine
from cablesearch.engines.tantivy_reader import Reader
from cablesearch.engines.tantivy_schema import CABLE, field_of
from cablesearch.errors import DamagedError, LockedError, WriteError
from cablesearch.fields import FACETS, TEXT_FIELDS, Row
from cablesearch.query import ast
from cablesearch.query.ast import Form
from cablesearch.query.match import match
from cablesearch.query.own import with_own_word
from cablesearch.query.patterns import word_matcher
from cablesearch.text import stem, stems, words
from tests.engines.collection import ROWS, Rows, brute_force, build, by_cable, keys_of
from tests.engines.contract import QUERIES, Contract, near, pattern, phrase, term, written
from tests.engines.test_differential import STEADY, TREES
from tests.engines.writing import ALL, WritingContract, total

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tantivy import Query

    from cablesearch.engines.base import Searcher
    from cablesearch.query.ast import Node, Order


class TestTantivy(Contract):
    """All of the contract."""

    name = "tantivy"


class TestTantivyWriting(WritingContract):
    """All of it."""

    name = "tantivy"


USED = engine("tantivy")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with closing(build(USED, tmp_path_factory.mktemp("tantivy") / "index", ROWS)) as found:
        yield found


# -- words and places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edits", [1, 2])
@pytest.mark.parametrize("word", ["a", "of", "fish", "fisheries", "strelsau", "zenda's", "xqzw"])
def test_words_some_edits_away_are_found_by_their_pieces(
    tmp_path: Path, word: str, edits: int
) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    reader = Reader(tmp_path / "index")
    fits = word_matcher(ast.Shape.FUZZY, word, edits)
    for name in TEXT_FIELDS:
        field = field_of(name, Form.WORD)
        known = reader.words.read(field, "")
        want = {one: count for one, count in known.items() if fits(one)}
        assert reader.words.fitting(field, ast.Shape.FUZZY, word, edits) == want
    reader.close()


@settings(STEADY, max_examples=60)
@given(texts=st.lists(st.text(st.characters(), max_size=60), min_size=1, max_size=20))
def test_tokens_are_those_of_text_whatever_the_text(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [Row(cable_id="08ZENDA1", ordinal=i, text=text) for i, text in enumerate(texts, 1)]
    with closing(build(USED, tmp_path_factory.mktemp("t") / "index", rows)) as searcher:
        found = dict(searcher.vocabulary(Form.WORD))
        for word in {word for text in texts for word in words(text)}:
            assert found.pop(word) == sum(word in words(text) for text in texts)
        assert not found
        found = dict(searcher.vocabulary(Form.STEM))
        assert set(found) == {one for text in texts for one in stems(text)}


def test_near_and_phrases_among_all_distances(tmp_path: Path) -> None:
    """Every distance and order in texts of few words, of which several stand in each: against `match`."""
    chosen = random.Random(1)
    rows = [
        Row(cable_id=f"08ZENDA{i}", ordinal=1, text=" ".join(chosen.choices("abcx", k=i % 13)))
        for i in range(400)
    ]
    trees: list[Node] = []
    for distance, ordered in product((*range(9), 40), (False, True)):
        for one, other in ("ab", "aa", "ba"):
            trees.append(near(term(one), term(other), distance, ordered=ordered))
        trees.append(near(phrase("a b"), term("c"), distance, ordered=ordered))
        trees.append(near(phrase("a b", 1), phrase("c a"), distance, ordered=ordered))
    for slop in range(7):
        trees += [phrase(text, slop) for text in ("a b", "a a", "a b c", "a b a", "c b a b")]
    with closing(build(USED, tmp_path / "index", rows)) as searcher:
        for tree in trees:
            want = {(row.cable_id, row.ordinal) for row in rows if match(tree, row)}
            assert keys_of(searcher, tree) == want, tree


@pytest.mark.parametrize(
    ("tree", "verified"),
    [
        (near(term("king"), term("prisoner"), 2), 0),
        (near(term("prisoner"), term("king"), 5, ordered=True), 0),
        (phrase("prime minister"), 0),
        (phrase("minister said", 2), 0),
        (written("fishing"), 0),
        (pattern("shelter?"), 0),
        # all words with this stem fit, so that it needs no looking at
        (near(pattern("shelter*"), term("fund"), 1), 0),
        # one of several words with this stem
        (near(written("fund"), term("small"), 1), 2),
    ],
)
def test_little_is_verified(searcher: Searcher, tree: Node, verified: int) -> None:
    assert searcher.search(Request(tree=tree)).verified == verified


def test_what_the_rule_of_own_words_asks_again_is_not_fetched_again(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    rows = Rows(ROWS)
    tree = near(written("fund"), term("small"), 1)
    everywhere = replace(tree, fields=TEXT_FIELDS, left=written("fund"), right=term("small"))
    with closing(USED.open(tmp_path / "index", rows)) as searcher:
        found = searcher.search(Request(tree=with_own_word(everywhere), facets=("tags",)))
    assert found.total == found.verified == rows.fetched == 2


def test_operands_that_can_be_too_much_are_narrowed_by_words(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_query, "_MOST_PAIRS", 1)
    for tree, _ in QUERIES:
        assert keys_of(searcher, tree) == {(r.cable_id, r.ordinal) for r in ROWS if match(tree, r)}


def test_the_rule_of_own_words_either_way_round(searcher: Searcher) -> None:
    @settings(STEADY, max_examples=150)
    @given(TREES.trees())
    def agree(tree: Node) -> None:
        ruled = with_own_word(tree)
        want = {(r.cable_id, r.ordinal) for r in ROWS if match(ruled, r)}
        assert keys_of(searcher, ruled) == want
        assert searcher.search(Request(tree=ruled)).total == len(want)

    agree()


@pytest.mark.parametrize("scored", [True, False])
@pytest.mark.parametrize(
    "others", [(), (ast.OneOf(field="tags", values=("KTIP",)),), (term("zenda", "text"),)]
)
@pytest.mark.parametrize("asked", [(), (term("the"),)])
def test_what_looks_like_that_rule(
    searcher: Searcher, asked: tuple[Node, ...], others: tuple[Node, ...], scored: bool
) -> None:
    first = ast.Number(field="ordinal", low=1, high=1)
    rule = ast.Or(children=(first, term("fisheries", "text", "heading"), *others))
    tree = ast.And(children=(term("fisheries"), *asked, ast.Unscored(child=rule)))
    want = {(r.cable_id, r.ordinal) for r in ROWS if match(tree, r)}
    sort: Order = "relevance" if scored else "id"
    hits = searcher.search(Request(tree=tree, sort=sort, limit=99, facets=("tags",))).hits
    assert {(hit.cable_id, hit.ordinal) for hit in hits} == want


def test_stems_begin_as_their_words_do() -> None:
    known = {word for row in ROWS for f in TEXT_FIELDS for word in words(getattr(row, f) or "")}
    odd = ["dying", "lying", "tying", "skies", "news", "yes", "youth", "generously", "ying"]
    assert all(stem(word)[0] == word[0] for word in {*known, *odd})


# -- orders and counts, where there are more than are fetched at once ------------------------------------------------


@pytest.mark.parametrize("by_cable", [False, True])
@pytest.mark.parametrize("sort", ["relevance", "date", "-date", "id"])
def test_many_are_ordered_as_few(
    searcher: Searcher, sort: Order, by_cable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # all paragraphs under one heading have one score for its words
    trees = [ast.Everything(), term("zenda"), term("steps", "heading"), term("the")]
    requests = [Request(tree=t, sort=sort, limit=99, by_cable=by_cable) for t in trees]
    few = [searcher.search(request).hits for request in requests]
    for name, value in (("_AT_ONCE", 3), ("_CABLES", 2), ("_FIRST", 2), ("_MORE", 1)):
        monkeypatch.setattr(tantivy_orders, name, value)
    assert [tuple(searcher.scan(request)) for request in requests] == few
    pages = [
        tuple(
            h
            for at in range(0, 99, 2)
            for h in searcher.search(replace(r, offset=at, limit=2)).hits
        )
        for r in requests
    ]
    assert pages == few


@pytest.mark.parametrize("telling", [True, False])
def test_counts_in_parts(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, telling: bool
) -> None:
    def aggregate(self: Reader, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        found = whole(self, query, wanted)
        for one in found.values():
            if telling and len(one["buckets"]) > most:
                raise ValueError("Aborting aggregation because bucket limit was exceeded")
            left_out = one["buckets"][most:]
            one["buckets"] = one["buckets"][:most]
            one["sum_other_doc_count"] = sum(bucket["doc_count"] for bucket in left_out)
        return found

    most, whole = 5, Reader.aggregate
    monkeypatch.setattr(Reader, "aggregate", aggregate)
    monkeypatch.setattr(tantivy_facets, "_CABLES_AT_ONCE", 3)
    request = Request(tree=ast.Everything(), facets=FACETS, cables=True)
    found = searcher.search(request)
    want = brute_force(ROWS, request)
    assert max(len(c.counts) for c in found.facets.values()) > most
    assert {f: (dict(c.counts), c.missing) for f, c in found.facets.items()} == want.facets
    assert found.cables == want.cables


def test_days_are_exact_where_tantivy_finds_them_too_many(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def aggregate(self: Reader, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        found = whole(self, query, wanted)
        if len(found["date"]["buckets"]) > 1:
            raise ValueError("the limit was exceeded")
        return found

    whole = Reader.aggregate
    monkeypatch.setattr(Reader, "aggregate", aggregate)
    request = Request(tree=ast.Everything())
    assert searcher.days(request) == brute_force(ROWS, request).days


def test_cables_are_counted_when_somebody_looks_and_at_the_latest_at_closing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def aggregate(self: Reader, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        counted.extend(wanted)
        return whole(self, query, wanted)

    counted: list[str] = []
    whole = Reader.aggregate
    monkeypatch.setattr(Reader, "aggregate", aggregate)
    searcher = build(USED, tmp_path / "index", ROWS)
    looked_at, kept, forgotten = (searcher.search(Request(tree=ast.Everything())) for _ in range(3))
    assert counted == []
    assert looked_at.cables == looked_at.cables
    assert counted == [CABLE]
    del forgotten
    searcher.close()
    assert counted == [CABLE, CABLE]
    assert kept.cables == looked_at.cables == len(by_cable(ROWS))


@pytest.mark.parametrize("most_pass", [True, False])
@pytest.mark.parametrize("around", ["alone", "not", "with", "with not", "or"])
def test_what_passes_or_what_fails_is_named(tmp_path: Path, around: str, most_pass: bool) -> None:
    passing, failing = "a ship off a port", "ships off a port, and far from it all a ship"
    texts = [passing, failing, *([passing if most_pass else failing] * 40), "a ship"]
    rows = [
        Row(cable_id=f"08ZENDA{cable}", ordinal=at, text=text, marking="U" if at % 3 else "C")
        for cable in range(3)
        for at, text in enumerate(texts, start=1)
    ]
    asked = near(written("ship"), written("port"), 2)
    marked = ast.OneOf(field="marking", values=("U",))
    tree: Node = {
        "alone": asked,
        "not": ast.Not(child=asked),
        "with": ast.And(children=(asked, marked)),
        "with not": ast.And(children=(ast.Not(child=asked), marked)),
        "or": ast.And(children=(ast.Or(children=(asked, term("ship"))), marked)),
    }[around]
    with closing(build(USED, tmp_path / "index", rows)) as searcher:
        want = {(row.cable_id, row.ordinal) for row in rows if match(tree, row)}
        for limit in (0, 200):
            found = searcher.search(Request(tree=tree, limit=limit))
            assert found.total == len(want)
            assert {(hit.cable_id, hit.ordinal) for hit in found.hits} == (want if limit else set())


# -- files ---------------------------------------------------------------------------------------------------------


def test_a_directory_that_cannot_be_written_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    (tmp_path / "index" / tantivy_files.READ_LOCK).unlink()
    before = {path.name for path in (tmp_path / "index").iterdir()}
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with closing(USED.open(tmp_path / "index", Rows(ROWS))) as searcher:
        assert searcher.search(ALL).total == len(ROWS)
        assert len(list(private.iterdir())) == 1
    assert not list(private.iterdir())
    assert {path.name for path in (tmp_path / "index").iterdir()} == before


def test_everybody_may_read_what_was_written(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    for path in (tmp_path / "index").iterdir():
        if not USED.is_litter(path.name):
            assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044, path.name


def test_litter(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    names = {path.name for path in (tmp_path / "index").iterdir()}
    assert {name for name in names if USED.is_litter(name)} <= {
        ".tantivy-writer.lock",
        ".tantivy-meta.lock",
    }
    assert USED.is_litter(".tmpa1B2c3")
    assert not any(map(USED.is_litter, ["meta.json", ".managed.json", "cables", "0a.fast"]))


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    writer = USED.append(tmp_path / "index")
    with pytest.raises(LockedError, match="another process"):
        USED.append(tmp_path / "index")
    writer.abort()
    USED.append(tmp_path / "index").abort()


def test_files_of_two_commits_do_not_pass_for_one(tmp_path: Path) -> None:
    build(USED, tmp_path / "one", ROWS).close()
    build(USED, tmp_path / "other", ROWS[:9]).close()
    (tmp_path / "other" / "cables").replace(tmp_path / "one" / "cables")
    with pytest.raises(DamagedError, match="do not belong together"):
        USED.open(tmp_path / "one", Rows(ROWS))


def test_lost_documents_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cablesearch.engines.tantivy_writer import TantivyWriter

    writer = USED.create(tmp_path / "index")
    writer.add(ROWS[:3])
    assert isinstance(writer, TantivyWriter)
    monkeypatch.setattr(writer, "_live", 4)
    with pytest.raises(WriteError, match="4 paragraphs were to be there, tantivy kept 3"):
        writer.commit()


def test_segments_stay_few(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    for i in range(20):
        writer = USED.append(tmp_path / "index")
        writer.add([replace(ROWS[0], cable_id=f"11NEW{i}")])
        writer.commit()
        segments = {path.stem for path in (tmp_path / "index").glob("*.store")}
        assert len(segments) <= 10, segments
    assert total(USED, tmp_path / "index") == len(ROWS) + 20


def test_a_query_needs_no_numpy(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    code = (
        "import sys; from pathlib import Path; from cablesearch.engines.registry import engine;"
        "from cablesearch.engines.base import Request; from cablesearch.query import ast;"
        "tree = ast.Term(fields=('text',), word='fish');"
        "searcher = engine('tantivy').open(Path(sys.argv[1]), None);"
        "found = searcher.search(Request(tree=tree, facets=('tags',)));"
        "assert found.total and found.facets['tags'].counts;"
        "assert not {'numpy', 'whoosh', 'Stemmer', 'tempfile'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "index")], check=True)
