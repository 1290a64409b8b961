"""The least that a typer app can be: --help."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def main(word: str) -> None:
    """Say a word."""
    typer.echo(word)


if __name__ == "__main__":
    app()
