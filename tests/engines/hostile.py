"""Queries made to take long, to eat memory or to bring the process down, of the words of any collection."""

from __future__ import annotations

from itertools import cycle, islice, pairwise
from typing import TYPE_CHECKING, Final

from cablesearch.query.parse import DEEPEST, MOST_CHARACTERS, MOST_LEAVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FIRST: Final = ["the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "by", "an", "at"]
"""The commonest words of English."""

_LETTERS: Final = "etaoinshrdlu"


def hostile(words: Sequence[str]) -> Mapping[str, list[str]]:
    """Queries by the shape they have; `words` are the commonest of a collection, the commonest first."""
    common = [*words, *FIRST]
    one, two = common[:2]
    short = [word for word in common if len(word) <= 3] or FIRST
    return {
        # brackets, NOT, fields
        "deep brackets": [_nested("(", ")", DEEPEST, one), _nested("(", ")", 1_500, one)],
        "brackets never closed": ["(" * MOST_CHARACTERS, f"{one} (" * 800],
        "NOT chains": ["NOT " * DEEPEST + one, "NOT " * 1_000 + one, "-" * MOST_CHARACTERS, f"{'-' * 4_000}{one}"],
        "fields in fields": ["text:" * 800 + one, _nested("text:(", ")", 500, one), _nested("tags:(", ")", 20, "P*")],
        "NOT of everything": [f"NOT ({_joined(' OR ', common, 400)})", " ".join(f"-{w}" for w in _many(common, 600))],
        # many terms
        "OR explosions": [_joined(" OR ", common, 800), f"({') OR ('.join(_pairs(common, 250))})"],
        "OR of ANDs of ORs": [_tree(common, 5, "OR"), _tree(common, 5, "AND")],
        "as many words as may be": [_joined(" ", common, MOST_LEAVES), "a " * (MOST_LEAVES + 1)],
        "one word again and again": [_joined(" ", [one], 800), _joined(" OR ", [one], 500)],
        "all fields at once": [" OR ".join(f"{name}:*" for name in ("tags", "to", "info", "cites", "signers", "date"))],
        # patterns
        "*w*": ["*", "**", f"*{one[:1]}*", "*e*", "?*?", "*a*e*", "*" * 4_000, "*?" * 2_000, f"{'*a' * 1_500}*"],
        "ORs of *w*": [_joined(" OR ", [f"*{a}{b}*" for a in _LETTERS for b in _LETTERS], 500)],
        "ANDs of w*": [_joined(" ", [f"{letter}*" for letter in _LETTERS], 400)],
        "w~2 of short words": [f"{word}~2" for word in short[:8]] + ["a~2", "ab~2", "abc~2"],
        "ORs of w~2": [_joined(" OR ", [f"{word}~2" for word in common], 400)],
        "ANDs of w~1": [_joined(" ", [f"{word}~1" for word in common], 400)],
        "a long word, two edits away": ["a" * 4_000 + "~2", "ab" * 1_000 + "~2"],
        "/.*.*.*x/": ["/.*.*.*x/", "/.*/", "/(.*)(.*)(.*)q/", "/.*a.*e.*i.*o.*u.*/", "/[a-z]*/", "/.?.?.?.?.?/"],
        "regex bombs": [
            "/(a+)+$/", "/(a|a)*b/", "/(a|aa)+$/", "/((a*)*)*c/", "/(.*a){20}/", f"/{'a?' * 500}{'a' * 500}/",
            "/a{1000}{1000}/", "/(?:(?:(?:a{30}){30}){30}){30}/", "/[" + "a-z" * 1_000 + "]/", f"/{'(' * 900}/",
            f"/{'|'.join(common * 8)[:4_000]}/", "/(?=.*a)(?=.*b).*/", r"/(.)\1/",
        ],
        "values by pattern": ["source:*e*", "signers:/.*.*.*n/", "to:*a*", "cites:*1*", "tags:/.*/", "persons:*a*"],
        # places
        "NEAR of the commonest": [f"{one} NEAR/{n} {two}" for n in (0, 10, 100, 1_000)] + [f"{one} NEAR/100 {one}"],
        "NEAR of ORs": [f"({_joined(' OR ', common, 200)}) NEAR/100 ({_joined(' OR ', common[1:], 200)})"],
        "w~1 NEAR w~1 of short words": [f"{a}~1 {op}/10 {b}~1" for a, b in pairwise(short)
                                        for op in ("NEAR", "BEFORE")][:8],
        "w~2 NEAR w~2 of short words": [f"{a}~2 NEAR/10 {b}~2" for a, b in pairwise(short)][:4],
        "w* NEAR w*": ["a* NEAR/10 e*", "b* BEFORE/100 c*", "*a* NEAR/5 *e*", "? NEAR ?", "?? NEAR/3 ???", "* NEAR *"],
        "/re/ NEAR /re/": ["/.*/ NEAR/5 /.*/", "/.*a/ BEFORE/7 /b.*/", "/[ab].*/ NEAR/1 /[cd].*/"],
        "NEAR chains": [_joined(" NEAR ", common, 400), _joined(") AND (", _near_pairs(common), 100).join("()")],
        "phrases": [f'"{_joined(" ", common, 600)}"', f'"{one} {two}"~1000', f'"{_joined(" ", common, 12)}"~200',
                    f'"{_joined(" ", [one], 12)}"~200', f'"{_joined(" ", [one, two], 60)}"~1000'],
        "ORs of phrases": [_joined(" OR ", [f'"{pair}"' for pair in _pairs(common, 120)], 120),
                           _joined(" OR ", [f'"{pair}"~3' for pair in _pairs(common, 120)], 120)],
        "phrases with patterns": ["a*-e*", "*a*-*e*-*i*", "-".join(["a*"] * 30), f"{one}-*-{two}"],
        # characters
        "one long word": ["x" * MOST_CHARACTERS, "x" * (MOST_CHARACTERS + 1), "=" + "x" * 4_000, "ﷺ" * 1_000],
        "half characters": ["\ud800", "a\udfff b", f"{one} \ud83d", '"\udc00"', "tags:\ud800", "/\ud800/", "\ud800*"],
        "signs": [*(sign * 4_000 for sign in "~/\":\\|"), "\0", "\x1b[31m", "\u202e"],
        "marks without end": ["e" + "\u0301" * 4_000, "\u0301" * 4_000, "\u200d" * 4_000, "🏴" * 2_000],
        # values
        "periods": ["date:0001..9999", "date:9999..", "date:*..*", "added:999999999d..", "date:..", "date:>=0"],
        "numbers": ["number:" + "9" * 4_000, "number:-1", "ordinal:0..99999999999999999999", "ordinal:>999999999"],
        "ids": ["id:*", "id:" + "0" * 4_000, "cites:*", "cited-by:" + "A" * 4_000, "id:/.*.*.*1/"],
    }  # fmt: skip


def every(words: Sequence[str]) -> list[tuple[str, str]]:
    """All of them, each with its shape's name."""
    return [(name, query) for name, queries in hostile(words).items() for query in queries]


def _many(words: Sequence[str], count: int) -> Iterator[str]:
    return islice(cycle(words), count)


def _joined(by: str, words: Sequence[str], count: int) -> str:
    """So many words, and no more than a query may hold."""
    text = by.join(_many(words, count))
    return (
        text
        if len(text) <= MOST_CHARACTERS - 200
        else text[: text.rindex(by, 0, MOST_CHARACTERS - 200)]
    )


def _nested(opening: str, closing: str, count: int, word: str) -> str:
    return opening * count + word + closing * count


def _pairs(words: Sequence[str], count: int) -> list[str]:
    turned = [*words[1:], words[0]]
    return [f"{a} {b}" for a, b in islice(cycle(zip(words, turned, strict=True)), count)]


def _near_pairs(words: Sequence[str]) -> list[str]:
    return [f"{a} NEAR/20 {b}" for a, b in pairwise(words)]


def _tree(words: Sequence[str], depth: int, operator: str) -> str:
    """A bracketed tree of two operators by turns, three children a node."""
    source = cycle(words)

    def made(left: int, name: str) -> str:
        if left == 0:
            return next(source)
        other = "AND" if name == "OR" else "OR"
        return "(" + f" {name} ".join(made(left - 1, other) for _ in range(3)) + ")"

    return made(depth, operator)
