"""What TAGS codes mean in words, and which codes mean given words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.text import stems

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

# Since 2022 the published list gives many two-letter codes to other countries (CH was China, is Switzerland).
_LATE_ERAS: Final = ("2022", "2024")


def meaning(code: str, tables: Tables) -> str | None:
    """What a code means, in the sense it had until 2010 where it had one.

    >>> from cablesearch.cable.tables import default_tables
    >>> meaning("CH", default_tables())
    'China (Mainland)'
    """
    known = [tag for tag in tables.tags.get(code, ()) if tag.meaning]
    early = [tag for tag in known if tag.era not in _LATE_ERAS]
    return next((tag.meaning for tag in (*early, *known)), None)


def codes_meaning(words: str, tables: Tables) -> tuple[str, ...]:
    """The codes whose meaning has all of these words in it, sorted.

    >>> from cablesearch.cable.tables import default_tables
    >>> codes_meaning("trafficking persons", default_tables())
    ('KTIP',)
    """
    wanted = set(stems(words))
    if not wanted:
        return ()
    return tuple(
        sorted(
            code
            for code, tags in tables.tags.items()
            if any(tag.meaning and wanted <= set(stems(tag.meaning)) for tag in tags)
        )
    )
