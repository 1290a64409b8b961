"""The list of facets: the values of each field with their counts, to be ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from msgspec.structs import replace
from textual.binding import Binding
from textual.message import Message

from cablesearch.cli.browse.cards import value_card
from cablesearch.cli.browse.lines import Lines
from cablesearch.cli.browse.pieces import Piece, fitted, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cablesearch.cli.browse.pieces import Line
    from cablesearch.search.page import FacetValue

_SHOWN: Final = 6
"""So many values of a field are shown at first, and whatever is ticked."""

Counted = tuple[tuple["FacetValue", ...], int]
"""The values of a field in their order, and how many paragraphs hold none."""


class Row(NamedTuple):
    """One line: a field's name ("name"), a "value", how many "more" there are, those without ("none"), "add"."""

    kind: str
    field: str = ""
    value: FacetValue | None = None
    many: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same when the counts change."""
        return self.kind, self.field, self.value.value if self.value else ""


class Facets(Lines):
    """The fields that are counted and their values."""

    BINDINGS: ClassVar = [Binding("space", "choose", show=False, priority=True)]

    class Ticked(Message):
        """The ticked values of a field are others than before."""

        def __init__(self, field: str, values: tuple[str, ...]) -> None:
            super().__init__()
            self.field = field
            self.values = values

    class More(Message):
        """Somebody wants a further field to be counted."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._facets: dict[str, Counted] = {}
        self._whole: set[str] = set()
        self._folded: set[str] = set()
        self.rows: list[Row] = []

    def show_counted(self, facets: Mapping[str, Counted]) -> None:
        """Show the facets of a search; the cursor stays where it is."""
        self._facets = dict(facets)
        self._lay_out()

    @property
    def here(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.at] if self.rows else None

    def item(self, at: int, width: int) -> Sequence[Line]:
        row = self.rows[at]
        if row.value is not None:
            return (value_card(row.value, self._most(row.field), width),)
        if row.kind == "name":
            folded = f" ({len(self._facets[row.field][0]):,})" if row.field in self._folded else ""
            return (fitted((Piece(row.field, "strong"), Piece(folded)), width),)
        if row.kind == "none":
            return (line(f"    (none) {row.many:,}", "faint"),)
        return (line(f"    +{row.many:,} more" if row.kind == "more" else "+ another field"),)

    def action_choose(self) -> None:
        row = self.here
        if row is None:
            return
        if row.value is not None:
            self._tick(row.field, row.value)
        elif row.kind == "add":
            self.post_message(self.More())
        elif row.kind != "none":
            (self._whole if row.kind == "more" else self._folded).symmetric_difference_update(
                {row.field}
            )
            self._lay_out()

    def _tick(self, field: str, ticked: FacetValue) -> None:
        # shown at once; the counts follow when they are there
        values, missing = self._facets[field]
        changed = tuple(
            replace(value, chosen=not value.chosen) if value is ticked else value
            for value in values
        )
        self._facets[field] = changed, missing
        self._lay_out()
        self.post_message(
            self.Ticked(field, tuple(value.value for value in changed if value.chosen))
        )

    def _lay_out(self) -> None:
        before = self.here
        self.rows = [*self._rows_of_all()]
        keys = [row.key for row in self.rows]
        at = keys.index(before.key) if before and before.key in keys else self.at
        self.show(len(self.rows), at)

    def _rows_of_all(self) -> Iterator[Row]:
        for field, (values, missing) in self._facets.items():
            yield Row("name", field)
            if field in self._folded:
                continue
            whole = field in self._whole
            shown = [v for at, v in enumerate(values) if whole or at < _SHOWN or v.chosen]
            for value in shown:
                yield Row("value", field, value)
            if len(values) > len(shown):
                yield Row("more", field, many=len(values) - len(shown))
            if missing and field != "marking":  # there they are the value "unmarked"
                yield Row("none", field, many=missing)
        if self._facets:
            yield Row("add")

    def _most(self, field: str) -> int:
        return max(value.count for value in self._facets[field][0])
