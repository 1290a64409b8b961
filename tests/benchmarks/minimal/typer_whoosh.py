"""The least that a typer app can be which opens Whoosh, asks one query and counts three facets."""

import json
from collections import Counter

import typer
from whoosh import index, query

app = typer.Typer(add_completion=False)


@app.command()
def main(place: str, stem: str) -> None:
    """Print the ten best paragraphs for a stem, the total and the facets."""
    with index.open_dir(place).searcher() as searcher:
        wanted = query.Term("text", stem)
        hits = [one["shown"]["cable_id"] for one in searcher.search(wanted, limit=10)]
        facets = {name: Counter[str]() for name in ("marking", "tags", "embassy")}
        total = 0
        for document in wanted.docs(searcher):
            shown = searcher.stored_fields(document)["shown"]
            total += 1
            for name, counts in facets.items():
                counts.update(shown[name])
        typer.echo(json.dumps({"total": total, "hits": hits, "facets": facets}))


if __name__ == "__main__":
    app()
