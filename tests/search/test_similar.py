"""What is alike: scores, copies and folded hits equal what is measured by hand."""

from __future__ import annotations

from collections import Counter
from math import isclose, log, sqrt
from random import Random
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.model import Cable, Paragraph
from cablesearch.errors import NotFoundError, UsageError
from cablesearch.formats.record import Source
from cablesearch.language.stop_words import is_stop_word
from cablesearch.search.copies import copies
from cablesearch.search.shingles import share, shingles
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cablesearch.api import Index
    from cablesearch.search.copies import Copy

TWINS = ["09ZENDA118", "09ZENDA121"]

# -- more like this ----------------------------------------------------------------------------------------------------


def counted(texts: Iterable[str]) -> Counter[str]:
    every = (word for text in texts for word in words(text))
    return Counter(stem(word) for word in every if not (is_stop_word(word) or word.isdigit()))


def cosine_in(index: Index) -> Callable[[list[str], list[str]], float]:
    texts = [paragraph.text for cable in index.cables() for paragraph in cable.paragraphs]
    holding = Counter(one for text in texts for one in set(map(stem, words(text))))

    def weigh(some: list[str]) -> dict[str, float]:
        return {
            one: (1 + log(n)) * log(len(texts) / holding[one]) for one, n in counted(some).items()
        }

    def cosine(one: list[str], other: list[str]) -> float:
        a, b = weigh(one), weigh(other)
        both = sum(weight * b.get(word, 0) for word, weight in a.items())
        return both / sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))

    return cosine


@pytest.mark.parametrize("spec", ["07ZENDA61/3", "09ZENDA118 ¶2", "07STRELSAU203:2"])
def test_paragraphs_like_a_paragraph(archive: Index, spec: str) -> None:
    cosine = cosine_in(archive)
    cable, [source] = archive.find(spec)
    every = {
        (other.id, paragraph.ordinal): cosine([source.text], [paragraph.text])
        for other in archive.cables()
        for paragraph in other.paragraphs
        if other.id != cable.id and counted([paragraph.text])
    }
    found = archive.similar(spec, limit=8)
    assert len(found) == 8
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.ordinal is not None
        assert isclose(one.score, every[one.cable_id, one.ordinal])
        assert archive.find(one.cite)[0].id == one.cable_id
    assert isclose(found[0].score, max(every.values()))


def test_cables_like_a_cable(archive: Index) -> None:
    cosine = cosine_in(archive)
    texts = {cable.id: [p.text for p in cable.paragraphs] for cable in archive.cables()}
    found = archive.similar(TWINS[0], limit=5)
    assert found[0].cable_id == TWINS[1]
    for one in found:
        assert (one.cite, one.ordinal) == (one.cable_id, None)
        assert isclose(one.score, cosine(texts[TWINS[0]], texts[one.cable_id]))
        assert 0 < len(one.words) <= 5
        own = counted(texts[TWINS[0]])
        assert all(stem(word) in own for word in one.words)


def test_options_and_units(archive: Index) -> None:
    assert {len({one.ordinal is None}) for one in archive.similar(TWINS[0], by="paragraph")} == {1}
    by_paragraph = archive.similar(TWINS[0], by="paragraph", limit=3)
    assert all(one.ordinal for one in by_paragraph)
    narrowed = archive.similar(TWINS[0], filters={"embassy": ["HENTZAU"]}, since="2006")
    assert narrowed
    assert {(one.embassy, (one.date or "") > "2006") for one in narrowed} == {("HENTZAU", True)}
    assert archive.similar(TWINS[0], limit=0) == ()
    assert len(archive.similar(TWINS[0], limit=1)) == 1
    with pytest.raises(NotFoundError):
        archive.similar("09NOWHERE1")


# -- copies ------------------------------------------------------------------------------------------------------------


def grouped(found: Iterable[Copy]) -> list[list[tuple[str, float]]]:
    groups: dict[int, list[tuple[str, float]]] = {}
    for copy in found:
        groups.setdefault(copy.group, []).append((copy.cable_id, round(copy.share, 9)))
    assert list(groups) == list(range(1, len(groups) + 1))
    return list(groups.values())


def grouped_by_hand(cables: Iterable[Cable], least: float) -> list[list[tuple[str, float]]]:
    """Each cable compared with the first ones of all groups."""
    firsts: list[tuple[frozenset[tuple[str, ...]], list[tuple[str, float]]]] = []
    for cable in cables:
        own = shingles(" ".join(paragraph.text for paragraph in cable.paragraphs))
        shares = [round(share(own, first), 9) for first, _ in firsts]
        best = max(shares, default=0.0)
        if best >= least:
            firsts[shares.index(best)][1].append((cable.id, best))
        elif own:
            firsts.append((own, [(cable.id, 1.0)]))
    return [group for _, group in firsts if len(group) > 1]


