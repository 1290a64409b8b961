"""An index that cron built, read by other users, from read-only places and mounts, with both engines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT_DIR = Path(__file__).parents[2]
CORPUS = ROOT_DIR / "corpus"
PYTHONS = {
    sys.executable: {},
    # where that one stands in a home that is closed: the system's, of the same version, with the same packages
    f"/usr/bin/python3.{sys.version_info.minor}": {
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT_DIR), *(p for p in sys.path if "site-packages" in p)]
        )
    },
}
BUILDER, READER = 4242, 65534
ROOT = 0
NOTHING: Mapping[str, str] = {}


def as_user(
    uid: int, *argv: str, umask: int = 0o022, environ: Mapping[str, str] = NOTHING
) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody; HOME is nowhere."""
    python = python_for_all()
    assert python
    return subprocess.run(
        [python, "-m", "cablesearch", *argv],
        cwd="/",
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **PYTHONS[python], **environ},
        capture_output=True,
        text=True,
        check=False,
        user=uid,
        group=uid,
        extra_groups=[],
        umask=umask,
    )


@cache
def python_for_all() -> str | None:
    """A Python that every user may run."""
    for python, environ in PYTHONS.items():
        with suppress(OSError):
            version = [python, "-m", "cablesearch", "--version"]
            env = {"PYTHONDONTWRITEBYTECODE": "1", **environ}
            done = subprocess.run(
                version,
                cwd="/",
                env=env,
                capture_output=True,
                check=False,
                user=READER,
                group=READER,
                extra_groups=[],
            )
            if done.returncode == 0:
                return python
    return None


@pytest.fixture(scope="module", autouse=True)
def _others() -> None:
    if os.geteuid():
        pytest.skip("only root can be several users")
    if not python_for_all():
        pytest.skip("other users cannot run the Python that runs the tests")


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine."""
    return str(request.param)


@pytest.fixture(scope="module")
def built(engine: str) -> Iterator[Path]:
    """An index that the builder has made, under the strictest umask."""
    with open_place() as place:
        yield build(engine, place)


def build(engine: str, place: Path) -> Path:
    shutil.copytree(CORPUS / "2008", place / "corpus")
    home = place / "srv"
    home.mkdir()
    os.chown(home, BUILDER, BUILDER)
    command = ("index", str(place / "corpus"), "-I", str(home / "index"), "-q", "--engine", engine)
    done = as_user(BUILDER, *command, umask=0o077)
    assert (done.returncode, done.stderr) == (0, "")
    return home / "index"


@pytest.fixture
def index(built: Path) -> Iterator[Path]:
    """A copy of it, the builder's as well."""
    with open_place() as place:
        copy = place / "index"
        subprocess.run(["cp", "-a", str(built), str(copy)], check=True)
        yield copy
        if (place / "moved").exists():
            subprocess.run(["umount", str(copy)], capture_output=True, check=False)


@contextmanager
def open_place() -> Iterator[Path]:
    """A folder that all can reach; pytest keeps its own to the user that runs it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def query(
    index: Path, uid: int, environ: Mapping[str, str] = NOTHING
) -> subprocess.CompletedProcess[str]:
    return as_user(uid, "query", "-I", str(index), environ=environ)


def trusting(index: Path) -> dict[str, str]:
    """The environment of a user who trusts the builder."""
    config = index.parent / "config/cablesearch/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'trust_owners = ["{BUILDER}"]\n')
    return {"XDG_CONFIG_HOME": str(index.parent / "config")}


def as_built(_: Path) -> None:
    """Nothing is changed."""


def read_only(index: Path) -> None:
    for path in (index, *index.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def on_read_only_mount(index: Path) -> None:
    """What was there is mounted over, read-only."""
    moved = index.with_name("moved")
    index.rename(moved)
    index.mkdir()
    for words in (("--bind", str(moved), str(index)), ("-o", "remount,bind,ro", str(index))):
        if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
            pytest.skip("nothing can be mounted here")


@pytest.mark.slow
@pytest.mark.parametrize("place", [as_built, read_only, on_read_only_mount])
@pytest.mark.parametrize("uid", [BUILDER, READER, ROOT], ids=["builder", "reader", "root"])
def test_who_may_read_finds_the_same(index: Path, uid: int, place: Callable[[Path], None]) -> None:
    wanted = query(index, BUILDER)
    assert wanted.stdout.count("\n") > 2
    environ = NOTHING if uid == BUILDER else trusting(index)
    place(index)
    done = query(index, uid, environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, wanted.stdout, wanted.stderr)
    assert as_user(uid, "check", "-I", str(index), "-q", environ=environ).returncode == 0


@pytest.mark.slow
def test_a_stranger_is_trusted_only_where_opening_runs_no_code(index: Path, engine: str) -> None:
    done = query(index, READER)
    if engine == "whoosh":
        assert (done.returncode, done.stdout) == (4, "")
        assert "belongs to 4242" in done.stderr
        assert "trust_owners" in done.stderr
    else:
        assert done.returncode == 0


def closed(index: Path) -> None:
    """As an engine leaves them that makes its files for itself alone."""
    for path in index.rglob("*"):
        if path.is_file():
            path.chmod(0o600)


def one_closed(index: Path) -> None:
    next(index.glob("g*/cables-*")).chmod(0o600)


def folder_closed(index: Path) -> None:
    index.chmod(0o700)


def open_to_all(index: Path) -> None:
    index.chmod(0o777)


def file_open_to_all(index: Path) -> None:
    next(index.glob("g*/cables-*")).chmod(0o666)


HARMS: dict[Callable[[Path], None], str] = {
    closed: "Permission denied", one_closed: "Permission denied", folder_closed: "Permission denied",
    open_to_all: "mode 0777", file_open_to_all: "mode 0666",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS)
def test_what_may_not_be_read_is_refused_in_one_line(
    index: Path, harm: Callable[[Path], None]
) -> None:
    environ = trusting(index)
    harm(index)
    done = query(index, READER, environ)
    assert (done.returncode, done.stdout) == (4, "")
    assert HARMS[harm] in done.stderr.splitlines()[0]
    assert done.stderr.count("error:") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_who_may_not_write_builds_nothing(index: Path) -> None:
    before = sorted(str(path) for path in index.rglob("*"))
    corpus = str(CORPUS / "1974")
    done = as_user(READER, "index", corpus, "-I", str(index), environ=trusting(index))
    assert done.returncode == 74
    assert "Permission denied" in done.stderr
    assert sorted(str(path) for path in index.rglob("*")) == before
