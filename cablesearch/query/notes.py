"""What to say of leaves that may have been meant otherwise than they were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.expressions import expression
from cablesearch.fields import find_field
from cablesearch.query import syntax
from cablesearch.query.syntax import Note
from cablesearch.query.trouble import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTED_PATTERN = expression(r"[^\W_][*?]|[*?][^\W_]")


def leaf_notes(leaf: syntax.Node) -> Iterator[Note]:
    """What to say of one leaf of a text field."""
    match leaf:
        case syntax.Word(text="BEFORE"):
            message = "BEFORE without a number was read as a word; the operator is BEFORE/5"
            yield Note(kind="before-as-word", message=message, span=leaf.span)
        case syntax.Word(text=text) if text.endswith(":") and find_field(text[:-1]):
            message = f"{shown(text)} with nothing after it is text; a value follows its field's colon directly"
            yield Note(kind="field-as-text", message=message, span=leaf.span)
        case syntax.Wild(text=text) if text[0] in "*?":
            message = f"{shown(text)} begins with a wildcard: every word of the index is tried, which may take a while"
            yield Note(kind="leading-wildcard", message=message, span=leaf.span)
        case syntax.Wild(text=text) if re.fullmatch(r"[^*?]+\?", text):
            message = f"the ? in {shown(text)} stands for one more letter; leave it out if it ends a question"
            yield Note(kind="question-mark", message=message, span=leaf.span)
        case syntax.Quoted(text=text) if _QUOTED_PATTERN.search(text):
            message = "* and ? are no patterns inside quotes; write law BEFORE/0 s*"
            yield Note(kind="quoted-pattern", message=message, span=leaf.span)
        case _:
            return


def stop_words_note(leaves: Sequence[syntax.Word]) -> Note:
    """Which words were left out as too common."""
    listed = ", ".join(dict.fromkeys(leaf.text.lower() for leaf in leaves))
    message = f"left out, as they are in nearly every text: {listed}; in a phrase they count"
    return Note(kind="stop-words", message=message, span=leaves[0].span)


def no_word_note(leaves: Sequence[syntax.Node], text: str) -> Note:
    """Which leaves hold no letter or digit."""
    listed = " ".join(dict.fromkeys(shown(text[leaf.span[0] : leaf.span[1]]) for leaf in leaves))
    message = f"left out, as there is no word in it: {listed}"
    return Note(kind="no-word", message=message, span=leaves[0].span)
