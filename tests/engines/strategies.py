"""Random resolved trees whose values come from given rows, so that most of them find something, few everything."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from cablesearch.engines.base import Request
from cablesearch.fields import FACETS, FIELDS, TEXT_FIELDS, Kind, Row, values_of
from cablesearch.query import ast
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

KEYWORDS = tuple(f.name for f in FIELDS.values() if f.kind in (Kind.KEYWORD, Kind.LEVEL))
DATES = tuple(f.name for f in FIELDS.values() if f.kind is Kind.DATE)
NUMBERS = tuple(f.name for f in FIELDS.values() if f.kind is Kind.NUMBER)


class Trees:
    """Strategies over one set of rows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.texts = [
            (field, found)
            for row in rows
            for field in TEXT_FIELDS
            if (found := words(getattr(row, field) or ""))
        ]
        self.words = sorted({word for _, found in self.texts for word in found})
        self.by_field = {
            field: sorted({value for row in rows for value in values_of(row, field)})
            for field in KEYWORDS
        }
        self.moments: dict[str, list[datetime]] = {
            field: sorted({m for row in rows if (m := getattr(row, field)) is not None})
            for field in DATES
        }

    def trees(self) -> st.SearchStrategy[ast.Node]:
        """Whole queries."""
        leaves = st.one_of(self.leaves(), self.value_leaves())
        trees = st.recursive(leaves, self._around, max_leaves=5)
        rare = st.sampled_from([ast.Everything(), ast.Nothing()])
        return st.integers(0, 29).flatmap(lambda n: rare if n == 0 else trees)

    def _around(self, inner: st.SearchStrategy[ast.Node]) -> st.SearchStrategy[ast.Node]:
        children = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            children.map(lambda c: ast.Or(children=c)),
            children.map(lambda c: ast.And(children=c)),
            st.tuples(self.leaves(), inner).map(
                lambda pair: ast.And(children=(ast.Not(child=pair[0]), pair[1]))
            ),
            inner.map(lambda c: ast.Not(child=c)),
            inner.map(lambda c: ast.Unscored(child=c)),
        )

    # -- words -----------------------------------------------------------------------------------------------------

    def fields(self) -> st.SearchStrategy[tuple[str, ...]]:
        """Mostly all text fields."""
        return st.sampled_from(
            [TEXT_FIELDS, TEXT_FIELDS, ("text",), ("text", "heading"), ("heading",), ("subject",)]
        )

    def leaves(self) -> st.SearchStrategy[ast.Node]:
        """Everything that asks for words."""
        return self.fields().flatmap(
            lambda fields: st.one_of(
                self.terms(fields), self.expands(fields), self.phrases(fields), self.nears(fields)
            )
        )

    def terms(self, fields: tuple[str, ...]) -> st.SearchStrategy[ast.Node]:
        """One word in either form."""
        stems = st.sampled_from(self.words).map(lambda w: ast.Term(fields=fields, word=stem(w)))
        written = st.sampled_from(self.words).map(
            lambda w: ast.Term(fields=fields, word=w, form=ast.Form.WORD)
        )
        return st.one_of(stems, stems, written)

    @st.composite
    @staticmethod
    def _pattern(draw: st.DrawFn, found: Sequence[str]) -> tuple[ast.Shape, str, int]:
        word = draw(st.sampled_from(found))
        cut = draw(st.integers(1, len(word)))
        match draw(st.integers(0, 5)):
            case 0:
                return ast.Shape.FUZZY, word, draw(st.integers(0, 2))
            case 1:
                return ast.Shape.REGEX, f"{word[:cut]}.*", 0
            case 2:
                return ast.Shape.REGEX, f"[{word[0]}aeiou]{word[1:cut]}\\w?.*", 0
            case 3:
                return ast.Shape.WILDCARD, f"*{word[cut:]}", 0
            case 4:
                return ast.Shape.WILDCARD, f"{word[: cut - 1]}?{word[cut:]}", 0
            case _:
                return ast.Shape.WILDCARD, f"{word[:cut]}*", 0

    def expands(self, fields: tuple[str, ...]) -> st.SearchStrategy[ast.Node]:
        """Patterns that fit at least one word, mostly."""
        return self._pattern(self.words).map(
            lambda p: ast.Expand(fields=fields, shape=p[0], pattern=p[1], edits=p[2])
        )

    def phrases(self, fields: tuple[str, ...]) -> st.SearchStrategy[ast.Node]:
        """Words of a text in their order, some left out."""

        @st.composite
        def phrase(draw: st.DrawFn) -> ast.Node:
            _, found = draw(st.sampled_from([t for t in self.texts if t[0] in fields]))
            start = draw(st.integers(0, len(found) - 1))
            at = [start]
            while len(at) < draw(st.integers(1, 3)) and at[-1] + 1 < len(found):
                at.append(draw(st.integers(at[-1] + 1, min(at[-1] + 3, len(found) - 1))))
            gaps = at[-1] - at[0] - (len(at) - 1)
            slop = max(0, gaps + draw(st.integers(-1, 2)))
            return ast.Phrase(fields=fields, words=tuple(stem(found[i]) for i in at), slop=slop)

        return phrase()

    def nears(self, fields: tuple[str, ...]) -> st.SearchStrategy[ast.Node]:
        """Two operands from one text, not far from one another."""

        @st.composite
        def operand(draw: st.DrawFn, found: list[str], at: int) -> ast.Node:
            word = found[at]
            match draw(st.integers(0, 6)):
                case 0 if at + 1 < len(found):
                    return ast.Phrase(fields=fields, words=(stem(word), stem(found[at + 1])))
                case 1 if at + 2 < len(found):
                    return ast.Phrase(
                        fields=fields, words=(stem(word), stem(found[at + 2])), slop=2
                    )
                case 2:
                    other = draw(st.sampled_from(self.words))
                    return ast.Or(
                        children=(
                            ast.Term(fields=fields, word=stem(word)),
                            draw(operand(found, at)),
                            ast.Term(fields=fields, word=stem(other)),
                        )
                    )
                case 3:
                    return ast.Expand(
                        fields=fields, shape=ast.Shape.WILDCARD, pattern=f"{word[:3]}*"
                    )
                case 4:
                    return ast.Term(fields=fields, word=word, form=ast.Form.WORD)
                case _:
                    return ast.Term(fields=fields, word=stem(word))

        @st.composite
        def near(draw: st.DrawFn) -> ast.Node:
            _, found = draw(st.sampled_from([t for t in self.texts if t[0] in fields]))
            one = draw(st.integers(0, len(found) - 1))
            other = draw(st.integers(max(0, one - 5), min(len(found) - 1, one + 5)))
            return ast.Near(
                fields=fields,
                left=draw(operand(found, one)),
                right=draw(operand(found, other)),
                distance=draw(st.integers(0, 6)),
                ordered=draw(st.booleans()),
            )

        return near()

    # -- values ----------------------------------------------------------------------------------------------------

    def one_of(self, field: str) -> st.SearchStrategy[ast.Node]:
        """Some values of a keyword field."""
        values = st.lists(
            st.sampled_from([*self.by_field[field], "NOWHERE"]), min_size=1, max_size=3, unique=True
        )
        return values.map(lambda v: ast.OneOf(field=field, values=tuple(v)))

    def value_leaves(self) -> st.SearchStrategy[ast.Node]:
        """Everything that asks for values."""
        keyword = st.sampled_from([f for f in KEYWORDS if self.by_field[f]])

        @st.composite
        def like(draw: st.DrawFn) -> ast.Node:
            field = draw(keyword)
            value = draw(st.sampled_from(self.by_field[field])).casefold()
            cut = draw(st.integers(1, len(value)))
            pattern = draw(st.sampled_from([f"{value[:cut]}*", f"*{value[cut:]}", f"?{value[1:]}"]))
            return ast.Like(field=field, shape=ast.Shape.WILDCARD, pattern=pattern)

        @st.composite
        def between(draw: st.DrawFn) -> ast.Node:
            field = draw(st.sampled_from([f for f in DATES if self.moments[f]]))
            moment = st.sampled_from(self.moments[field]).map(
                lambda m: m + timedelta(microseconds=1)
            )
            end = st.one_of(st.none(), st.sampled_from(self.moments[field]), moment)
            return ast.Between(field=field, start=draw(end), end=draw(end))

        @st.composite
        def number(draw: st.DrawFn) -> ast.Node:
            end = st.one_of(st.none(), st.integers(1, 6))
            return ast.Number(field=draw(st.sampled_from(NUMBERS)), low=draw(end), high=draw(end))

        has = st.sampled_from(list(FIELDS)).map(lambda f: ast.Has(field=f))
        return st.one_of(
            keyword.flatmap(self.one_of),
            keyword.flatmap(self.one_of),
            like(),
            between(),
            number(),
            has,
        )

    def requests(self) -> st.SearchStrategy[Request]:
        """Whole requests with facets and choices in some of them."""
        facets = st.lists(st.sampled_from(FACETS), min_size=1, max_size=4, unique=True)
        fields = st.lists(
            st.sampled_from([f for f in FACETS if self.by_field[f]]), max_size=3, unique=True
        )

        @st.composite
        def request(draw: st.DrawFn) -> Request:
            chosen = []
            for field in draw(fields):
                node = draw(
                    st.one_of(self.one_of(field), st.just(ast.Not(child=ast.Has(field=field))))
                )
                chosen.append((field, node))
            return Request(
                tree=draw(st.one_of(st.just(ast.Everything()), self.trees())),
                chosen=tuple(chosen),
                facets=tuple(dict.fromkeys([*draw(facets), *(f for f, _ in chosen[:2])])),
                sort=draw(st.sampled_from(["relevance", "date", "-date", "id"])),
                limit=draw(st.integers(0, 50)),
            )

        return request()


