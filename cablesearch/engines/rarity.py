"""How much a rare word weighs."""

from __future__ import annotations

from math import log


def rarity(documents: int, holding: int) -> float:
    """BM25's inverse document frequency, never negative."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))
