"""What the JSON of a command says before its rows: the version of the form, and which index answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cablesearch.api import Index


def heading(index: Index, **more: Any) -> dict[str, Any]:
    """The head of a JSON object; `more` stands behind the version."""
    from cablesearch.search.page import FORMAT_VERSION, iso

    info = index.info
    return {
        "format_version": FORMAT_VERSION,
        **more,
        "index": {
            "path": info.path,
            "generation": info.generation,
            "built_at": iso(info.built_at),
            "engine": info.engine,
        },
    }
