"""What is done about files whose time alone is not the manifest's, once every byte of them was found sound."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from cablesearch.indexing.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cablesearch.indexing.manifest import Manifest


def set_times_back(directory: Path, manifest: Manifest, names: Sequence[str]) -> bool:
    """Give these files the times of the manifest; whether this user may."""
    times = {entry.name: entry.mtime_ns for entry in manifest.files}
    try:
        for name in names:
            os.utime(directory / name, ns=(times[name], times[name]), follow_symlinks=False)
    except OSError:
        return False
    return True


def is_noted(
    memo_dir: Path | None, manifest_sha256: str, files: Mapping[str, os.stat_result]
) -> bool:
    """Whether exactly these files of exactly this manifest were found sound before."""
    return memo_dir is not None and (memo_dir / _key(manifest_sha256, files)).exists()


def note(memo_dir: Path | None, manifest_sha256: str, files: Mapping[str, os.stat_result]) -> None:
    """Remember that these files are sound; where that fails they are only read again."""
    if memo_dir is None:
        return
    with contextlib.suppress(OSError):
        memo_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        (memo_dir / _key(manifest_sha256, files)).touch()


def _key(manifest_sha256: str, files: Mapping[str, os.stat_result]) -> str:
    digest = sha256(manifest_sha256.encode())
    for name, status in sorted(files.items()):
        stamp = (
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        digest.update(f"\0{name}\0{stamp}".encode(errors="surrogateescape"))
    return f"sound-{digest.hexdigest()[:40]}"
