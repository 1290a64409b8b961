"""The model of sentences in an index: when it is trained, carried over, and rid of what was purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import json
from msgspec.structs import replace

from cablesearch.indexing import purge, sentences
from cablesearch.indexing.check import check
from cablesearch.indexing.generation import open_number
from cablesearch.indexing.sentences import SENTENCES, Trained, carry_model, model_faults, trained_of
from cablesearch.language.model import SentenceModel
from cablesearch.text import words
from tests.indexing.world import engines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.indexing.world import World


def every_word(texts: Iterable[str]) -> SentenceModel | None:
    """A trainer that learns far more than Punkt does, and nothing of fewer than ten paragraphs."""
    read = list(texts)
    found = {word for text in read for word in words(text)}
    return SentenceModel(abbreviations=tuple(sorted(found))) if len(read) >= 10 else None


@pytest.fixture
def built(world: World) -> World:
    """Twenty cables, and the model of them."""
    world.train = every_word
    world.fill(20)
    world.build()
    return world


def model(world: World) -> Trained | None:
    with world.open() as generation:
        return trained_of(generation)


def file_of(world: World) -> Path:
    with world.open() as generation:
        return generation.path / SENTENCES


def test_a_first_build_trains(built: World) -> None:
    found = model(built)
    assert found is not None
    assert (found.cables, len(found.sample)) == (20, 20)
    assert set(found.model.abbreviations) >= {"first", "second", "20"}
    assert not check(built.index, tools=built.tools()).findings


def test_too_little_text(world: World) -> None:
    world.train = every_word
    world.fill(3)
    world.build()
    assert model(world) is None
    world.fill(6)
    world.build()
    assert model(world) is not None


def test_the_model_is_carried_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.train = every_word
    monkeypatch.setattr(sentences, "_MOST_CABLES", 12)
    world.fill(20)
    world.build()
    before, found = file_of(world), model(world)
    assert found is not None
    other = next(n for n in range(1, 21) if f"08ZENDA{n}" not in found.sample)
    world.write("021.txt", "08ZENDA21\nnew")
    world.write(f"{other:03}.txt", f"08ZENDA{other}\nchanged")
    world.build()
    assert file_of(world) != before
    assert file_of(world).samefile(before)


def test_a_word_that_was_taken_out_of_a_cable_is_taken_out_of_the_model(built: World) -> None:
    built.write("007.txt", "08ZENDA7\nbrumbledoxy of quillifant")
    built.build()
    with_it = model(built)
    assert with_it is not None
    assert "brumbledoxy" in with_it.model.abbreviations
    kept = json.encode(with_it)
    built.write("007.txt", "08ZENDA7\nof quillifant")
    built.build()
    after = model(built)
    assert after is not None
    assert "brumbledoxy" not in after.model.abbreviations
    with built.open() as generation:
        assert list(model_faults(generation)) == []
        (generation.path / SENTENCES).chmod(0o644)
        (generation.path / SENTENCES).write_bytes(kept)
        [fault] = model_faults(generation)
        assert "other texts" in fault


def test_a_model_of_before_there_was_a_digest_is_trained_anew(built: World) -> None:
    found = model(built)
    assert found is not None
    with built.open() as generation:
        path = generation.path / SENTENCES
        path.chmod(0o644)
        path.write_bytes(json.encode(replace(found, texts=None)))
        assert list(model_faults(generation)) == []
        assert not carry_model(generation.path, generation, 20)


@pytest.mark.parametrize("what", ["doubled", "removed", "rebuilt"])
def test_the_model_is_trained_anew(built: World, what: str) -> None:
    before = file_of(built)
    built.write("021.txt", "08ZENDA21\nwazzock")
    if what == "doubled":
        built.fill(40)
    elif what == "removed":
        (built.corpus / "007.txt").unlink()
    built.build(rebuild=what == "rebuilt")
    assert not before.exists() or not file_of(built).samefile(before)
    found = model(built)
    assert found is not None
    assert ("08ZENDA7" in found.sample) == (what != "removed")
    assert ("wazzock" in found.model.abbreviations) == (what != "doubled")


def test_a_run_with_nothing_to_do_trains_nothing(built: World) -> None:
    def refuse(texts: Iterable[str]) -> SentenceModel | None:
        raise AssertionError(list(texts))

    built.train = refuse
    assert not built.build().published
    built.write("021.txt", "08ZENDA21\nnew")
    assert built.build().published


def test_a_purge_leaves_no_word_in_it(built: World) -> None:
    built.write("odd.txt", "08ZENDA457\nbrumbledoxy of quillifant")
    built.build(rebuild=True)
    before = model(built)
    assert before is not None
    assert "brumbledoxy" in before.model.abbreviations
    proof = built.purge("08ZENDA457").proof
    assert proof is not None
    assert (proof.found, proof.words) == ((), 2)
    after = model(built)
    assert after is not None
    assert "08ZENDA457" not in after.sample
    assert "brumbledoxy" not in after.model.abbreviations


def test_the_proof_of_a_purge_looks_into_it(built: World, monkeypatch: pytest.MonkeyPatch) -> None:
    built.write("odd.txt", "08ZENDA457\nbrumbledoxy of quillifant")
    built.build(rebuild=True)
    kept = file_of(built).read_bytes()

    def keep(stage: Path, _train: object) -> None:
        (stage / SENTENCES).write_bytes(kept)

    monkeypatch.setattr(purge, "train_model", keep)
    proof = built.purge("08ZENDA457").proof
    assert proof is not None
    assert {found.split(": ")[1].split(" at ")[0] for found in proof.found} == {
        "a purged id", "a purged word"
    }  # fmt: skip
    assert all(SENTENCES in found for found in proof.found)


def test_words_of_the_model_itself_are_no_remains(built: World) -> None:
    built.write("odd.txt", "08ZENDA457\nnumber abbreviations orthography sample")
    built.build(rebuild=True)
    proof = built.purge("08ZENDA457").proof
    assert proof is not None
    assert proof.found == ()


def test_what_is_wrong_with_a_model(built: World) -> None:
    found = model(built)
    assert found is not None
    with open_number(built.index, 1, engines=engines) as generation:
        assert list(model_faults(generation)) == []
        path = generation.path / SENTENCES
        path.write_bytes(json.encode(replace(found, sample=("08ZENDA7", "08ZENDA999"))))
        [fault] = model_faults(generation)
        assert "08ZENDA999" in fault


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]"])
def test_a_damaged_model_is_found(built: World, data: bytes) -> None:
    path = file_of(built)
    path.chmod(0o644)
    path.write_bytes(data.ljust(path.stat().st_size))
    [finding] = check(built.index, tools=built.tools()).findings
    assert SENTENCES in finding.message
