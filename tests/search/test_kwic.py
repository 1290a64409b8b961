"""Concordances equal a plain scan of the texts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.errors import UsageError
from cablesearch.text import tokenise, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.api import Index
    from cablesearch.search.kwic import Line

Place = tuple[str, int, int, int]
"""Cable, ordinal, start and end of a match."""


def places(lines: list[Line]) -> list[Place]:
    return [(line.cable_id, line.ordinal, line.start, line.end) for line in lines]


def scanned(index: Index, pattern: str) -> Iterator[Place]:
    """Where in the texts an expression matches whole words."""
    plain = re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)
    for cable in index.cables():
        for paragraph in cable.paragraphs:
            for found in plain.finditer(paragraph.text):
                yield cable.id, paragraph.ordinal, *found.span()


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("text:shelter", "shelter(s|ed|ing)?"),
        ("text:=shelters", "shelters"),
        ("text:(victims OR police)", "victim(s|ize|ized)?|polic(e|ing)"),
        ('text:"the embassy"', r"the[\W_]+embass(y|ies)"),
        ("text:traffick*", r"traffick[^\W_]*"),
        ("text:(shelter NOT victims)", None),
        ("text:fisheries", "fisher(y|ies)"),
    ],
)
def test_equals_a_plain_scan(archive: Index, query: str, pattern: str | None) -> None:
    found = places(list(archive.kwic(query)))
    assert found
    assert found == sorted(set(found))
    if pattern is not None:
        assert found == sorted(scanned(archive, pattern))


@pytest.mark.parametrize(("near", "distance", "ordered"), [("NEAR", 6, False), ("BEFORE", 9, True)])
def test_the_whole_span_of_a_near_is_the_node(
    archive: Index, near: str, distance: int, ordered: bool
) -> None:
    expected = []
    for cable in archive.cables():
        for paragraph in cable.paragraphs:
            tokens = tokenise(paragraph.text)
            spans = set()
            for i, a in enumerate(tokens):
                for j, b in enumerate(tokens):
                    asked = (a.word, b.word) == ("the", "embassy") and (i < j or not ordered)
                    if asked and abs(i - j) - 1 <= distance:
                        spans.add((min(i, j), max(i, j)))
            for first, last in spans:  # those that hold no other
                if not any((f, m) != (first, last) and first <= f <= m <= last for f, m in spans):
                    place = tokens[first].start, tokens[last].end
                    expected.append((cable.id, paragraph.ordinal, *place))
    query = f"text:(=the {near}/{distance} =embassy)"
    assert places(list(archive.kwic(query))) == sorted(expected)
    assert len(expected) > 10


def test_a_line(archive: Index) -> None:
    for width in (1, 30, 10_000):
        for line in archive.kwic("text:(shelter OR law OR embassy)", width=width):
            [paragraph] = archive.find(f"{line.cable_id}:{line.ordinal}")[1]
            flat = re.sub(r"\s+", " ", paragraph.text)
            before = re.sub(r"\s+", " ", paragraph.text[: line.start])
            after = re.sub(r"\s+", " ", paragraph.text[line.end :])
            assert line.left == before[max(0, len(before) - width) :]
            assert line.right == after[:width]
            assert line.left + line.node + line.right in flat
            assert archive.find(line.cite)[1] == (paragraph,)


def test_a_line_of_a_sentence(archive: Index) -> None:
    assert archive.splitter.is_trained
    whole = list(archive.kwic("text:(shelter OR law)", width=10_000))
    for line, all_of_it in zip(
        archive.kwic("text:(shelter OR law)", within="sentence", width=10_000), whole, strict=True
    ):
        assert (line.cite, line.start, line.end) == (all_of_it.cite, all_of_it.start, all_of_it.end)
        [paragraph] = archive.find(f"{line.cable_id}:{line.ordinal}")[1]
        [(start, end)] = [
            (start, end)
            for start, end in archive.splitter.sentences(paragraph.text)
            if start <= line.start < end
        ]
        sentence = re.sub(r"\s+", " ", paragraph.text[start:end])
        assert line.left + line.node + line.right == sentence


def test_what_stands_under_not_is_no_node(archive: Index) -> None:
    with_victims = {line.cite for line in archive.kwic("text:victims")}
    lines = list(archive.kwic("text:shelter NOT text:victims"))
    assert {words(line.node)[0] for line in lines} == {"shelter", "shelters"}
    assert not {line.cite for line in lines} & with_victims
    for query in ("NOT text:victims", "tags:PREL", "heading:comment", ""):
        with pytest.raises(UsageError):
            archive.kwic(query)


ORDERS: dict[str, Any] = {
    "left": lambda line: words(line.left)[::-1],
    "right": lambda line: words(line.right),
    "node": lambda line: words(line.node),
    "date": lambda line: line.date or "~",
    "none": lambda line: line.cable_id,
}


@pytest.mark.parametrize("order", ORDERS)
def test_order(archive: Index, order: Any) -> None:
    every = list(archive.kwic("text:(shelter OR police)", sort=order))
    keys = list(map(ORDERS[order], every))
    assert keys == sorted(keys)
    plain = archive.kwic("text:(shelter OR police)")
    assert Counter(places(every)) == Counter(places(list(plain)))
    assert (plain.matches, plain.is_whole) == (len(every), True)
    for limit in (1, 7, len(every)):
        some = archive.kwic("text:(shelter OR police)", sort=order, limit=limit)
        assert list(some) == every[:limit]
        assert some.is_whole == (limit == len(every) or order in ("left", "right", "node"))


def test_a_sample(archive: Index) -> None:
    every = list(archive.kwic("text:the"))
    some = archive.kwic("text:the", sample=40, seed=7)
    sample = list(some)
    assert sample == list(archive.kwic("text:the", sample=40, seed=7))
    assert sample != list(archive.kwic("text:the", sample=40, seed=8))
    assert (len(sample), some.matches) == (40, len(every))
    by_date = list(archive.kwic("text:the", sample=40, seed=7, sort="date"))
    assert by_date == sorted(sample, key=lambda line: line.date or "~")
    assert sample == [line for line in every if line in sample]
    assert list(archive.kwic("text:shelter", sample=10**6)) == list(archive.kwic("text:shelter"))


def test_every_match_is_as_likely_in_a_sample(archive: Index) -> None:
    every = list(archive.kwic("text:shelter"))
    times = Counter(
        place
        for seed in range(400)
        for place in places(list(archive.kwic("text:shelter", sample=5, seed=seed)))
    )
    expected = 400 * 5 / len(every)
    assert all(expected / 2 < times[place] < expected * 2 for place in places(every))


def test_options_narrow(archive: Index) -> None:
    lines = list(archive.kwic("text:shelter", filters={"embassy": ["ZENDA"]}, since="2006"))
    assert lines
    assert all(line.embassy == "ZENDA" and (line.date or "") > "2006" for line in lines)
