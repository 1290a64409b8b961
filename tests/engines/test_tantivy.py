"""The tantivy engine: the contract, and what is its own."""

from __future__ import annotations

from tests.engines.contract import Contract


class TestTantivy(Contract):
    """All of the contract."""

    name = "tantivy"
