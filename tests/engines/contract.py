"""What every engine must do: one class of tests, which each engine's test module inherits."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cablesearch.cable.eras import Era
from cablesearch.engines.base import MOST_TERMS, Hit, Request, Searcher, TooManyTermsError
from cablesearch.errors import DamagedError
from cablesearch.fields import FACETS, TEXT_FIELDS, Row
from cablesearch.query import ast
from cablesearch.query.ast import Form, Node, Order, Shape
from cablesearch.query.eras import codes_in_eras
from cablesearch.query.match import match
from cablesearch.text import stem, stems, words
from tests.engines.collection import (
    ROWS,
    Rows,
    all_told,
    brute_force,
    build,
    by_cable,
    day,
    keys_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from cablesearch.engines.base import Engine, Found

TEXT = ("text",)


def term(word: str, *fields: str) -> ast.Term:
    return ast.Term(fields=fields or TEXT_FIELDS, word=stem(word))


def written(word: str, *fields: str) -> ast.Term:
    return ast.Term(fields=fields or TEXT_FIELDS, word=word, form=Form.WORD)


def phrase(text: str, slop: int = 0, *fields: str) -> ast.Phrase:
    return ast.Phrase(fields=fields or TEXT, words=tuple(stems(text)), slop=slop)


def near(left: Node, right: Node, distance: int, *, ordered: bool = False) -> ast.Near:
    return ast.Near(fields=TEXT, left=left, right=right, distance=distance, ordered=ordered)


def pattern(text: str, shape: Shape = Shape.WILDCARD, edits: int = 0) -> ast.Expand:
    return ast.Expand(fields=TEXT, shape=shape, pattern=text, edits=edits)


def one_of(field: str, *values: str) -> ast.OneOf:
    return ast.OneOf(field=field, values=values)


def both(*children: Node) -> ast.And:
    return ast.And(children=children)


def either(*children: Node) -> ast.Or:
    return ast.Or(children=children)


def no(child: Node) -> ast.Not:
    return ast.Not(child=child)


NAMES = {
    "S": "08STRELSAU12", "T": "09ZENDA12", "V": "07ZENDA301", "W": "10ZENDA1000", "K": "08HENTZAU5",
    "U": "x0123456789ab", "G": "09EDELWEISS77",
}  # fmt: skip
"""Letters for the cables of the collection; T has the paragraphs of S, W those of V."""


def keys(short: str) -> set[tuple[str, int]]:
    """`S13 K2` is paragraphs 1 and 3 of S and 2 of K."""
    return {(NAMES[part[0]], int(ordinal)) for part in short.split() for ordinal in part[1:]}


QUERIES: list[tuple[Node, str]] = [
    # words
    (ast.Everything(), "S1234567 T1234567 V123456 W123456 K1234 U123 G12345"),
    (ast.Nothing(), ""),
    (term("herring"), "S3 T3 U1"),
    (term("fish", "text"), "S13 T13 U3 G1"),
    (written("fishing"), "S13 T13"),
    (written("fishings"), ""),
    (term("fisheries"), "S1234567 T1234567 U1"),
    (term("fisheries", "text"), "S4 T4 U1"),
    (term("zenda", "heading"), "K3"),
    (term("sao", "text"), "G3"),
    (term("loan", "heading", "subject"), "G12345"),
    (term("nowhere"), ""),
    # phrases
    (phrase("prime minister"), "S25 T25 V5 W5 G5"),
    (phrase("minister prime"), ""),
    (phrase("minister prime", 1), "G5"),
    (phrase("minister said"), "S5 T5"),
    (phrase("minister said", 1), "S5 T5"),
    (phrase("minister said", 2), "S5 T5 G2"),
    (phrase("the of", 1), "S24 T24 V2 W2 K34 U13 G2"),
    (phrase("herring herring herring"), "U1"),
    (phrase("herring herring herring herring", 2), ""),
    (phrase("herring herring herring herring", 4), "U1"),
    (phrase("U.S. grant"), "V4 W4"),
    (phrase("next steps", 0, *TEXT_FIELDS), "S45 T45 G45"),
    (phrase("dues embassy", 9, *TEXT_FIELDS), ""),
    (phrase("harbour"), "S145 T145 U3"),
    # near
    (near(term("king"), term("prisoner"), 1), ""),
    (near(term("king"), term("prisoner"), 2), "K3"),
    (near(term("king"), term("prisoner"), 2, ordered=True), "K3"),
    (near(term("prisoner"), term("king"), 3, ordered=True), ""),
    (near(term("prisoner"), term("king"), 4, ordered=True), "K3"),
    (near(term("victims"), term("victims"), 0), ""),
    (near(term("victims"), term("victims"), 1), "V5 W5"),
    (near(phrase("prime minister"), term("met"), 1), "V5 W5"),
    (near(term("met"), phrase("minister prime"), 9), ""),
    (near(phrase("who king", 1), term("embassy"), 1), "K4"),
    (
        near(
            either(term("fund"), phrase("police officers")), either(term("met"), term("shelter")), 0
        ),
        "V35 W35",
    ),
    (near(pattern("fund*"), term("shelter"), 1, ordered=True), "V3 W3"),
    (near(written("fund"), term("small"), 1), "V3 W3"),
    (near(written("funding"), term("small"), 1), ""),
    (near(pattern("zzz*"), term("small"), 1), ""),
    # patterns
    (pattern("shelter?"), "V2 W2"),
    (pattern("*tania"), "S16 T16 K4 G1"),
    (pattern("19\\d\\d", Shape.REGEX), "G2"),
    (pattern("9\\d\\d", Shape.REGEX), ""),
    (pattern("herrang", Shape.FUZZY, 1), "S3 T3 U1"),
    (pattern("herrang", Shape.FUZZY, 0), ""),
    (pattern("naive", Shape.FUZZY, 0), "G3"),
    # values
    (one_of("embassy", "ZENDA", "HENTZAU"), "V123456 T1234567 K1234"),
    (one_of("caveats", "REL RR"), "S6 T6"),
    (one_of("tags", "EFIN", "KTIP"), "V123456 W123456 G12345"),
    (one_of("cable_id", "08HENTZAU5", "99NOWHERE1"), "K1234"),
    (one_of("zone", "comment"), "S6 T6 V6 W6 K4"),
    (ast.Like(field="source", shape=Shape.WILDCARD, pattern="*/edel*.txt"), "G12345"),
    (ast.Like(field="signers", shape=Shape.REGEX, pattern="s.p."), "V123456 W123456 K1234"),
    (one_of("persons", "SAPT, FRITZ"), "V123456 W123456 K1234"),
    (ast.Like(field="persons", shape=Shape.REGEX, pattern="rassendyll([ ,].*)?"), "K1234"),
    (ast.Like(field="persons", shape=Shape.REGEX, pattern="tarlenheim([ ,].*)?"), ""),
    (ast.Has(field="heading"), "S1456 T1456 V145 W145 K34 G1245"),
    (ast.Has(field="text"), "S1234567 T1234567 V12345 W12345 K1234 U123 G12345"),
    (no(ast.Has(field="date")), "U123 W123456"),
    (no(ast.Has(field="marking")), "S57 T57 V56 W56 U12 G3"),
    (ast.Between(field="date", start=day("2008-02-11T09:30"), end=day("2009-01-02")), "S1234567"),
    (ast.Between(field="date", end=day("2008-02-11T09:30")), "V123456 K1234"),
    (ast.Between(field="date"), "S1234567 T1234567 V123456 K1234 G12345"),
    (ast.Between(field="added", start=day("2026-04-01")), "K1234"),
    (ast.Number(field="number", low=4, high=4), "S4 T4 V45 W45 K4 G4"),
    (ast.Number(field="ordinal", low=6), "S67 T67 V6 W6"),
    (ast.Number(field="number"), "S123456 T123456 V12345 W12345 K1234 G12345"),
    # a code in its era
    (codes_in_eras("tags", {"RR": (Era(0, 2007),)}), "V123456"),
    (codes_in_eras("tags", {"RR": (Era(2008),)}), "S1234567 K1234 W123456"),
    (codes_in_eras("tags", {"RR": (Era(0, 2007),), "EFIS": (Era(2009),)}), "V123456 U123 G12345"),
    (codes_in_eras("tags", {"PREL": (Era(2009, 2012),)}), "T1234567"),
    (codes_in_eras("tags", {"RR": (Era(2009, 2012),)}), "W123456"),
    (codes_in_eras("tags", {"RR": (Era(0, 9999),)}), "S1234567 V123456 W123456 K1234"),
    # together
    (both(term("prime"), term("minister"), no(phrase("prime minister"))), ""),
    (both(no(ast.Has(field="heading")), no(ast.Has(field="date"))), "U123 W236"),
    (no(either(ast.Has(field="date"), one_of("embassy", "STRELSAU"))), "W123456"),
    (both(ast.Unscored(child=one_of("marking", "SBU")), term("night")), "S3 T3 V2 W2"),
    (
        both(
            either(term("king"), term("victims", "text")),
            either(term("night"), term("zenda", "text")),
        ),
        "K23 V12 W12",
    ),
    (no(ast.Everything()), ""),
]


class Contract:
    """The tests; `name` is the engine's in the registry. The fixtures `used` and `searcher` follow it."""

    name: str

    # -- matching --------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("tree", "short"),
        QUERIES,
        ids=[f"{i}-{type(q[0]).__name__}" for i, q in enumerate(QUERIES)],
    )
    def test_finds(self, searcher: Searcher, tree: Node, short: str) -> None:
        want = keys(short)
        assert {(r.cable_id, r.ordinal) for r in ROWS if match(tree, r)} == want
        assert keys_of(searcher, tree) == want
        assert searcher.search(Request(tree=tree, limit=0)).total == len(want)

    def test_the_source_is_asked_about_narrowed_paragraphs_only(
        self, used: Engine, tmp_path: Path
    ) -> None:
        build(used, tmp_path / "index", ROWS).close()
        rows = Rows(ROWS)
        searcher = used.open(tmp_path / "index", rows)
        tree = both(near(written("fund"), term("small"), 1), one_of("embassy", "ZENDA"))
        found = searcher.search(Request(tree=tree))
        assert found.total == 1
        assert found.verified == rows.fetched <= 1
        searcher.close()

    def test_too_many_words(self, used: Engine, tmp_path: Path) -> None:
        half = MOST_TERMS // 2
        row = replace(ROWS[0], heading=None, subject=None)
        rows = [
            replace(row, text=" ".join(f"w{i} v{i}" for i in range(half))),
            replace(row, ordinal=2, text="vast"),
        ]
        searcher = build(used, tmp_path / "index", rows)
        just_enough = either(pattern("w*"), pattern("v\\d+", Shape.REGEX))
        assert keys_of(searcher, just_enough) == {(row.cable_id, 1)}
        # a word counts once, however many patterns it fits
        assert keys_of(searcher, either(just_enough, pattern("w1*"))) == {(row.cable_id, 1)}
        with pytest.raises(TooManyTermsError, match=r'"v\*"'):
            searcher.search(Request(tree=either(pattern("w*"), pattern("v*")), limit=0))
        with pytest.raises(TooManyTermsError, match="1,024"):
            searcher.search(Request(tree=pattern("[vw].*", Shape.REGEX), limit=0))
        searcher.close()

    def test_describe_is_short_and_names_words(self, searcher: Searcher) -> None:
        for tree, _ in QUERIES:
            line = searcher.describe(tree)
            assert line.startswith(f"{self.name}: ")
            assert "\n" not in line
            assert len(line) < 400
        assert "hostag" in searcher.describe(term("hostages"))

    # -- orders and pages ------------------------------------------------------------------------------------------

    def test_relevance_falls_and_ties_go_by_cable_and_ordinal(self, searcher: Searcher) -> None:
        hits = searcher.search(
            Request(tree=either(term("harbour"), term("fish"), term("king")), limit=99)
        ).hits
        assert len(hits) > 10
        assert all(hit.score > 0 for hit in hits)
        order = [(-hit.score, hit.cable_id, hit.ordinal) for hit in hits]
        assert order == sorted(order)

    def test_the_paragraphs_own_words_weigh_most(self, searcher: Searcher) -> None:
        hits = searcher.search(Request(tree=term("fisheries"), limit=99)).hits
        assert {hit.ordinal for hit in hits[:3]} == {4, 1}  # S4, T4 and U1 have it in their text

    def test_a_rarer_word_weighs_more(self, searcher: Searcher) -> None:
        rare, common = (
            searcher.search(Request(tree=term(w, "text"), limit=1)).hits[0].score
            for w in ("herring", "the")
        )
        assert rare > common

    def test_what_restricts_has_no_share_in_the_score(self, searcher: Searcher) -> None:
        alone = searcher.search(Request(tree=term("herring"), limit=99)).hits
        for restriction in (
            ast.Unscored(child=term("night")),
            one_of("marking", "SBU"),
            no(term("price")),
        ):
            hits = searcher.search(Request(tree=both(term("herring"), restriction), limit=99)).hits
            assert hits
            assert set(hits) <= set(alone)

    @pytest.mark.parametrize("sort", ["date", "-date", "id"])
    def test_orders(self, searcher: Searcher, sort: Order) -> None:
        request = Request(tree=term("zenda"), sort=sort, limit=99)
        found = [(hit.cable_id, hit.ordinal) for hit in searcher.search(request).hits]
        assert found == brute_force(ROWS, request).keys
        if sort != "id":  # W has no date and comes last either way
            assert found[-1][0] == NAMES["W"]

    @pytest.mark.parametrize("by_cable_", [False, True])
    @pytest.mark.parametrize("sort", ["relevance", "date", "-date", "id"])
    @pytest.mark.parametrize(
        "tree", [ast.Everything(), term("zenda"), term("the")], ids=["all", "zenda", "the"]
    )
    def test_pages_are_one_long_page(
        self, searcher: Searcher, tree: Node, sort: Order, by_cable_: bool
    ) -> None:
        request = Request(tree=tree, sort=sort, by_cable=by_cable_, limit=99)
        whole = searcher.search(request).hits
        for size in (1, 3, 7):
            pages: list[Hit] = []
            while page := searcher.search(replace(request, offset=len(pages), limit=size)).hits:
                pages += page
            assert tuple(pages) == whole
        assert tuple(searcher.scan(replace(request, offset=2, limit=1))) == whole
        assert searcher.search(replace(request, offset=99)).hits == ()

    def test_no_hits_are_made_where_none_are_wanted(self, searcher: Searcher) -> None:
        found = searcher.search(Request(tree=ast.Everything(), limit=0))
        assert (found.total, found.hits) == (len(ROWS), ())

    def test_the_best_of_each_cable(self, searcher: Searcher) -> None:
        plain = searcher.search(Request(tree=term("zenda"), limit=99))
        best = searcher.search(Request(tree=term("zenda"), limit=99, by_cable=True))
        assert best.total == plain.total
        assert best.cables == len(best.hits)
        firsts = {hit.cable_id: hit for hit in reversed(plain.hits)}
        for hit in best.hits:
            assert replace(hit, more=0) == firsts[hit.cable_id]
        assert sum(hit.more + 1 for hit in best.hits) == best.total
        scores = [hit.score for hit in best.hits]
        assert all(one >= other for one, other in pairwise(scores))

    def test_cables_are_counted(self, searcher: Searcher) -> None:
        assert searcher.search(Request(tree=term("herring"))).cables == 3
        assert searcher.search(Request(tree=ast.Nothing())).cables == 0

    # -- facets ----------------------------------------------------------------------------------------------------

    def test_facets_count_all_matches(self, searcher: Searcher) -> None:
        request = Request(tree=term("zenda"), facets=FACETS, limit=1)
        self._same_facets(searcher.search(request), request)

    def test_a_fields_own_choice_does_not_shrink_its_facet(self, searcher: Searcher) -> None:
        request = Request(
            tree=term("the"),
            chosen=(
                ("marking", either(one_of("marking", "SBU"), no(ast.Has(field="marking")))),
                ("tags", one_of("tags", "RR")),
                ("zone", one_of("zone", "body")),
            ),
            facets=("marking", "tags", "embassy"),
        )
        found = searcher.search(request)
        self._same_facets(found, request)
        assert found.facets["marking"].counts["U"] > 0
        assert {hit.cable_id for hit in found.hits} <= {NAMES[c] for c in "STVWK"}

    def _same_facets(self, found: Found, request: Request) -> None:
        want = brute_force(ROWS, request)
        assert found.total == len(want.keys)
        assert {f: (dict(c.counts), c.missing) for f, c in found.facets.items()} == want.facets

    # -- days ------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "tree",
        [ast.Everything(), term("zenda"), term("herring"), ast.Nothing()],
        ids=["all", "zenda", "herring", "nothing"],
    )
    def test_days_count_all_matches(self, searcher: Searcher, tree: Node) -> None:
        request = Request(
            tree=tree, facets=("marking",), chosen=(("marking", no(one_of("marking", "TS"))),)
        )
        found = searcher.days(request)
        assert found == brute_force(ROWS, request).days
        assert list(found.counts) == sorted(found.counts)
        assert found.total == searcher.search(request).total

    def test_a_day_ends_at_midnight(self, used: Engine, tmp_path: Path) -> None:
        moments = [
            "0001-01-01T00:00", "1969-12-31T23:59:59.999999", "1970-01-01T00:00",
            "2008-02-29T23:59:59.999999", "2008-03-01T00:00", "9999-12-31T23:59:59",
        ]  # fmt: skip
        rows = [
            replace(ROWS[0], cable_id=f"c{i}", date=day(moment)) for i, moment in enumerate(moments)
        ]
        with closing(build(used, tmp_path / "index", rows)) as searcher:
            found = searcher.days(Request(tree=ast.Everything()))
        assert [str(one) for one in found.counts] == [moment[:10] for moment in moments]

    # -- words -----------------------------------------------------------------------------------------------------

    def test_the_tokens_are_those_of_text(self, searcher: Searcher) -> None:
        texts = [text for row in ROWS for f in TEXT_FIELDS if (text := getattr(row, f))]
        found = [word for word, _ in searcher.vocabulary(Form.WORD)]
        assert found == sorted({word for text in texts for word in words(text)})
        found = [word for word, _ in searcher.vocabulary(Form.STEM)]
        assert found == sorted({one for text in texts for one in stems(text)})

    def test_the_vocabulary_from_a_prefix(self, searcher: Searcher) -> None:
        found = dict(searcher.vocabulary(Form.WORD, "fish"))
        assert sorted(found) == ["fish", "fished", "fisheries", "fisherman", "fishermen", "fishing"]
        for word, count in found.items():
            most = max(sum(match(written(word, f), row) for row in ROWS) for f in TEXT_FIELDS)
            assert count >= most
        assert list(searcher.vocabulary(Form.WORD, "zzz")) == []

    @pytest.mark.parametrize("form", list(Form))
    @pytest.mark.parametrize("field", TEXT_FIELDS)
    def test_the_vocabulary_of_a_field(self, searcher: Searcher, form: Form, field: str) -> None:
        split = words if form is Form.WORD else stems
        texts = [getattr(row, field) for row in ROWS]
        counts = Counter(word for text in texts if text for word in set(split(text)))
        assert list(searcher.vocabulary(form, field=field)) == sorted(counts.items())
        assert searcher.holding(form, field, counts) == counts
        assert searcher.holding(form, field, ["quillifant"]) == {"quillifant": 0}

    @pytest.mark.parametrize("form", list(Form))
    def test_words_are_counted_in_what_was_not_removed(
        self, used: Engine, form: Form, tmp_path: Path
    ) -> None:
        odd = replace(ROWS[0], cable_id="11NEW1", text="brumbledoxy of the fish")
        changed = replace(ROWS[0], cable_id="11NEW2", text="quillifant of the fish")
        build(used, tmp_path / "index", [*ROWS, odd, changed]).close()
        changed = replace(changed, text="wazzock of the fish")
        writer = used.append(tmp_path / "index")
        for cable_id in (NAMES["S"], "11NEW1", "11NEW2"):
            writer.remove(cable_id)
        writer.add([changed])
        writer.commit()
        left = [*(row for row in ROWS if row.cable_id != NAMES["S"]), changed]
        split = words if form is Form.WORD else stems
        counts = Counter(word for row in left for word in set(split(row.text)))
        gone = ("brumbledoxy", "quillifant")
        with closing(used.open(tmp_path / "index", Rows(left))) as searcher:
            assert list(searcher.vocabulary(form, field="text")) == sorted(counts.items())
            assert searcher.holding(form, "text", [*counts, *gone]) == {
                **counts, **dict.fromkeys(gone, 0)
            }  # fmt: skip
            assert list(searcher.vocabulary(form, "brumbl")) == []
            near = pattern("brumbledoxi", Shape.FUZZY, 2)
            assert keys_of(searcher, near) == set()

    # -- building --------------------------------------------------------------------------------------------------

    def test_an_index_of_nothing(self, used: Engine, tmp_path: Path) -> None:
        searcher = build(used, tmp_path / "index", [])
        request = Request(tree=ast.Everything(), facets=("tags",))
        assert searcher.search(request).total == 0
        for tree, _ in QUERIES:
            assert keys_of(searcher, tree) == set()
        assert list(searcher.vocabulary(Form.WORD)) == []
        searcher.close()
        writer = used.append(tmp_path / "index")
        writer.add([ROWS[0]])
        writer.commit()
        searcher = used.open(tmp_path / "index", Rows(ROWS))
        assert searcher.search(request).total == 1
        searcher.close()

    def test_removing_and_adding_again_changes_nothing(self, used: Engine, tmp_path: Path) -> None:
        searcher = build(used, tmp_path / "index", ROWS)
        before = [searcher.search(_full(tree)) for tree, _ in QUERIES]
        searcher.close()
        for cable_id, rows in by_cable(ROWS).items():
            writer = used.append(tmp_path / "index")
            writer.remove(cable_id)
            writer.add(rows)
            writer.commit()
        searcher = used.open(tmp_path / "index", Rows(ROWS))
        after = [searcher.search(_full(tree)) for tree, _ in QUERIES]
        assert list(map(all_told, after)) == list(map(all_told, before))
        searcher.close()

    def test_removed_cables_are_gone(self, used: Engine, tmp_path: Path) -> None:
        build(used, tmp_path / "index", ROWS).close()
        writer = used.append(tmp_path / "index")
        writer.remove(NAMES["S"])
        writer.remove("99NOWHERE1")
        writer.commit()
        left = [row for row in ROWS if row.cable_id != NAMES["S"]]
        searcher = used.open(tmp_path / "index", Rows(left))
        request = Request(tree=term("fish"), facets=FACETS, limit=99)
        want = brute_force(left, request)
        found = searcher.search(request)
        assert {(h.cable_id, h.ordinal) for h in found.hits} == set(want.keys)
        assert {f: (dict(c.counts), c.missing) for f, c in found.facets.items()} == want.facets
        searcher.close()

    def test_nothing_is_seen_of_what_is_dropped(self, used: Engine, tmp_path: Path) -> None:
        build(used, tmp_path / "index", ROWS).close()
        before = _contents(tmp_path / "index")
        writer = used.append(tmp_path / "index")
        writer.remove(NAMES["S"])
        writer.add([replace(ROWS[0], cable_id="11NEW1")])
        writer.abort()
        after = {
            name: data
            for name, data in _contents(tmp_path / "index").items()
            if not used.is_litter(name)
        }
        assert after == {name: data for name, data in before.items() if not used.is_litter(name)}

    def test_an_older_generation_behind_hard_links_is_left_alone(
        self, used: Engine, tmp_path: Path
    ) -> None:
        old, new = tmp_path / "g1", tmp_path / "g2"
        build(used, old, ROWS).close()
        before = _contents(old)
        new.mkdir()
        for path in old.iterdir():
            if not used.is_litter(path.name):
                os.link(path, new / path.name)
        writer = used.append(new)
        writer.remove(NAMES["K"])
        writer.add([replace(ROWS[0], cable_id="11NEW1")])
        writer.commit()
        assert _contents(old) == before
        for place, total in ((old, len(ROWS)), (new, len(ROWS) - 4 + 1)):
            searcher = used.open(place, Rows(ROWS))
            assert searcher.search(Request(tree=ast.Everything())).total == total
            searcher.close()

    def test_no_file_is_left_over(self, used: Engine, tmp_path: Path) -> None:
        build(used, tmp_path / "index", ROWS).close()
        count = len(list((tmp_path / "index").iterdir()))
        for _ in range(3):
            writer = used.append(tmp_path / "index")
            for cable_id, rows in by_cable(ROWS).items():
                writer.remove(cable_id)
                writer.add(rows)
            writer.commit()
            names = [path.name for path in (tmp_path / "index").iterdir()]
            assert len([n for n in names if not used.is_litter(n)]) <= count + 2, names

    def test_a_committed_writer_is_of_no_use(self, used: Engine, tmp_path: Path) -> None:
        writer = used.create(tmp_path / "index")
        writer.add([ROWS[0]])
        writer.commit()
        writer.abort()  # too late, and harmless
        with pytest.raises(Exception, match="committed"):
            writer.add([ROWS[1]])
        searcher = used.open(tmp_path / "index", Rows(ROWS))
        assert searcher.search(Request(tree=ast.Everything())).total == 1
        searcher.close()

    def test_damage_is_told_or_does_no_harm(self, used: Engine, tmp_path: Path) -> None:
        whole = tmp_path / "whole"
        searcher = build(used, whole, ROWS)
        trees = [
            term("fish"),
            phrase("prime minister"),
            pattern("shelter?"),
            one_of("tags", "EFIS"),
        ]
        right = [all_told(searcher.search(_full(tree))) for tree in trees]
        searcher.close()
        told = 0
        for name in sorted(path.name for path in whole.iterdir()):
            for harm in ("gone", "empty", "half"):
                place = tmp_path / "damaged"
                shutil.copytree(whole, place)
                size = (place / name).stat().st_size
                if harm == "gone":
                    (place / name).unlink()
                else:
                    os.truncate(place / name, 0 if harm == "empty" else size // 2)
                try:
                    with closing(used.open(place, Rows(ROWS))) as searcher:
                        found = [all_told(searcher.search(_full(tree))) for tree in trees]
                        assert found == right
                except DamagedError:
                    told += 1
                shutil.rmtree(place)
        assert told >= 3


def _full(tree: Node) -> Request:
    return Request(tree=tree, facets=FACETS, limit=99)


def _contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def rows_of_one_cable(count: int) -> list[Row]:
    """Paragraphs of one cable, as many as are wanted."""
    return [
        replace(ROWS[0], cable_id="12MANY1", ordinal=i, text=f"word{i}")
        for i in range(1, count + 1)
    ]
