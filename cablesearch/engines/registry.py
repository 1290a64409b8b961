"""The engines by name; each is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from cablesearch.errors import RebuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.engines.base import Engine


def _loader(module: str, name: str) -> Callable[[], Engine]:
    def load() -> Engine:
        return cast("Engine", getattr(import_module(module), name)())

    return load


ENGINES: Final[Mapping[str, Callable[[], Engine]]] = {
    "whoosh": _loader("cablesearch.engines.whoosh_engine", "WhooshEngine"),
    "tantivy": _loader("cablesearch.engines.tantivy_engine", "TantivyEngine"),
}
"""What makes each engine; calling one imports the library behind it."""


def engine(name: str) -> Engine:
    """The engine of that name; RebuildError where there is none, or where its library is not installed."""
    load = ENGINES.get(name)
    if load is None:
        known = ", ".join(ENGINES)
        raise RebuildError(
            f'no engine is called "{name}"', remedy=f"these are: {known}; use --rebuild"
        )
    try:
        return load()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cablesearch"):
            raise
        raise RebuildError(
            f'the engine "{name}" needs {error.name}, which is not installed',
            remedy="install it, or use --rebuild with another engine",
        ) from error
