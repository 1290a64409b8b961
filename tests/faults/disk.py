"""A disk as a trace changes it: what is there, and of that what was synced and so is certain after a power loss."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.faults.strace import Call

_PATH: Final = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_FD: Final = re.compile(r"(\d+)<([^>]*)>")
_WRITES: Final = ("write", "pwrite64", "ftruncate", "sendfile", "fallocate")


@dataclass(eq=False)
class Node:
    """A file or, with `entries`, a folder, by whatever name. `kept` are the entries that the disk has for certain.

    `version` counts the changes, the last of which was at the call `changed`; the disk has the version `synced`, since
    the call `synced_at`. `contents` are files that hold its versions, those that are still known.
    """

    entries: dict[str, Node] | None = None
    kept: dict[str, Node] = field(default_factory=dict)
    version: int = 0
    changed: int = -1
    synced: int = -1
    synced_at: int = -1
    contents: dict[int, Path] = field(default_factory=dict)

    def touch(self, now: int) -> None:
        """It is another now."""
        self.version += 1
        self.changed = now

    def sync(self, now: int) -> None:
        """The disk has it as it is."""
        self.synced, self.synced_at = self.version, now
        if self.entries is not None:
            self.kept = dict(self.entries)


class End(NamedTuple):
    """A file and the version of it."""

    path: Path
    version: int


class Disk:
    """The folder `top` and what is below it; `like` is a folder with the contents that it begins with.

    `ends` are the contents that nodes, by the order in which they came to be, have at the end: see `at_the_end`.
    """

    def __init__(self, top: Path, like: Path | None, ends: Mapping[int, End] | None = None) -> None:
        self.top = top
        self.nodes: list[Node] = []
        self._ends = ends or {}
        self.root = self._new(folder=True)
        if like is not None:
            assert self.root.entries is not None
            self.root.entries[top.name] = self._taken_over(like, {})
        self.root.sync(-1)

    def _new(self, *, folder: bool = False, now: int = -1) -> Node:
        node = Node(entries={} if folder else None, changed=now)
        if end := self._ends.get(len(self.nodes)):
            node.contents[end.version] = end.path
        self.nodes.append(node)
        return node

    def _taken_over(self, path: Path, seen: dict[int, Node]) -> Node:
        """A file or folder that is on the disk since long."""
        if path.is_dir():
            node = self._new(folder=True)
            node.entries = {one.name: self._taken_over(one, seen) for one in sorted(path.iterdir())}
            node.sync(-1)
            return node
        inode = path.stat().st_ino
        if inode not in seen:
            seen[inode] = self._new()
            seen[inode].contents[0] = path
            seen[inode].sync(-1)
        return seen[inode]

    def at_the_end(self) -> dict[int, End]:
        """The contents of nodes after the last call, where their files stand now."""
        numbers = {id(node): number for number, node in enumerate(self.nodes)}
        return {
            numbers[id(node)]: End(path, node.version)
            for path, node in walk(self.root, self.top.parent, certain=False)
            if node.entries is None
        }

    def apply(self, now: int, call: Call) -> bool:
        """Make one call's change; whether it was one that concerns this disk."""
        if not call.done:
            return False
        if call.name in (*_WRITES, "fsync", "fdatasync"):
            found = _FD.match(call.arguments)
            node = self.at(found[2]) if found else None
            if node is None:
                return False
            if call.name in _WRITES:
                node.touch(now)
            else:
                node.sync(now)
            return True
        # a name that is absolute makes nothing of the folder before it
        paths = [str(Path(folder, name)) for folder, name in _PATH.findall(call.arguments)]
        return bool(paths) and self._named(now, call, paths)

    def _named(self, now: int, call: Call, paths: list[str]) -> bool:
        folder, name = self._place(paths[0])
        if folder is None or folder.entries is None:
            return False
        here = folder.entries
        if call.name in ("mkdir", "mkdirat"):
            here[name] = self._new(folder=True)
        elif call.name == "openat":
            if "O_CREAT" not in call.arguments:
                return False
            if name in here:
                if "O_TRUNC" in call.arguments:
                    here[name].touch(now)
                return True
            here[name] = self._new(now=now)
        elif call.name in ("unlink", "unlinkat", "rmdir"):
            here.pop(name, None)
        elif call.name.startswith(("rename", "link")):
            other, new = self._place(paths[1])
            assert other is not None
            assert other.entries is not None
            other.entries[new] = here[name]
            other.touch(now)
            if call.name.startswith("rename"):
                del here[name]
        else:
            return False
        folder.touch(now)
        return True

    def at(self, path: str) -> Node | None:
        """What is called so now."""
        if path == str(self.top.parent):
            return self.root
        folder, name = self._place(path)
        return folder.entries.get(name) if folder is not None and folder.entries else None

    def _place(self, path: str) -> tuple[Node | None, str]:
        """The folder of a path, null where it is elsewhere, and the name in it."""
        if path == str(self.top):
            return self.root, self.top.name
        if not path.startswith(f"{self.top}/"):
            return None, ""
        *folders, name = Path(path).relative_to(self.top.parent).parts
        node = self.root
        for part in folders:
            if node.entries is None or part not in node.entries:
                return None, ""
            node = node.entries[part]
        return node, name


def walk(node: Node, path: Path, *, certain: bool) -> Iterator[tuple[Path, Node]]:
    """All below a folder, as it is called now or, with `certain`, as the disk has it."""
    for name, one in sorted((node.kept if certain else node.entries or {}).items()):
        yield path / name, one
        if one.entries is not None:
            yield from walk(one, path / name, certain=certain)


def write_out(disk: Disk, folder: Path, *, names_first: bool) -> None:
    """The disk after a power loss, in a folder.

    Of a file that was not synced nothing is left but its name, of a folder the entries that it had when it was synced;
    with `names_first` all names are there already.
    """
    for path, node in walk(disk.root, folder, certain=not names_first):
        if node.entries is not None:
            path.mkdir()
        elif (known := node.contents.get(node.synced)) is not None and known.exists():
            shutil.copy2(known, path)
        else:
            path.touch()


def state_of(disk: Disk, *, names_first: bool, but: tuple[str, ...]) -> tuple[object, ...]:
    """What tells two such disks apart, what is called in this manner in the top folder left out."""
    found = []
    for path, node in walk(disk.root, Path(), certain=not names_first):
        if len(path.parts) > 1 and path.parts[1].startswith(but):
            continue
        found.append((str(path), id(node), node.synced))
    return tuple(found)
