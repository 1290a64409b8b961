"""Who classified a cable and why: "Classified By: DCM Jane Doe for reasons 1.4 (b) and (d)."."""

from __future__ import annotations

import re

from msgspec import Struct

from cablesearch.expressions import expression

LABEL = expression(
    r"(?P<label>\W{0,6}(?:\(\w{1,3}\)\s?)?(?:CLASSIFIED|DERIVED|CLASSIFED|CLASSIFICATION)\s*(?:BY|FROM)\b\s*[:;,.]?\s*)",
    re.IGNORECASE,
)
"""What opens the statement."""

# "1.4 (b) and (d)", "1.5 b/d", "1.4(B,D)", '1.4: "b"': the section of the executive order and its letters.
_LETTERS = (
    r"(?:[\s,/&;:+.-]{0,4}(?:and/or|and|or)?\s{0,2}[(\[\"“]?[A-Ha-h][)\]\"”]?(?![A-Za-z'])){1,8}"
)
REASONS = expression(r"(?P<section>1\.?\s?[4-8])\.?(?P<letters>" + _LETTERS + ")", re.IGNORECASE)
_REASON_LABEL = expression(
    r"[\s,.;:(-]*(?:\bfor\b\s*)?(?:\b(?:the\s+)?(?:following\s+)?reasons?\b)?[\s:;,.(]*"
    r"(?:\b(?:under|per|of|in|section|sections|sec|paragraph|e\.?o\.?\s*12958|eo)\b[\s:;,.]*){0,4}$",
    re.IGNORECASE,
)
_ABBREVIATED = expression(r"\b(?:[A-Z]|Jr|Sr)$")
_LETTER = expression(r"[A-H]", re.IGNORECASE)
_CLOSING = expression(r"[\s.;,)]*")
_GLUED = 40
_OTHER = expression(r"(?<![\s,.;:(-])[\s,.;:(-]*(?:\bfor\b\s*)?\breasons?\b", re.IGNORECASE)


class Classified(Struct, frozen=True, kw_only=True):
    """A statement taken apart: who, the reasons as 1.4(b), and the words around them as written.

    `end` is the offset behind the reasons; null where they are not found.
    """

    by: str
    reasons: tuple[str, ...]
    left: str
    end: int | None


def classified(text: str) -> Classified:
    """A "Classified by" statement with its label.

    >>> found = classified("Classified By: DCM Jane Doe for reasons 1.4 (b) and (d).")
    >>> found.by, found.reasons
    ('DCM Jane Doe', ('1.4(b)', '1.4(d)'))
    """
    label = LABEL.match(text)
    start = label.end() if label else 0
    found = REASONS.search(text, start)
    if found:
        stop = _before(text, start, found.start())
        end: int | None = found.end()
    else:
        other = _OTHER.search(text[start:])
        stop = start + other.start() if other else len(text)
        end = None
    if text[stop : stop + 1] == "." and _ABBREVIATED.search(text, start, stop):
        stop += 1
    by = text[start:stop]
    lead = len(by) - len(by.lstrip(" :,.;"))
    tail = by.rstrip(" :,;(")
    tail = tail[:-1] if tail.endswith(".") and not _ABBREVIATED.search(tail[:-1]) else tail
    by = tail[lead:]
    left = f"{text[: start + lead].strip()} {text[start + len(tail) :].strip()}".strip()
    return Classified(
        by=" ".join(by.split()), reasons=reasons(text), left=" ".join(left.split()), end=end
    )


def statement_end(text: str, start: int, stop: int) -> int:
    """Where a statement ends that text is glued to: behind its reasons, if a sentence's worth follows them."""
    found = REASONS.search(text, start, stop)
    if found is None or stop - found.end() < _GLUED:
        return stop
    end = _CLOSING.match(text, found.end())
    return end.end() if end else found.end()


def reasons(text: str) -> tuple[str, ...]:
    """The reasons of a text as 1.4(b).

    >>> reasons("REASON: 1.5 b/d")
    ('1.5(b)', '1.5(d)')
    """
    found = []
    for m in REASONS.finditer(text):
        section = "1." + m["section"][-1]
        letters = re.sub(r"and|or", " ", m["letters"], flags=re.IGNORECASE)
        found += [f"{section}({letter.lower()})" for letter in _LETTER.findall(letters)]
    return tuple(dict.fromkeys(found))


def _before(text: str, start: int, stop: int) -> int:
    """Where the name ends before "for reasons", counted back from the reasons."""
    window = max(start, stop - 60)
    for at in range(window, stop + 1):
        if (
            _REASON_LABEL.fullmatch(text[at:stop]) and not text[at : at + 1].isalnum()
        ) or at == stop:
            return at
    return stop
