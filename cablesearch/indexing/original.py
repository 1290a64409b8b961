"""The record that a cable was parsed from, read again from its source: the text with nothing taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.errors import SourceError
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable


def original(cable: Cable, form: str | None = None) -> Record:
    """The record of a cable's source; SourceError where the file is gone, or what it was read from has changed.

    A record is the same where its bytes are: by their SHA-256, and by its place in the file. `form` is the form that it
    was read in, in case the file was read as such whatever is in it.
    """
    source = cable.source
    if source.path == "-":
        raise SourceError(f"{cable.id} was read from standard input")
    try:
        for format in dict.fromkeys((None, form)):
            for record in read_file(source.path, format=format):
                if isinstance(record, Record) and record.source == source:
                    return record
    except OSError as error:
        raise SourceError(
            f"{source.place}: {error.strerror or error}", remedy="the text of the index is whole"
        ) from error
    raise SourceError(
        f"{source.place}: changed since {cable.id} was read from it",
        remedy="`cablesearch index` reads it again",
    )
