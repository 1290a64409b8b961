"""The collection that the benchmarks make: always the same, of the shapes it says, and read by us without loss."""

from __future__ import annotations

from collections import Counter
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.parse import parse_record
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record
from tests.benchmarks import prose
from tests.benchmarks.collection import Collection
from tests.benchmarks.dump import write_dump, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from cablesearch.cable.model import Cable

_COUNT = 300


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection(prose.invented())


@pytest.fixture(scope="module")
def cables(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> list[Cable]:
    path = tmp_path_factory.mktemp("dump") / "cables.csv"
    write_dump(collection, _COUNT, path)
    return _read(path)


def _read(path: Path) -> list[Cable]:
    found = []
    for one in read_file(str(path)):
        assert isinstance(one, Record), one
        found.append(parse_record(one))
    return found


def test_a_cable_follows_from_its_number_alone(collection: Collection) -> None:
    again = Collection(prose.invented())
    later, first = again.cable(200), again.cable(1)
    assert (first, later) == (collection.cable(1), collection.cable(200))
    assert Collection(prose.invented(), seed=1).cable(1) != first


def test_a_revision_has_the_id_and_other_words(collection: Collection) -> None:
    first, second = collection.cable(7), collection.cable(7, revision=1)
    assert (first.head, first.header) == (second.head, second.header)
    assert first.body != second.body


def test_every_row_is_read_under_its_id(collection: Collection, cables: list[Cable]) -> None:
    expected = [collection.head(number) for number in range(1, _COUNT + 1)]
    assert [cable.id for cable in cables] == [head.id for head in expected]
    assert [cable.date for cable in cables] == [head.moment for head in expected]
    assert [cable.embassy for cable in cables] == [head.post.station for head in expected]


def test_what_is_odd_is_little(cables: list[Cable]) -> None:
    kinds = Counter(one.kind for cable in cables for one in cable.diagnostics)
    assert kinds.pop("sentence-joined") > 0
    assert kinds.total() < _COUNT / 50


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("paragraphs", 10, 14),
        ("words", 90, 110),
        ("tags", 4, 6),
        ("references", 0.6, 1.4),
        ("held", 0.6, 0.9),
    ],
)
def test_shapes(cables: list[Cable], what: str, low: float, high: float) -> None:
    ids = {cable.id for cable in cables}
    cited = [one.cable_id for cable in cables for one in cable.references]
    found = {
        "paragraphs": mean(len(cable.paragraphs) for cable in cables),
        "words": mean(len(p.text.split()) for cable in cables for p in cable.paragraphs),
        "tags": mean(len(cable.tags) for cable in cables),
        "references": len(cited) / _COUNT,
        "held": mean(one in ids for one in cited),
    }
    assert low < found[what] < high


def test_values_are_skewed_and_many(cables: list[Cable]) -> None:
    posts = Counter(cable.embassy for cable in cables)
    marks = Counter(p.marking for cable in cables for p in cable.paragraphs)
    words = Counter(w for cable in cables for p in cable.paragraphs for w in p.text.lower().split())
    assert len(posts) > 80
    assert sum(n for _, n in posts.most_common(20)) > _COUNT / 3
    assert set(marks) == {None, "U", "SBU", "C", "S"}
    assert 0.05 < marks[None] / marks.total() < 0.2
    assert sum(n for _, n in words.most_common(100)) > 0.3 * words.total()
    assert sum(n == 1 for n in words.values()) > 0.2 * len(words)


def test_a_file_a_cable_gives_the_same_paragraphs(
    collection: Collection, cables: list[Cable], tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        path = write_file(tmp_path, collection.cable(number))
        (found,) = _read(path)
        assert found.id == cables[number - 1].id
        assert [p.text for p in found.paragraphs] == [p.text for p in cables[number - 1].paragraphs]


def test_words_of_a_given_text(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Rain fell on Zenda, rain fell on Strelsau. " * 9)
    with_names = Collection(prose.like(path)).cable(1)
    assert Counter(with_names.body.lower().split())["fell"] > 10


def test_no_words_at_all(tmp_path: Path) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("1 2 3")
    with pytest.raises(ValueError, match="has no words"):
        prose.like(path)
