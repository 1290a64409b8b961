"""The end of a cable: the signers' names, and the furniture behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.lines import Lines
from cablesearch.cable.model import Furniture

if TYPE_CHECKING:
    from collections.abc import Sequence


class End(NamedTuple):
    """The lines before the end, the signers, and the furniture of the end."""

    lines: Lines
    signers: tuple[str, ...]
    furniture: list[Furniture]


_END = re.compile(
    r"\s*(?:N{3,5}\S{0,12}|BT|#\d{4}|[=-]{3,} ?CABLE ENDS ?[=-]{3,}|<< ?END OF DOCUMENT ?>>)\s*$"
)
_STAMP = re.compile(
    r"\s*(?:U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|TOP SECRET"
    r"|L ?I ?M ?I ?T ?E ?D {1,3}O ?F ?F ?I ?C ?I ?A ?L {1,3}U ?S ?E|MINIMIZE CONSIDERED\.?)\s*$"
)
_SCHEDULE = re.compile(r"\s*\(?(?:DECL(?:ASSIFY)?:? ?)?(?:GP-?[1-4]|X?GDS(?:-?[1-4])?)\)?\.?\s*$")
_DEBRIS = re.compile(
    r"\s*(?:[\"'>|\\<,;.]{1,6}|\.{3}|\u2026|\S{0,30} ?- ?Classification: .{0,40}|\(?end of cable\)?)\s*$",
    re.I,
)
_PARTICLE = r"(?:van|von|de|der|den|la|le|du|di|da|del|bin|al|el)"
_NAME = r"(?:Mc|Mac|O['’]|D['’]|De|Van|Di|La|Le)?[A-Z][A-Za-zÀ-ÿ]*(?:[-'’][A-Za-zÀ-ÿ]+)*"
_INITIAL = r"(?:[A-Z]\. ?){0,2}"
_SIGNER = re.compile(rf"\s*({_INITIAL}(?:{_NAME}|{_PARTICLE})(?: {_NAME}){{0,2}})\.?\s*$")
_CAPS_SIGNER = re.compile(r"\s*((?:Mc|Mac)?[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+)?)\.?\s*$")
_GLUED = re.compile(
    rf"([.?!:)\"”*]|https?://\S+|\S/\S+|[Xx]{{4}}|CONSIDERED) *(?<=[ .!?)\"”*])"
    rf"((?:{_PARTICLE} )?{_NAME}(?: [A-Z][A-Z'’-]+)?)$"
)
_DATED = re.compile(r"(?<! ) +\d +\d{1,2}/\d{1,2}/\d{4}$")
_UNQUOTE = re.compile(r"(?<=\S) +UNQUOTE[.\"]*$")
# So many of these are cut off one line; each costs time by the line's length.
_TAILS = 16
_LINK = re.compile(r"https?:|www\.|\.(?:gov|htm|asp|pdf|com)\b")
_AFTER_LINK = re.compile(rf" ({_NAME})$")
_NOT_NAME = re.compile(
    r"END|COMMENTS?|SUMMARY|TEXT|NOTE|QUOTE|UNQUOTE|ATTACHMENT|ANNEX|NIL|CONTINUED|BACKGROUND|CONCLUSION|TABLE|TOTAL"
    r"|NON-PAPER|POINTS|LETTER|EMBASSY|N/A|NA|NONE|RECOMMENDATION|REGARDS|ACTION|REQUEST|MINIMIZE|CONSIDERED"
    r"|UNCLASSIFIED|SENSITIVE|SIPDIS|NOFORN|PARTICIPANTS|X?GDS|X+",
    re.I,
)
_ENDED = (".", "?", "!", '"', ")", ":", "”", "'", "*", "]")


def _is_name(text: str) -> bool:
    words = text.replace(".", " ").split()
    return (
        0 < len(words) <= 3
        and not any(_NOT_NAME.fullmatch(word) for word in words)
        and len(text) > 1
    )


def cut_end(lines: Lines) -> End:
    """Cut signers and end furniture off; what is no sign of an end stays text.

    A name alone on the last line is a signer where the text before it has ended (or a blank line stands between);
    a capital name at the end of the last sentence ("... END COMMENT. DOE") is one too.
    """
    nos, texts = lines.nos, list(lines.texts)
    furniture: list[Furniture] = []
    _strip_end(nos, texts, furniture)
    if not texts:
        return End(Lines(), (), furniture)
    last = len(texts) - 1
    for _ in range(_TAILS):
        text = texts[last]
        tail = (text[-5:-4] == "/" and _DATED.search(text)) or (
            "UNQUOTE" in text and _UNQUOTE.search(text)
        )
        if not tail:
            break
        furniture.append(_furnish("debris", tail[0], nos[last]))
        texts[last] = text[: tail.start()]
    place = _debris_place(texts)
    if place is not None:
        for at in range(place + 1, len(texts)):
            if texts[at].strip():
                furniture.append(_furnish("debris", texts[at], nos[at]))
        del texts[place + 1 :]
    signers: list[str] = []
    while texts and len(signers) < 3:
        pattern = _CAPS_SIGNER if signers else _SIGNER
        found = pattern.match(texts[-1]) if len(texts[-1]) < 60 else None
        if not (found and _is_name(found[1]) and _stands_alone(texts, found, second=bool(signers))):
            break
        words = found[1].split()
        twice = len(words) == 2 and words[0].upper() == words[1].upper()
        signers[:0] = words if twice else [" ".join(words)]
        del texts[-1]
        _drop_blanks(texts)
    while texts and signers and _SCHEDULE.match(texts[-1]):
        furniture.append(_furnish("stamp", texts[-1], nos[len(texts) - 1]))
        del texts[-1]
        _drop_blanks(texts)
    if not signers and texts:
        text = texts[-1]
        glued = _glued_name(text.rstrip())
        if glued is not None:
            signers.append(text[glued:].strip(" ."))
            texts[-1] = text[:glued].rstrip()
    furniture.sort(key=lambda item: item.lines)
    return End(Lines(nos[: len(texts)], texts), tuple(signers), furniture)


def _furnish(kind: str, text: str, no: int) -> Furniture:
    return Furniture(kind=kind, text=text.strip(), lines=(no, no))


def _drop_blanks(texts: list[str]) -> None:
    """Take the blank lines off the end."""
    while texts and not texts[-1].strip():
        del texts[-1]


def _glued_name(text: str) -> int | None:
    """Where the signer's name begins that ends a line of text; None where there is none."""
    if len(text) < 13:
        return None
    low = max(0, len(text) - 60)
    plain = text.removesuffix(".")
    found = _GLUED.search(plain[low:])
    if found is not None and len(found[2]) > 2 and _is_name(found[2]):
        return low + found.start(2)
    if _LINK.search(text[-120:]) or text[-40:].count("X") > 5:
        found = _AFTER_LINK.search(plain[low:])
        if found is not None and len(found[1]) > 2 and _is_name(found[1]):
            return low + found.start(1)
    return None


