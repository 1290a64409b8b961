"""`cablesearch fields`: the field table."""

from typing import Any

from cablesearch.cli import options as opt
from cablesearch.cli.asking import canonical
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus
from cablesearch.fields import FIELDS, Field

_NAMES = ("name", "aliases", "kind", "of", "multi", "facet", "sort", "order", "example", "help")


def command(
    session: Session,
    name: opt.FieldName = None,
    format: opt.TableFormat = None,
    json: opt.Json = False,
    header: opt.Header = False,
) -> ExitStatus:
    """List the fields: what can be asked, counted, sorted by."""
    from cablesearch.output.records import dumps, write_tsv

    chosen = [FIELDS[canonical(name)]] if name else list(FIELDS.values())
    sink = session.sink()
    how = "json" if json else format or ("table" if sink.terminal else "tsv")
    if how == "json":
        sink.line(dumps([_row(field) for field in chosen]))
    elif how == "tsv":
        write_tsv(map(_row, chosen), _NAMES, sink, header=header)
    else:
        from cablesearch.output.grid import write_grid

        head = ("name", "aliases", "kind", "", "example", "what it is")
        write_grid(head, [_cells(field) for field in chosen], sink)
    return ExitStatus.OK


def _row(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "aliases": list(field.aliases),
        "kind": str(field.kind),
        "of": field.of,
        "multi": field.multi,
        "facet": field.facet,
        "sort": field.sort,
        "order": list(field.order),
        "example": field.example,
        "help": field.help,
    }


def _cells(field: Field) -> tuple[str, ...]:
    can = " ".join(word for word, so in (("facet", field.facet), ("sort", field.sort)) if so)
    order = f" ({' < '.join(field.order)})" if field.order and field.name != "zone" else ""
    return (
        field.name,
        ", ".join(field.aliases),
        str(field.kind),
        can,
        field.example,
        field.help + order,
    )
