"""The mutants: one place in the code that builds, publishes and opens, changed so that a promise is broken."""

from __future__ import annotations

from typing import Final, NamedTuple


class Mutant(NamedTuple):
    """In `module` the text `old`, which stands there once, becomes `new`."""

    name: str
    module: str
    old: str
    new: str


def _of(module: str, *changes: tuple[str, str, str]) -> tuple[Mutant, ...]:
    return tuple(Mutant(name, module, old, new) for name, old, new in changes)


MUTANTS: Final = (
    *_of(
        "indexing/durable.py",
        ("nothing is synced", "    os.fsync(fd)\n", "    return\n"),
        (
            "sealed files are not synced",
            "FILE_MODE)\n        sync(fd)\n    finally",
            "FILE_MODE)\n    finally",
        ),
        (
            "sealed files keep the mode of the umask",
            "        os.fchmod(fd, FILE_MODE)\n        sync(fd)\n    finally",
            "        sync(fd)\n    finally",
        ),
        (
            "new files are not synced",
            "        file.flush()\n        sync(fd)\n",
            "        file.flush()\n",
        ),
        (
            "the pointer's directory is not synced",
            "        rename(beside, path)\n    sync_path(path.parent)\n",
            "        rename(beside, path)\n",
        ),
        (
            "the pointer is written in place",
            "        write_new(beside, data)\n        rename(beside, path)\n",
            "        path.write_bytes(data)\n",
        ),
        (
            "no copies where there are no links",
            "        if error.errno not in _NO_LINKS:\n            raise\n",
            "        raise\n",
        ),
        (
            "trees are deleted where they stand",
            "        if path != aside:\n            rename(path, aside)\n        shutil.rmtree(aside",
            "        shutil.rmtree(path",
        ),
        (
            "what the system refuses is no error of ours",
            '        raise WriteError(f"{named}: {error.strerror or error}") from error\n',
            "        raise\n",
        ),
        ("nothing is undone", "            undo()\n", "            pass\n"),
        (
            "a hash stops at the first block",
            "    while block := os.read(fd, _BLOCK):\n",
            "    if block := os.read(fd, _BLOCK):\n",
        ),
    ),
    *_of(
        "indexing/stage.py",
        (
            "a failed stage stays",
            "    finally:\n        shutil.rmtree(stage, ignore_errors=True)\n",
            "    finally:\n        pass\n",
        ),
        (
            "a file of the same name is taken for the same file",
            "entry is None or not _is_same(base.path / name, path, entry)",
            "entry is None",
        ),
        (
            "directories keep the mode they were made with",
            "        folder.chmod(durable.DIR_MODE)\n        durable.sync_path(folder)\n",
            "        durable.sync_path(folder)\n",
        ),
        (
            "directories of a stage are not synced",
            "        folder.chmod(durable.DIR_MODE)\n        durable.sync_path(folder)\n",
            "        folder.chmod(durable.DIR_MODE)\n",
        ),
        (
            "the manifest's entry is not synced",
            "    durable.write_new(stage / MANIFEST, data)\n    durable.sync_path(stage)\n",
            "    durable.write_new(stage / MANIFEST, data)\n",
        ),
        (
            "the rename of a generation is not synced",
            "        durable.rename(stage, target)\n        durable.sync_path(index_dir)\n",
            "        durable.rename(stage, target)\n",
        ),
        (
            "the pointer comes before the generation",
            "        durable.rename(stage, target)\n        durable.sync_path(index_dir)\n"
            "        point_to(index_dir, sealed.generation, manifest.sha256(data))\n",
            "        point_to(index_dir, sealed.generation, manifest.sha256(data))\n"
            "        durable.rename(stage, target)\n        durable.sync_path(index_dir)\n",
        ),
        (
            "a generation that was not published stays",
            "    with durable.undone_by(lambda: _withdraw(index_dir, sealed.generation)):\n",
            "    with contextlib.nullcontext():\n",
        ),
        (
            "a generation that answers is withdrawn",
            "        if read_pointer(index_dir).generation == number:\n            return\n",
            "        pass\n",
        ),
        (
            "a folder in place of the pointer stays",
            "    if path.is_dir() and not path.is_symlink():",
            "    if False:",
        ),
        ("all generations are pruned", "        if number not in keep:\n", "        if True:\n"),
        (
            "what is being read is pruned",
            "        if lock.try_lock(fd, shared=False):\n",
            "        if True:\n",
        ),
        (
            "what killed builds left is not cleared away",
            "            shutil.rmtree(entry.path, ignore_errors=True)\n",
            "            pass\n",
        ),
        (
            "a half-written pointer stays",
            '    (index_dir / f"{CURRENT}.new").unlink(missing_ok=True)\n',
            "",
        ),
        (
            "the counter goes back after a rollback",
            "if n >= current} | {replaced or 0}",
            "if n == current} | {replaced or 0}",
        ),
        (
            "the generation replaced is swept away",
            "if n >= current} | {replaced or 0}",
            "if n >= current}",
        ),
        (
            "the counter forgets the pointer",
            "    return max([*numbers, current or 0]) + 1\n",
            "    return max([*numbers, 0]) + 1\n",
        ),
        (
            "the engine's lock files are linked",
            "            if is_litter(name) or not engine:\n",
            "            if not engine:\n",
        ),
        (
            "the catalogue is shared with the generation before",
            "    durable.copy(base.path / CATALOGUE, stage / CATALOGUE)\n",
            "    durable.link_or_copy(base.path / CATALOGUE, stage / CATALOGUE)\n",
        ),
        (
            "the engine's lock files are published",
            "            path.unlink()\n            continue\n",
            "            pass\n",
        ),
    ),
    *_of(
        "indexing/lock.py",
        (
            "two builders at once",
            "            if try_lock(fd, shared=False):\n                return\n",
            "            return\n",
        ),
        ("a lock is not waited for", "        if waited >= wait:\n", "        if True:\n"),
        ("the holder does not sign", "        _sign(fd, now)\n        yield\n", "        yield\n"),
        (
            "without locks a builder goes on",
            "                raise\n            raise WriteError(",
            "                raise\n            return\n            raise WriteError(",
        ),
    ),
    *_of(
        "indexing/generation.py",
        (
            "a pointer that has moved is not looked at again",
            "if _is_at(fd, directory) and read_pointer(index_dir) == pointer:",
            "if True:",
        ),
        ("readers take no lock", "    if lock.try_shared(fd):\n", "    if True:\n"),
        (
            "any manifest will do",
            "    if pointer is not None and digest != pointer.manifest_sha256:\n",
            "    if False:\n",
        ),
        (
            "broken files are opened",
            "    if broken:\n        raise manifest.damaged(directory, broken)\n    touched",
            "    touched",
        ),
        (
            "touched files are not read",
            "(not touched or memo.is_noted(how.memo_dir, digest, files))",
            "True",
        ),
        (
            "what every byte tells is not heard",
            "    if broken:\n        raise manifest.damaged(directory, broken)\n    if touched and",
            "    if touched and",
        ),
        (
            "rights are not looked at",
            "    _check_rights(directory, found, files, is_litter, how)\n",
            "",
        ),
        (
            "a stranger's pickles are opened",
            "            trust.refuse_stranger(path, status, trusted)\n",
            "            pass\n",
        ),
        (
            "an index in a directory open to all is opened",
            "                trust.refuse_writable(index_dir, index_dir.stat())\n",
            "",
        ),
    ),
    *_of(
        "indexing/manifest.py",
        (
            "sizes are not compared",
            "        elif status.st_size != entry.size:\n",
            "        elif False:\n",
        ),
        (
            "times are not compared",
            "        elif status.st_mtime_ns != entry.mtime_ns:\n",
            "        elif False:\n",
        ),
        (
            "links are taken for files",
            "        elif not stat.S_ISREG(status.st_mode):\n",
            "        elif False:\n",
        ),
        (
            "missing files are not missed",
            '            flaws.append(Flaw(name=entry.name, message="is missing"))\n',
            "            pass\n",
        ),
        (
            "files too many are not seen",
            "        if name not in known and not _is_engine_litter(name, is_litter):\n",
            "        if False:\n",
        ),
        ("hashes are not compared", "    if digest != entry.sha256:\n", "    if False:\n"),
        ("other versions are read", "        if values[key] != ours:\n", "        if False:\n"),
    ),
    *_of(
        "indexing/build.py",
        (
            "what is wrong is published",
            '        if wrong:\n            raise CablesearchError(f"the new index is wrong',
            '        if False:\n            raise CablesearchError(f"the new index is wrong',
        ),
        (
            "no lock is taken",
            "            stack.enter_context(build_lock(index_dir, now=now(), wait=options.lock_wait))\n",
            "",
        ),
        (
            "the generation replaced is pruned",
            "    staging.prune(index_dir, {number, replaced})\n",
            "    staging.prune(index_dir, {number})\n",
        ),
        (
            "old generations are never pruned",
            "    staging.prune(index_dir, {number, replaced})\n",
            "    pass\n",
        ),
        (
            "the base's lock keeps it from being pruned",
            "        work.base.close()  # else",
            "        pass  # else",
        ),
    ),
    *_of(
        "indexing/rollback.py",
        (
            "a rollback takes no lock",
            "    with durable.plain_errors(index_dir), build_lock(index_dir, now=now(), wait=lock_wait):\n",
            "    with durable.plain_errors(index_dir):\n",
        ),
        (
            "a rollback goes to the oldest",
            "        for number in reversed(candidates):\n",
            "        for number in candidates:\n",
        ),
    ),
    *_of(
        "indexing/pointer.py",
        (
            "a pointer is opened through a link",
            "        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)\n",
            "        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)\n",
        ),
    ),
)
