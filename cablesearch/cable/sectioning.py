"""Headings found among the items of a body: which blocks are headings, by rules, place and shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.cable.headings import (
    fits_bare,
    fits_rule,
    is_caps,
    is_ornamented,
    is_title,
    last_lines_heading,
    tail_heading,
)
from cablesearch.cable.items import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 80


def mark_headings(items: Sequence[Item]) -> list[Item]:
    """The items with the blocks that are headings turned into items of kind heading."""
    out: list[Item] = []
    count = len(items)
    numbered = any(item.kind == "number" for item in items)
    shouting = _is_shouting(items)
    used_rule = False  # the rule before belongs to the heading before it
    for index, item in enumerate(items):
        if item.kind != "block":
            if item.kind == "number":
                used_rule = False
            elif item.kind == "rule":
                used_rule = bool(out) and (
                    out[-1].kind == "heading" or (used_rule and out[-1].kind == "rule")
                )
            out.append(item)
            continue
        following = items[index + 1].kind if index + 1 < count else "end"
        prev_rule = bool(out) and out[-1].kind == "rule" and not used_rule
        after = index + 1
        while after < count and items[after].kind == "rule":
            after += 1
        beyond = items[after].kind if after < count else "end"
        # whether the rule behind this block is the one above the next heading
        above_next = beyond == "block" and after + 1 < count and items[after + 1].kind == "rule"
        out.extend(
            _split(
                item,
                following,
                beyond,
                prev_rule,
                above_next,
                out,
                numbered=numbered,
                shouting=shouting,
            )
        )
        used_rule = False
    return _swap(out)


def _split(
    item: Item,
    following: str,
    beyond: str,
    prev_rule: bool,
    above_next: bool,
    out: list[Item],
    *,
    numbered: bool,
    shouting: bool,
) -> list[Item]:
    """A block as a heading, as text, or as text with a heading at its end."""
    # the paragraph's own text, at least its first line
    own = bool(out) and out[-1].kind == "number"
    if own and following not in ("rule", "number"):
        return [item]
    texts = item.texts
    if not own and beyond != "end" and is_ornamented(texts):
        return [item._replace(kind="heading")]
    if following == "rule":
        if own:
            text = above_next or beyond != "block" or texts[0][:1] in "(["
        else:
            text = above_next and not prev_rule and (shouting or not is_title(" ".join(texts)))
        if not text and fits_rule(texts, between=prev_rule, shouting=shouting):
            return [item._replace(kind="heading")]
        return _tail(item, texts, ruled=True, shouting=shouting)
    if own:
        return _tail(item, texts, ruled=False, shouting=shouting)
    if (
        prev_rule
        and beyond != "end"
        and fits_rule(texts, between=False, shouting=shouting)
        and not texts[-1].rstrip().endswith(".")
    ):
        return [item._replace(kind="heading")]
    if following == "number":
        bare = fits_bare(texts, before=_before(out), follows_number=True, shouting=shouting)
        if bare and not _listed(out, texts, shouting=shouting):
            return [item._replace(kind="heading")]
        return _tail(item, texts, ruled=False, shouting=shouting)
    if following == "block" and (item.gap or not out) and not numbered:
        bare = fits_bare(texts, before=_before(out), follows_number=False, shouting=shouting)
        return [item._replace(kind="heading")] if bare else [item]
    return [item]


def _is_shouting(items: Sequence[Item]) -> bool:
    """Whether a text is in capitals throughout, as nearly all were until the 1980s."""
    texts = [text for item in items if item.kind == "block" for text in item.texts]
    return sum(map(str.isupper, texts)) * 10 >= len(texts) * 9 and sum(map(len, texts)) > _LONG


def _before(out: list[Item]) -> str | None:
    """The last text before, None at the start and behind a heading or rule."""
    if out and out[-1].kind == "block":
        return out[-1].texts[-1]
    if out and out[-1].kind == "number":
        return ""
    return None


def _listed(out: list[Item], texts: Sequence[str], *, shouting: bool) -> bool:
    """Whether a short block stands in a list of short blocks (names, addresses), whose last it is."""
    if (
        len(out) < 2
        or out[-1].kind != "block"
        or out[-2].kind not in ("block", "heading", "number")
    ):
        return False
    before = " ".join(map(str.strip, out[-1].texts))
    return (
        len(before) < 100
        and not before.endswith((".", "?", "!", '"'))
        and (shouting or not is_caps(" ".join(texts)))
    )


def _tail(item: Item, texts: Sequence[str], *, ruled: bool, shouting: bool) -> list[Item]:
    """A block whose last lines, or the end of whose last line, are a heading that lost its line end."""
    place = last_lines_heading(texts, ruled=ruled, shouting=shouting)
    if place is not None:
        return [
            item._replace(nos=item.nos[:place], texts=texts[:place]),
            Item("heading", item.nos[place:], texts[place:]),
        ]
    last = texts[-1]
    if len(last) > _LONG or (ruled and len(last) > 60):
        start = tail_heading(last, ruled=ruled, shouting=shouting)
        if start is not None:
            left = [*texts[:-1], last[:start].rstrip()]
            return [
                item._replace(texts=left),
                Item("heading", item.nos[-1:], (last[start:].strip(),)),
            ]
    return [item]


def _swap(items: list[Item]) -> list[Item]:
    """A heading with rules right behind a number ("¶1. SUMMARY ------- ...") put before the number."""
    for index in range(len(items) - 2):
        if items[index].kind != "number" or items[index + 1].kind not in ("heading", "rule"):
            continue
        after = index + 1
        while after < len(items) and items[after].kind in ("heading", "rule"):
            after += 1
        kinds = [item.kind for item in items[index + 1 : after]]
        if (
            "heading" in kinds
            and "rule" in kinds
            and after < len(items)
            and items[after].kind == "block"
        ):
            items[index:after] = [*items[index + 1 : after], items[index]]
    return items
