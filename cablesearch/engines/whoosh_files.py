"""Whoosh's view of a directory, with every file it opens known: after an error it forgets to close some."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Files:
    """A storage of Whoosh's over one directory."""

    def __init__(self, directory: Path) -> None:
        self._opened: list[Any] = []
        self.storage = FileStorage(str(directory))
        self.storage.open_file = self._known(self.storage.open_file)
        self.storage.create_file = self._known(self.storage.create_file)

    def close(self) -> None:
        """Close what is still open."""
        for file in self._opened:
            with suppress(OSError, ValueError):  # a full disk is told again when closing
                if not file.is_closed:
                    file.close()
        self._opened.clear()

    def _known(self, opening: Callable[..., Any]) -> Callable[..., Any]:
        def opened(*args: Any, **kwargs: Any) -> Any:
            file = opening(*args, **kwargs)
            self._opened.append(file)
            return file

        return opened
