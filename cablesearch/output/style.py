"""The few looks of output on a terminal; the only place that writes an escape sequence."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """Colours, or none. Without colour a match is marked ⟦so⟧, what was changed [-so-] and {+so+}. Links, or none.

    The text given in must be harmless already (`safe.shown`).
    """

    color: bool = False
    links: bool = False

    def _sgr(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text

    def strong(self, text: str) -> str:
        """Citations, subjects."""
        return self._sgr("1", text)

    def faint(self, text: str) -> str:
        """What is secondary: dates, bars, labels."""
        return self._sgr("2", text)

    def match(self, text: str) -> str:
        """A piece of text that the query matched."""
        return self._sgr("1;33", text) if self.color else f"⟦{text}⟧"

    def removed(self, text: str) -> str:
        """Words that only the old one of two versions has."""
        return self._sgr("31", text) if self.color else f"[-{text}-]"

    def added(self, text: str) -> str:
        """Words that only the new one of two versions has."""
        return self._sgr("32", text) if self.color else f"{{+{text}+}}"

    def link(self, text: str, address: str | None) -> str:
        """Text that leads somewhere (OSC 8); the address is quoted ASCII."""
        if not (self.links and text and address and address.isascii() and address.isprintable()):
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"

    def level(self, text: str, level: str | None) -> str:
        """A portion mark: the higher, the redder."""
        code = {"U": "32", "SBU": "36", "LOU": "36", "C": "34", "S": "31", "TS": "1;31"}
        return self._sgr(code.get(level or "", "2"), text)


PLAIN = Style()
