"""From a cable to its rows: what of it is indexed, one row a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.cable.countries import country_of
from cablesearch.cable.misprints import corrected
from cablesearch.cable.missions import post_named
from cablesearch.fields import Row, start_of_day

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.cable.model import Addressee, Cable
    from cablesearch.cable.tables import Tables


def rows_of(cable: Cable, *, added: datetime, tables: Tables) -> tuple[Row, ...]:
    """The rows of a cable's paragraphs in order; `added` is when its id first entered the index.

    Misprinted TAGS are searched and counted as what they were meant to be; the country is that of the cable's date.
    """
    tags = tuple(dict.fromkeys(corrected(tag, tables) or tag for tag in cable.tags))
    country = country_of(cable.embassy, tables, cable.date)
    declassify_on = start_of_day(cable.declassify_on) if cable.declassify_on else None
    source = cable.source.path
    if cable.source.member:
        source = f"{source}:{cable.source.member}"
    cites = tuple(dict.fromkeys(r.cable_id for r in cable.references if r.cable_id))
    year = cable.date.year if cable.date else None
    to = _addressees(cable.to, tables, year)
    info = _addressees(cable.info, tables, year)
    return tuple(
        Row(
            cable_id=cable.id,
            ordinal=p.ordinal,
            number=p.number,
            text=p.text,
            heading=p.heading,
            subject=cable.about,
            marking=p.marking,
            caveats=p.caveats,
            classification=cable.classification,
            class_caveats=cable.class_caveats,
            captions=cable.captions,
            tags=tags,
            persons=cable.persons,
            embassy=cable.embassy,
            country=country,
            date=cable.date,
            released=cable.released,
            declassify_on=declassify_on,
            precedence=cable.precedence,
            to=to,
            info=info,
            cites=cites,
            signers=cable.signers,
            zone=p.zone,
            reasons=cable.reasons,
            added=added,
            source=source,
        )
        for p in cable.paragraphs
    )


def _addressees(
    addressees: tuple[Addressee, ...], tables: Tables, year: int | None
) -> tuple[str, ...]:
    """Posts by their station, others by name in capitals; those taken out of a collective are left out."""
    names = (
        post_named(a.name, tables, year=year) or a.name.upper()
        for a in addressees
        if not a.excluded
    )
    return tuple(dict.fromkeys(names))
