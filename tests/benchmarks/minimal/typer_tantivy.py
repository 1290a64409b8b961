"""The least that a typer app can be which opens tantivy, asks one query and counts three facets."""

import json
from typing import Any

import tantivy
import typer

app = typer.Typer(add_completion=False)


@app.command()
def main(place: str, stem: str) -> None:
    """Print the ten best paragraphs for a stem, the total and the facets."""
    index = tantivy.Index.open(place)
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, "text", stem)
    found: Any = searcher.search(query, 10)
    facets = searcher.aggregate(
        query,
        {name: {"terms": {"field": name, "size": 2000}} for name in ("marking", "tags", "embassy")},
    )
    hits = [searcher.doc(at)["cable_id"] for _, at in found.hits]
    typer.echo(json.dumps({"total": found.count, "hits": hits, "facets": facets}))


if __name__ == "__main__":
    app()
