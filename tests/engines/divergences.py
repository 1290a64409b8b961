"""Where an engine is known not to agree with `query.match`, numbered, strict: one that has gone away fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.query.ast import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A tree for which an engine finds other paragraphs of the collection than it should, and why."""

    engine: str
    tree: Node
    why: str


DIVERGENCES: Mapping[int, Divergence] = {}
"""None is known."""
