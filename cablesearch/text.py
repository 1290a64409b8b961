"""The analysis chain: normalise, split into words, stem. The only place that does any of these."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ANALYSIS_VERSION = 1
"""Raised whenever a text could give other words or stems than before: an index keeps it."""

STOP_WORDS = frozenset(["the", "of", "a", "an", "and", "in", "to", "for", "by", "on", "at"])
"""Words that a query drops outside phrases, unless it has nothing else. All are indexed."""

LONGEST_WORD = 128
"""Longer words are cut to so many characters, in texts and queries alike (tantivy's limit is in bytes)."""

# Quotes and hyphens that stand for the plain ones. NFKD leaves these alone.
_PLAIN = (
    dict.fromkeys("‘’‛ʼʻ′`´", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)

# One word, and after it a possessive that is dropped: "Zenda's" is "zenda".
_WORD = re.compile(r"([^\W_]+)(?:'s(?![^\W_]))?")

# The same for ASCII in small letters, three times as fast: possessives off, all but letters and digits made blanks.
_POSSESSIVE = re.compile(r"([a-z0-9])'s(?![a-z0-9])")
_BLANKED = {code: " " for code in range(128) if not chr(code).isalnum()}


class Token(NamedTuple):
    """A word as normalised and where it stands: half-open code-point offsets into the text as given.

    The span is that of the word without its possessive.
    """

    word: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _normal(char: str) -> str:
    plain = _PLAIN.get(char)
    if plain is not None:
        return plain
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Me"))
    return "".join(_PLAIN.get(c, c) for c in kept)


def normalise(text: str) -> str:
    """Compatibility forms and case folded, combining marks dropped, curly quotes and dashes made plain.

    >>> normalise("São Tomé’s ﬁsheries")
    "sao tome's fisheries"
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_normal, text))


def tokenise(text: str) -> list[Token]:
    """The words of a text in order, each with its place in the text as given.

    >>> [tuple(token) for token in tokenise("Zenda's G/TIP")]
    [('zenda', 0, 5), ('g', 8, 9), ('tip', 10, 13)]
    """
    if text.isascii():
        return [
            Token(m[1][:LONGEST_WORD], m.start(1), m.end(1)) for m in _WORD.finditer(text.lower())
        ]
    parts = [_normal(c) for c in text]
    origin: list[int] = []
    for at, part in enumerate(parts):
        origin.extend([at] * len(part))
    tokens = []
    for m in _WORD.finditer("".join(parts)):
        end = origin[m.end(1) - 1] + 1
        while end < len(parts) and not parts[end]:  # the last letter's own combining marks
            end += 1
        tokens.append(Token(m[1][:LONGEST_WORD], origin[m.start(1)], end))
    return tokens


def tokens_among(text: str, wanted: Callable[[str], bool]) -> dict[int, Token]:
    """Those of a text's words that are wanted, by their positions (0-based), in order.

    >>> tokens_among("Oil, and no oil", "oil".__eq__)
    {0: Token(word='oil', start=0, end=3), 3: Token(word='oil', start=12, end=15)}
    """
    if text.isascii():
        every = words(text)
        found = list(compress(enumerate(every), map(wanted, every)))
        # a possessive looks like the word "s", a word that was cut like the beginning of a longer one
        if not any(word == "s" or len(word) == LONGEST_WORD for _, word in found):
            return _placed(found, text.lower())
    return {at: token for at, token in enumerate(tokenise(text)) if wanted(token.word)}


def _placed(found: list[tuple[int, str]], normal: str) -> dict[int, Token]:
    """Words by position, in order, with their places in an ASCII text as normalised.

    Each stands there whole for the first time behind the one before it: whatever equals it was found too.
    """
    tokens: dict[int, Token] = {}
    end = 0
    for at, word in found:
        start = normal.find(word, end)
        while (start and normal[start - 1].isalnum()) or (
            normal[start + len(word) : start + len(word) + 1].isalnum()
        ):
            start = normal.find(word, start + 1)
        end = start + len(word)
        tokens[at] = Token(word, start, end)
    return tokens


def words(text: str) -> list[str]:
    """The words of a text in order, as normalised, not stemmed.

    >>> words("The Prime Minister's U.S. visit")
    ['the', 'prime', 'minister', 'u', 's', 'visit']
    """
    normal = normalise(text)
    if not normal.isascii():
        return [word[:LONGEST_WORD] for word in _WORD.findall(normal)]
    if "'s" in normal:
        normal = _POSSESSIVE.sub(r"\1", normal)
    found = normal.translate(_BLANKED).split()
    if len(normal) > LONGEST_WORD and max(map(len, found), default=0) > LONGEST_WORD:
        return [word[:LONGEST_WORD] for word in found]
    return found


def stems(text: str) -> list[str]:
    """The stems of a text's words in order.

    >>> stems("Shelters for the victims")
    ['shelter', 'for', 'the', 'victim']
    """
    return list(map(stem, words(text)))


class _Stems(dict[str, str]):
    """The stems of words met before; faster than `lru_cache`, as whole texts go through it."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _STEMS_KEPT:
            self.clear()
        found = self[word] = _stemmer()(word)
        return found


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    chosen = Stemmer.Stemmer("english", 0)  # our own cache is faster than its
    stem_word: Callable[[str], str] = chosen.stemWord
    return stem_word


_STEMS_KEPT = 200_000

stem: Callable[[str], str] = _Stems().__getitem__
"""The Porter2 stem (Snowball "english") of one word as normalised.

>>> stem("organizations")
'organiz'
"""
