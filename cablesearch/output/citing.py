"""Citations written as they stream by, in the format that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.output.cite import citation_of, note
from cablesearch.output.cite_forms import bibtex, csl, ris
from cablesearch.output.formats import Format
from cablesearch.output.records import write_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cable.tables import Tables
    from cablesearch.output.sink import Sink


def write_citations(
    cited: Iterable[tuple[Cable, Paragraph | None]],
    how: Format,
    sink: Sink,
    *,
    form: Callable[[str], str | None],
    tables: Tables,
) -> None:
    """Cite these paragraphs, or whole cables: a line each, or as RIS, BibTeX or one CSL-JSON array.

    `form` gives the form that a cable's record was read in, `tables` have the names of posts.
    """
    found = (citation_of(cable, paragraph, form=form, tables=tables) for cable, paragraph in cited)
    if how is Format.CSL:
        write_array(map(csl, found), sink)
        return
    written = {Format.CITE: note, Format.RIS: ris, Format.BIBTEX: bibtex}[how]
    for said in found:
        sink.line(written(said))
