"""Walking the roots: what is found, what is passed over, what is listed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cablesearch.errors import SourceError, UsageError
from cablesearch.indexing.sources import Root, hash_source, root_of, survey


def make(top: Path, *names: str) -> Path:
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return top


def found(top: Path, *given: Path | str, index: Path | None = None) -> list[str]:
    roots = [root_of(str(g)) for g in (given or [top])]
    files = survey(roots, index_dir=index or top / "no-index").files
    return [os.path.relpath(f.path, top) for f in files]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["b", "a", "c/d", "c/B"], ["a", "b", "c/B", "c/d"]),
        ([".hidden", ".git/x", "a/.b", "c"], ["c"]),
        (["tables/posts.tsv", "a/tables/x.tsv", "tables.txt"], ["tables.txt"]),
        (["README.md", "a/readme.txt", "a/README-not.md"], ["a/README-not.md"]),
    ],
)
def test_a_folder(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    assert found(make(tmp_path, *names)) == expected


def test_roots_in_one_another_count_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c", "d")
    assert found(tmp_path, tmp_path / "a/b", tmp_path, tmp_path / "d") == ["a/b/c", "d"]


def test_hard_links_count_once(tmp_path: Path) -> None:
    make(tmp_path, "a", "c")
    os.link(tmp_path / "a", tmp_path / "b")
    assert found(tmp_path) == ["a", "c"]


def test_a_glob_is_a_root(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/b.md", "in/deep/c.txt", "out.txt")
    assert found(tmp_path, str(tmp_path / "in/*.txt")) == ["in/a.txt"]
    assert found(tmp_path, str(tmp_path / "**/*.txt")) == ["in/a.txt", "in/deep/c.txt", "out.txt"]


def test_a_glob_passes_over_the_same(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".b.txt", "tables/c.txt", ".git/d.txt", "readme.txt")
    assert found(tmp_path, str(tmp_path / "**/*.txt")) == ["a.txt"]
    with pytest.raises(UsageError, match="whole names"):
        root_of(str(tmp_path / "a**b"))


def test_a_glob_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.txt")
    monkeypatch.chdir(tmp_path)
    assert root_of("in/*.txt") == Root(path=f"{os.path.realpath(tmp_path)}/in/*.txt", kind="glob")
    assert root_of("*.txt") == Root(path=f"{os.path.realpath(tmp_path)}/*.txt", kind="glob")


def test_a_root_is_a_real_path(tmp_path: Path) -> None:
    make(tmp_path, "real/a")
    (tmp_path / "link").symlink_to("real")
    assert root_of(str(tmp_path / "link")) == root_of(str(tmp_path / "real"))


def test_the_index_itself_is_no_source(tmp_path: Path) -> None:
    make(tmp_path, "a", "index/current")
    assert found(tmp_path, index=tmp_path / "index") == ["a"]


def test_what_is_no_file_is_listed_and_never_opened(tmp_path: Path) -> None:
    make(tmp_path, "a")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe")
    seen = survey([root_of(str(tmp_path))], index_dir=tmp_path / "index")
    assert [(Path(s.path).name, s.reason) for s in seen.skipped] == [
        ("link", "a symbolic link is not followed; name the place it leads to"),
        ("loop", "a symbolic link is not followed; name the place it leads to"),
        ("pipe", "is no regular file; save what it gives as one"),
    ]
    with pytest.raises(OSError, match="no regular file"):
        hash_source(str(tmp_path / "pipe"))
    with pytest.raises(OSError, match="symbolic links"):
        hash_source(str(tmp_path / "link"))


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert found(tmp_path) == ["caf\udce9.txt"]


def test_a_folder_that_is_closed_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/b", "c")
    real = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    seen = survey([root_of(str(tmp_path / "a"))], index_dir=tmp_path / "index")
    assert seen.closed == [str(tmp_path / "a")]
    assert (seen.empty, seen.missing) == ([], [])


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        root_of(str(tmp_path / "nothing"))