def _strip_end(nos: Sequence[int], texts: list[str], furniture: list[Furniture]) -> None:
    """Move end marks, stamps and debris from the end of the texts into the furniture."""
    while texts:
        text = texts[-1]
        if text and not text.isspace():
            if len(text) > 200:
                return
            kind = (
                "end"
                if _END.match(text)
                else "stamp"
                if _STAMP.match(text) or _SCHEDULE.match(text)
                else "debris"
                if _DEBRIS.match(text)
                else None
            )
            if kind is None:
                return
            furniture.append(_furnish(kind, text, nos[len(texts) - 1]))
        del texts[-1]


def _stands_alone(texts: list[str], found: re.Match[str], *, second: bool) -> bool:
    """Whether a name on the last line is a signature, not the last word of a sentence or a heading's."""
    if len(texts) == 1:
        return False
    before = texts[-2].rstrip()
    if second and not (before.endswith(_ENDED) or not before):
        return False
    stopped = found[0].rstrip().endswith(".")  # the last word of a sentence, but behind a link
    if found[1].isupper():
        # in a text of capitals only a name has no stop, or stands behind one
        return not (stopped and before.isupper() and not before.endswith(_ENDED))
    if not stopped and (not before or before.endswith(_ENDED)):
        return True
    if before[-60:].count("X") > 5 or _LINK.search(before[-60:]):
        return True
    return before[-11:].lower() == "end comment"


def _debris_place(texts: list[str]) -> int | None:
    """The line of a capital name with at most two short lines of debris behind it, else None."""
    seen = 0
    for place in range(len(texts) - 1, max(-1, len(texts) - 8), -1):
        text = texts[place].strip()
        if not text:
            continue
        found = _CAPS_SIGNER.match(text)
        if found and seen and " " not in found[1] and len(found[1]) > 2 and _is_name(found[1]):
            blank = place > 0 and (
                not texts[place - 1].strip() or texts[place - 1].rstrip().endswith(".")
            )
            return place if seen and blank and not texts[place + 1].strip() else None
        seen += 1
        if seen > 2 or len(text) > 60 or text.endswith((".", ":")):
            return None
    return None