def made_up(seed: int) -> list[Cable]:
    """Forty cables, some of which are copies of others, with words changed, texts cut off and added."""
    chance = Random(seed)
    texts: list[list[str]] = []
    for _ in range(40):
        if texts and chance.random() < 0.6:
            text = list(chance.choice(texts))
            for _ in range(chance.randrange(len(text) // 8)):
                text[chance.randrange(len(text))] = f"w{chance.randrange(9999)}"
            cut = chance.randrange(len(text) // 3)
            text = text[cut:] if chance.random() < 0.5 else text + text[:cut]
        else:
            text = [f"w{chance.randrange(9999)}" for _ in range(chance.randrange(20, 300))]
        texts.append(text)
    return [
        Cable(
            id=f"08ZENDA{number:04d}",
            paragraphs=tuple(
                Paragraph(ordinal=n, text=" ".join(text[at : at + 50]), lines=(n, n))
                for n, at in enumerate(range(0, len(text), 50), 1)
            ),
            source=Source(path="a.txt"),
        )
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("least", [0.6, 0.8, 1.0])
def test_copies_equal_those_found_by_comparing_all(seed: int, least: float) -> None:
    cables = made_up(seed)
    by_id = {cable.id: cable for cable in cables}

    def again(ids: Sequence[str]) -> Iterator[Cable]:
        return iter([by_id[one] for one in ids])

    found = grouped(copies(cables, again, least))
    assert found == grouped_by_hand(cables, least)
    assert found or least == 1


def test_copies_among_the_sample_cables(archive: Index) -> None:
    found = grouped(archive.duplicates())
    assert found == grouped_by_hand(archive.cables(), 0.6)
    assert TWINS in [[cable_id for cable_id, _ in group] for group in found]
    assert list(archive.duplicates(since="2010")) == []
    assert [c.cable_id for c in archive.duplicates(since="2009")] == TWINS
    for wrong in (0.4, 1.1):
        with pytest.raises(UsageError):
            archive.duplicates(share=wrong)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("the king hunts", "The king hunts.", 1.0),
        ("the king hunts", "the king sleeps", 0.0),
        ("a b c d e f", "a b c d e g", 1 / 3),
        ("", "", 0.0),
        ("", "the king", 0.0),
    ],
)
def test_share(one: str, other: str, expected: float) -> None:
    assert isclose(share(shingles(one), shingles(other)), expected)


# -- folding -----------------------------------------------------------------------------------------------------------


def test_near_copies_fold_into_the_best_of_them(archive: Index) -> None:
    plain = archive.search("kiln manager court", limit=20)
    folded = archive.search("kiln manager court", limit=20, fold_similar=True)
    assert folded.total == plain.total
    names = [f"{hit.cable.id}:{hit.paragraph.ordinal}" for hit in plain.hits]
    kept = [f"{hit.cable.id}:{hit.paragraph.ordinal}" for hit in folded.hits]
    assert [f"{cable_id}:{ordinal}" for cable_id, ordinal in folded.keys] == kept
    away = [name for hit in folded.hits for name in hit.similar_ids]
    assert away
    assert sorted(kept + away) == sorted(names)
    assert kept == [name for name in names if name not in away]
    for hit in folded.hits:
        for name in hit.similar_ids:
            [copy] = archive.find(name)[1]
            assert share(shingles(copy.text), shingles(hit.paragraph.text)) >= 0.6
            assert names.index(name) > names.index(f"{hit.cable.id}:{hit.paragraph.ordinal}")
    assert {"similar" in hit for hit in folded.to_dicts()} == {True}
    assert {"similar" in hit for hit in plain.to_dicts()} == {False}


def test_folding_is_what_comparing_every_pair_gives(archive: Index) -> None:
    kept: dict[str, list[str]] = {}
    texts: dict[str, frozenset[tuple[str, ...]]] = {}
    for hit in archive.search("the", limit=300).hits:
        name, own = f"{hit.cable.id}:{hit.paragraph.ordinal}", shingles(hit.paragraph.text)
        like = next((one for one in kept if share(own, texts[one]) >= 0.6), None)
        if like is None:
            kept[name], texts[name] = [], own
        else:
            kept[like].append(name)
    folded = archive.search("the", limit=300, fold_similar=True).hits
    assert any(kept.values())
    assert {
        f"{hit.cable.id}:{hit.paragraph.ordinal}": list(hit.similar_ids) for hit in folded
    } == kept
