"""F11 and F12: files of an index that are not what was written, and a pointer that leads astray."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.indexing.manifest import MANIFEST, files_in
from cablesearch.indexing.pointer import CURRENT
from tests.faults.asker import Asker, digest
from tests.faults.ground import answers
from tests.faults.program import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.ground import Ground
    from tests.faults.tally import Tally

_PAGE: Final = 4096
_NOW, _BEFORE = "g000002", "g000001"

Harm = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    """One bit of one byte is another."""
    at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def zero(data: bytes, chance: random.Random) -> bytes:
    """A page is zeros."""
    at = chance.randrange(0, len(data), _PAGE)
    return data[:at] + bytes(len(data[at : at + _PAGE])) + data[at + _PAGE :]


def truncate(data: bytes, chance: random.Random) -> bytes:
    """The end is gone."""
    return data[: chance.randrange(len(data))]


def append(data: bytes, chance: random.Random) -> bytes:
    """More than was written."""
    return data + chance.randbytes(chance.randrange(1, 500))


class Case(NamedTuple):
    """One harm to one file; `hidden` where the file keeps its time."""

    name: str
    what: str
    harm: Harm | None = None
    hidden: bool = False


def cases(names: list[str]) -> Iterator[Case]:
    """Of each file 20 flipped bits and 5 pages of zeros, half of them hidden, 5 truncations, and three more."""
    for name in names:
        for number in range(20):
            yield Case(name, "flipped", flip, hidden=number % 2 == 1)
        for number in range(5):
            yield Case(name, "zeroed", zero, hidden=number % 2 == 1)
        for _ in range(5):
            yield Case(name, "truncated", truncate)
        yield Case(name, "appended", append)
        yield Case(name, "deleted")
        yield Case(name, "swapped")


def damage_files(ground: Ground, count: int, tally: Tally) -> None:
    """Damage file after file: `check` finds it, and so does an open wherever size, name or time tell.

    What hides from an open (a bit under the old time) may be answered from; how often that went wrong is seen.
    """
    index = ground.copy()
    here = index / _NOW
    written = json.loads((here / MANIFEST).read_bytes())["files"]  # a lock file holds nothing
    every = [*cases([*(entry["name"] for entry in written), MANIFEST])]
    chance = random.Random(ground.seed)
    chance.shuffle(every)
    with closing(Asker(index)) as asker:
        assert asker.ask("check", index) == "sound"
        for number, case in enumerate(every[:count]):
            path = here / case.name
            sound, status = path.read_bytes(), path.stat()
            if not _harmed(case, path, sound, index, random.Random(number)):
                continue
            if case.hidden:
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            answered, checked = asker.ask("answers", index), asker.ask("check", index)
            _judge(ground, case, answered, checked, tally)
            if case.what in ("deleted", "swapped"):
                path.unlink(missing_ok=True)
            path.write_bytes(sound)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert asker.ask("check", index) == "sound"
    ground.drop(index)


def _harmed(case: Case, path: Path, sound: bytes, index: Path, chance: random.Random) -> bool:
    """Do it; whether the file is another now."""
    if case.what == "deleted":
        path.unlink()
    elif case.what == "swapped":
        before = index / _BEFORE
        others = [before / case.name, *(before / name for name in files_in(before))]
        other = next(p for p in others if p.exists() and p.read_bytes() != sound)
        path.unlink()
        shutil.copy2(other, path)
    else:
        assert case.harm is not None
        harmed = case.harm(sound, chance) if sound else b"\0"
        if harmed == sound:
            return False
        path.write_bytes(harmed)
    return True


def _judge(ground: Ground, case: Case, answered: str, checked: str, tally: Tally) -> None:
    wrong = []
    if checked != "damaged":
        wrong.append(f"check says {checked}")
    came = _outcome(ground, answered)
    if case.hidden and case.name != MANIFEST:
        tally.seen[f"hidden: {came}"] += 1
        if answered.startswith(("signal", "bug", "refused")):
            wrong.append(f"asked it says {came}")
    elif answered != "damaged":
        wrong.append(f"asked it says {came}")
    hidden = ", its time kept" if case.hidden else ""
    tally.one(f"{case.name} {case.what}{hidden}", wrong)


def _outcome(ground: Ground, answered: str) -> str:
    if answered == digest(ground.old):
        return "as before"
    if answered.startswith(("damaged", "refused", "bug", "signal")):
        return answered
    return "answered wrongly"


def _to(target: str) -> Callable[[Path], None]:
    def link(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return link


def _writing(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text)

    return write


def _saying(**values: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


_ASTRAY: Final[dict[str, Callable[[Path], None]]] = {
    "missing": Path.unlink,
    "a link to nothing": _to("gone"),
    "a link to itself": _to(CURRENT),
    "a link to outside": _to("/etc/passwd"),
    "a folder": _a_folder,
    "a pipe": _a_pipe,
    "empty": _writing(""),
    "zeros": _writing("\0" * 90),
    "half of it": _writing('{"generation": 2, "manifest_sh'),
    "a list": _writing("[1, 2]"),
    "nonsense": _writing("to g000002"),
    "deep nonsense": _writing("[" * 4000),
}
_POINTERS: Final = {
    **_ASTRAY,
    "to no generation": _saying(generation=77),
    "to a generation below all": _saying(generation=-1),
    "to the other generation": _saying(generation=1),
}


def lead_astray(ground: Ground, count: int, tally: Tally) -> None:
    """Damage `current` and manifests: every command says 6 with advice, and `rollback` helps."""
    index = ground.copy()
    assert run("rollback", index=index).status == 0
    before = answers(index)
    ground.drop(index)
    every = [(CURRENT, what, harm, ground.old) for what, harm in _POINTERS.items()]
    every += [(CURRENT, "with another hash", _saying(manifest_sha256="0" * 64), before)]
    every += [(f"{_NOW}/{MANIFEST}", what, harm, before) for what, harm in _ASTRAY.items()]
    for name, what, harm, expected in islice(cycle(every), count):
        index = ground.copy()
        harm(index / name)
        wrong = []
        for command in (("query", "shelter"), ("status",), ("check",)):
            ended = run(*command, index=index)
            if ended.status != 6 or "rollback" not in ended.err or ended.out:
                wrong.append(f"{command[0]} ends with {ended.status}: {ended.last}")
        back = run("rollback", index=index)
        if back.status != 0:
            wrong.append(f"rollback ends with {back.status}: {back.last}")
        elif answers(index) != expected:
            wrong.append("answers otherwise after rollback")
        tally.seen[name.rpartition("/")[2]] += 1
        tally.one(f"{name} {what}", wrong)
        ground.drop(index)
