"""What a start may import, and completion."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
HEAVY = {
    "numpy", "whoosh", "tantivy", "nltk", "Stemmer", "zstandard", "sqlite3", "rich", "pydantic", "lxml",
    "tomllib", "platformdirs", "multiprocessing", "asyncio", "csv", "unittest", "matplotlib", "textual",
}  # fmt: skip
OWN_FOR_HELP = {
    "cablesearch", "cablesearch.cli", "cablesearch.errors", "cablesearch.output", "cablesearch.output.formats",
    "cablesearch.output.nearest", "cablesearch.output.safe", "cablesearch.output.sink", "cablesearch.output.style",
    "cablesearch.__main__", "cablesearch.expressions",
    # what an option may name
    "cablesearch.fields", "cablesearch.cable", "cablesearch.cable.model", "cablesearch.diagnostic",
    "cablesearch.formats", "cablesearch.formats.record",
}  # fmt: skip
# asyncio comes with cached_property, which whoosh imports
FOR_A_QUERY = {
    "whoosh": {"numpy", "whoosh", "Stemmer", "msgspec", "zstandard", "sqlite3", "asyncio"},
    "tantivy": {"tantivy", "Stemmer", "msgspec", "zstandard", "sqlite3"},
}
NOT_FOR_A_QUERY = {
    "typer", "shlex", "difflib", "cablesearch.rows", "cablesearch.cable.missions",
    "cablesearch.cable.marking", "cablesearch.search.audit", "cablesearch.search.checks",
    "cablesearch.search.meanings", "cablesearch.indexing.lookup", "cablesearch.search.timeline",
    "cablesearch.search.steps", "cablesearch.output.cite", "cablesearch.output.citing", "cablesearch.cli.pager",
}  # fmt: skip


def imported(cwd: Path, *argv: str) -> set[str]:
    """The modules that a command line imports."""
    code = (
        "import sys\n"
        "from cablesearch.cli.env import of_process\n"
        "from cablesearch.cli.main import main\n"
        "sys.argv = ['cablesearch', *sys.argv[1:]]\n"
        "import contextlib, os\n"
        "status = main(of_process())\n"
        "sys.stderr.write('MODULES ' + ' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stderr.rpartition("MODULES ")[2].split())


def top(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    "argv", [("--help",), ("query", "--help"), ("index", "--help"), ("--version",), ("help", "dates"), ("qery",)]
)  # fmt: skip
def test_help_imports_next_to_nothing(tmp_path: Path, argv: tuple[str, ...]) -> None:
    modules = imported(tmp_path, *argv)
    assert not top(modules) & HEAVY
    assert "msgspec" not in modules or argv == ("query", "--help")
    own = {
        m for m in modules if m.startswith("cablesearch") and not m.startswith("cablesearch.cli")
    }
    assert own <= OWN_FOR_HELP


def test_help_imports_no_command(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--help")
    assert (
        not {f"cablesearch.cli.{name}" for name in ("query", "index_", "show", "facets")} & modules
    )


@pytest.mark.parametrize("engine", FOR_A_QUERY)
def test_what_a_query_imports(engine: str, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    source = next(
        path for path in sorted(CORPUS.rglob("*")) if path.is_file() and "7" in path.parent.name
    )
    (tmp_path / "corpus" / "one.txt").write_bytes(source.read_bytes())
    assert "rich" not in imported(tmp_path, "index", "--engine", engine)
    modules = imported(tmp_path, "query", "oil")
    assert top(modules) & HEAVY <= FOR_A_QUERY[engine]
    assert not any(m.startswith("cablesearch.indexing.build") for m in modules)
    assert not modules & NOT_FOR_A_QUERY


def test_sentences_alone_import_nltk(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text(
        "UNCLAS ZENDA 000012\nSUBJECT: RAIN\n\n¶1. Rain.\n"
    )
    assert "nltk" not in imported(tmp_path, "index")  # too little to learn from
    assert "nltk" not in imported(tmp_path, "kwic", "rain")
    assert "nltk" in imported(tmp_path, "kwic", "rain", "--within", "sentence")


@pytest.mark.parametrize("engine", FOR_A_QUERY)
def test_a_run_without_news_loads_neither_readers_nor_parser_nor_engine(
    engine: str, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text(
        "UNCLAS ZENDA 000012\nSUBJECT: RAIN\n\n¶1. Rain.\n"
    )
    assert "cablesearch.cable.parse" in imported(tmp_path, "index", "--engine", engine)
    modules = imported(tmp_path, "index")
    assert top(modules) & HEAVY <= {"zstandard", "sqlite3"}
    assert not modules & {
        "cablesearch.cable.parse", "cablesearch.formats.detect", "cablesearch.rows", "cablesearch.indexing.assemble",
        "cablesearch.indexing.workers", "concurrent.futures", f"cablesearch.engines.{engine}_engine",
    }  # fmt: skip


def completed(cwd: Path, shell: str, *words: str) -> list[str]:
    """What a shell would offer behind these words, the last of which is unfinished."""
    line = " ".join(("cablesearch", *words))
    env = {
        "_CABLESEARCH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
        "COMP_WORDS": line.replace(" ", "\n"),
        "COMP_CWORD": str(len(words)),
        "HOME": str(cwd),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cablesearch"],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(tmp_path: Path, shell: str) -> None:
    saved = tmp_path / ".config/cablesearch/saved.toml"
    saved.parent.mkdir(parents=True)
    saved.write_text("[fisheries]\nquery = 'fish'\n[bad]\nquery = 1\n")
    for words, offered in (
        (("que",), "query"),
        (("query", "-m", "SB"), "SBU"),
        (("query", "-F", "js"), "jsonl"),
        (("query", "--only", "mark"), "marking="),
        (("query", "--facet", "emb"), "embassy"),
        (("query", "-t", "KTI"), "KTIP"),
        (("query", "-e", "BAK"), "BAKU"),
        (("help", "cr"), "cron"),
        (("fields", "ori"), "origin"),
        (("query", "--fac"), "--facet"),
        (("audit", "--check", "unmarked,marked-a"), "unmarked,marked-above"),
        (("saved", "run", "fi"), "fisheries"),
        (("saved", "remove", "b"), "bad"),
    ):
        lines = completed(tmp_path, shell, *words)
        assert any(offered in line for line in lines), (words, lines)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_light(tmp_path: Path, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CABLESEARCH_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "cablesearch query --fac")
    monkeypatch.setenv("COMP_WORDS", "cablesearch\nquery\n--fac")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert not top(imported(tmp_path)) & HEAVY


def test_the_script_for_a_shell(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cablesearch"], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"_CABLESEARCH_COMPLETE": "source_zsh", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.lstrip().startswith("#compdef cablesearch")
