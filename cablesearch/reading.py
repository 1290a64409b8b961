"""The public Python functions that need no index: parse a cable, read the cables of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.cable.parse import parse_record
from cablesearch.errors import RecordError
from cablesearch.formats.detect import read_file
from cablesearch.formats.encoding import without_halves
from cablesearch.formats.names import path_passed_over
from cablesearch.formats.record import Known, Record, Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables


def parse_cable(text: str, *, id: str | None = None, date: datetime | None = None) -> Cable:
    """The cable that a text holds: never raises on dirt, what was odd is among its `diagnostics`.

    `id` and `date` (aware, taken as UTC) are what you know beside the text; where the text says otherwise, the
    text wins and a Diagnostic says so.

    >>> cable = parse_cable("UNCLAS ZENDA 000457\\n\\nSUBJECT: SHELTERS\\n\\n1. (SBU) Two shelters closed.")
    >>> [(p.number, p.marking, p.text) for p in cable.paragraphs]
    [(1, 'SBU', 'Two shelters closed.')]
    """
    whole, notes = without_halves(text)
    record = Record(
        format="telegram",
        text=whole,
        source=Source(path="-"),
        known=Known(id=id, date=date),
        notes=notes,
    )
    return parse_record(record)


def read_cables(
    path: str | Path,
    *,
    format: str | None = None,
    tables: Tables | None = None,
    on_unreadable: Callable[[Unreadable], object] | None = None,
) -> Iterator[Cable]:
    """Every cable of a file or a container, or of all of these below a folder, in order.

    `format` names a reader (`cablesearch help formats`) where the content should not decide. What cannot be read is
    given to `on_unreadable`, and the rest follows; without it the first such raises RecordError.
    """
    for file in _files(Path(path)):
        for record in read_file(file, format=format):
            if not isinstance(record, Unreadable):
                yield parse_record(record, tables)
            elif on_unreadable is None:
                raise RecordError(str(record))
            else:
                on_unreadable(record)


def _files(path: Path) -> Iterator[Path]:
    """A file, or what an index would read of a folder."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not path_passed_over(str(file.relative_to(path))):
            yield file
