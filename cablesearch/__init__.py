"""Full-text search over diplomatic cables: ranked, faceted, citable paragraphs.

>>> from cablesearch import parse_cable
>>> parse_cable("UNCLAS ZENDA 000457\\n\\nTAGS: PREL, KTIP\\n\\n1. (SBU) Two shelters closed.").tags
('PREL', 'KTIP')
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablesearch.api import Index, open_index
    from cablesearch.reading import parse_cable, read_cables

__version__ = "0.1.0"

__all__ = ["Index", "__version__", "open_index", "parse_cable", "read_cables"]

_READING = ("parse_cable", "read_cables")


def __getattr__(name: str) -> object:
    # loaded when asked for: `cablesearch --help` should not pay for the engines
    if name in __all__:
        if name in _READING:
            from cablesearch import reading

            return getattr(reading, name)
        from cablesearch import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
