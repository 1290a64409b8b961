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
    may_be_ornamented,
    tail_heading,
)
from cablesearch.cable.items import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 80


def mark_headings(items: Sequence[Item]) -> list[Item]:
    """The items with the blocks that are headings turned into items of kind heading."""
    out: list[Item] = []
    kinds = [item.kind for item in items]
    kinds.append("end")
    numbered = "number" in kinds
    shouting = _is_shouting(items)
    before = ""  # the kind of the last item
    used_rule = False  # the rule before belongs to the heading before it
    found = False
    for index, item in enumerate(items):
        kind = kinds[index]
        if kind != "block":
            if kind == "number":
                used_rule = False
            elif kind == "rule":
                used_rule = before == "heading" or (used_rule and before == "rule")
            out.append(item)
            before = kind
            continue
        following = kinds[index + 1]
        ruled = before == "rule" and not used_rule
        used_rule = False
        if _is_inside(item, before, following, ruled=ruled, numbered=numbered):
            out.append(item)
            before = kind
            continue
        after = index + 1
        while kinds[after] == "rule":
            after += 1
        beyond = kinds[after]
        # whether the rule behind this block is the one above the next heading
        above_next = beyond == "block" and kinds[after + 1] == "rule"
        pieces = _split(
            item,
            following,
            beyond,
            ruled,
            above_next,
            out,
            numbered=numbered,
            shouting=shouting,
        )
        out += pieces
        before = pieces[-1].kind
        found = found or len(pieces) > 1 or before == "heading"
    return _swap(out) if found else out


def _is_inside(item: Item, before: str, following: str, *, ruled: bool, numbered: bool) -> bool:
    """Whether a block stands among others where no heading does, as most do."""
    if following in ("rule", "number"):
        return False
    if before == "number":
        return True  # the paragraph's own text, at least its first line
    return not ruled and (numbered or following != "block") and not may_be_ornamented(item.texts)


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
    own = bool(out) and out[-1].kind == "number"
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
    few = len(texts) // 10
    small = [text for text in texts if not text.isupper()]
    return len(small) <= few and sum(map(len, texts)) > _LONG


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
