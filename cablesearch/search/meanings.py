"""What the words of a query name: cable ids, TAGS codes, countries, as the code tables know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.countries import countries_named
from cablesearch.cable.ident import canonical_id
from cablesearch.cable.meaning import codes_meaning
from cablesearch.cable.misprints import corrected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.cable.eras import Era
    from cablesearch.cable.tables import Tables


class Meanings(Struct, frozen=True):
    """Part of a query.context.Context, over some code tables; few queries ask for it."""

    tables: Tables

    def canonical_id(self, text: str) -> str | None:
        """The canonical form of a cable id."""
        return canonical_id(text, tables=self.tables)

    def tags_meaning(self, words: str) -> Mapping[str, tuple[Era, ...]]:
        """The codes whose meaning has these words, with the eras in which it had."""
        return codes_meaning(words, self.tables)

    def misprint(self, code: str) -> str | None:
        """The code that an unknown one was meant to be."""
        return corrected(code, self.tables)

    def countries(self, words: str) -> tuple[str, ...]:
        """The codes of the countries with these words in a name of theirs."""
        return countries_named(words, self.tables)
