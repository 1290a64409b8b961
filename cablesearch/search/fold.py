"""Hits that are near-copies of better ones on their page, folded into these."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.search.later import Later
from cablesearch.search.shingles import shingles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.engines.base import Key
    from cablesearch.search.page import FoundParagraph, Page

_COPY: Final = 0.6
"""Paragraphs that share so much are copies: in sixty words three or four may differ."""


def folded(page: Page) -> Page:
    """The page with the first of all near-copies in place of them; each hit names those folded into it."""
    hits = _folded(page.hits)
    keys = tuple((hit.cable.id, hit.paragraph.ordinal) for hit in hits)
    return replace(page, keys=keys, listed=Later(lambda: hits))


def _folded(hits: Sequence[FoundParagraph]) -> tuple[FoundParagraph, ...]:
    kept: list[tuple[FoundParagraph, int, list[Key]]] = []
    holding: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)  # places in `kept`
    for hit in hits:
        own = shingles(hit.paragraph.text)
        shared = Counter(at for one in own for at in holding.get(one, ()))
        for at in sorted(shared):
            _, size, copies = kept[at]
            if shared[at] / (len(own) + size - shared[at]) >= _COPY:
                copies.append((hit.cable.id, hit.paragraph.ordinal))
                break
        else:
            for one in own:
                holding[one].append(len(kept))
            kept.append((hit, len(own), []))
    return tuple(replace(hit, similar=tuple(copies)) for hit, _, copies in kept)
