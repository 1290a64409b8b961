"""The model of sentences that a generation holds: trained on some of its cables, carried over from run to run."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final
from zlib import crc32

from msgspec import DecodeError, Struct, json

from cablesearch.errors import DamagedError
from cablesearch.indexing import durable
from cablesearch.indexing.manifest import DAMAGE_REMEDY
from cablesearch.indexing.store import StoreReader
from cablesearch.indexing.version import digest_of
from cablesearch.language.model import NUMBER, SentenceModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.indexing.catalogue import Catalogue
    from cablesearch.indexing.generation import Generation

    Train = Callable[[Iterable[str]], SentenceModel | None]

SENTENCES: Final = "sentences.json"

_MOST_CABLES: Final = 1_000
"""Trained on at most so many cables: more text than the trainer takes, as cables go."""
_GROWN: Final = 2
"""A collection that has become so many times as large is trained on anew."""


class Trained(Struct, frozen=True, kw_only=True):
    """A model, the number of cables there were when it was trained, and those that it was trained on.

    `texts` is a digest of what those said then; null in a file of before there was one.
    """

    cables: int
    sample: tuple[str, ...]
    texts: str | None = None
    model: SentenceModel


OWN_WORDS: Final = " ".join((NUMBER, *Trained.__struct_fields__, *SentenceModel.__struct_fields__))
"""What the file holds whatever the cables are."""


def carry_model(stage: Path, base: Generation, cables: int) -> bool:
    """Give a staged generation of so many cables the model of the one before; whether there is one that still serves.

    It does not where the collection has doubled, or where a cable that it was trained on is gone or says something
    else now: no word that nothing says any more shall stay.
    """
    before = trained_of(base)
    if before is None or cables >= _GROWN * before.cables:
        return False
    with StoreReader.open(stage) as store:
        if before.texts != _digest(store.catalogue, before.sample):
            return False
    durable.link_or_copy(base.path / SENTENCES, stage / SENTENCES)
    return True


def train_model(stage: Path, train: Train) -> None:
    """Give a staged generation a model of its own cables, unless they have too little text."""
    with StoreReader.open(stage) as store:
        found = _trained_on(store, train)
    if found is not None:
        (stage / SENTENCES).write_bytes(json.encode(found, order="sorted"))


def _trained_on(store: StoreReader, train: Train) -> Trained | None:
    ids = _sample(store.ids())
    read: list[str] = []

    def texts() -> Iterator[str]:
        for cable in store.cables(ids):
            read.append(cable.id)
            yield from (paragraph.text for paragraph in cable.paragraphs)

    model = train(texts())
    if model is None:
        return None
    cables = store.catalogue.totals().cables
    sample = tuple(sorted(read))
    return Trained(
        cables=cables, sample=sample, texts=_digest(store.catalogue, sample), model=model
    )


def _digest(catalogue: Catalogue, sample: Sequence[str]) -> str:
    """What tells the texts of these cables, as they are searched, from any others'; one that is not there has none."""
    found = catalogue.text_digests(sample)
    return digest_of("\0".join(found.get(id, "") for id in sample).encode())


def _sample(ids: Iterable[str]) -> list[str]:
    """Cables from everywhere, the same for the same collection."""
    return nsmallest(_MOST_CABLES, ids, key=lambda id: (crc32(id.encode()), id))


def trained_of(generation: Generation) -> Trained | None:
    """The model of a generation, null where it has none; DamagedError where it cannot be read."""
    if all(entry.name != SENTENCES for entry in generation.manifest.files):
        return None
    path = generation.path / SENTENCES
    try:
        return json.decode(path.read_bytes(), type=Trained)
    except (OSError, DecodeError) as error:
        raise DamagedError(f"{path}: cannot be read: {error}", remedy=DAMAGE_REMEDY) from error


def model_faults(generation: Generation) -> Iterator[str]:
    """What is wrong with the model of a generation; DamagedError where it cannot be read."""
    trained = trained_of(generation)
    if trained is None:
        return
    gone = [cable_id for cable_id in trained.sample if cable_id not in generation.store]
    for cable_id in gone:
        yield f"{SENTENCES}: was trained on {cable_id}, which is not here"
    if not gone and trained.texts not in (
        None,
        _digest(generation.store.catalogue, trained.sample),
    ):
        yield f"{SENTENCES}: was trained on other texts than its cables have here"