_FEW = (
    "fish Fishes fishing, harbour Harbours' dues. the of King's kings zenda ZENDA ½ São G/TIP U.S."
)
TEXTS = st.lists(st.sampled_from(_FEW.split()), max_size=14).map(" ".join)
"""Texts in which few words come again and again."""


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Any row, its values few, so that rows share some; its cable id is to be set."""
    values = st.lists(st.sampled_from(["A", "B", "é", "SIPDIS"]), max_size=3, unique=True).map(
        tuple
    )
    one = st.one_of(st.none(), st.sampled_from(["A", "B"]))
    moments = st.one_of(
        st.none(),
        st.datetimes(timezones=st.just(UTC)).map(
            lambda m: m.replace(microsecond=m.microsecond // 1000)
        ),
    )
    return Row(
        cable_id="", ordinal=1, number=draw(st.one_of(st.none(), st.integers(0, 9))), text=draw(TEXTS),
        heading=draw(st.one_of(st.none(), TEXTS)), subject=draw(st.one_of(st.none(), TEXTS)),
        marking=draw(st.sampled_from([None, "U", "SBU", "S"])), caveats=draw(values), captions=draw(values),
        tags=draw(values), persons=draw(values), embassy=draw(one), country=draw(one), date=draw(moments),
        released=draw(moments), to=draw(values), info=draw(values), cites=draw(values), signers=draw(values),
        source=draw(one),
    )  # fmt: skip
