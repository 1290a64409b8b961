"""What is asked about saved queries: whether one can be read, what opens it, whether it is the same as before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.errors import CablesearchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.api import Index
    from cablesearch.cli.session import Session
    from cablesearch.query.question import Question


def check_readable(session: Session, saved: Mapping[str, Question], name: str) -> None:
    """QueryError where the query cannot be read; where no index opens as much is checked as needs none, and told."""
    from cablesearch.api import open_index

    try:
        index = open_index(
            session.index_dir(),
            trust_owners=session.setting("trust_owners"),
            now=session.env.clock(),
            memo_dir=session.env.memo_dir,
            saved=saved,
        )
    except CablesearchError:
        _check_alone(session, saved, name)
        session.talk.note("no index could be opened: posts, TAGS and ids were not checked")
        return
    with index:
        _check_with(index, saved[name])
        index.keys(f"saved:{name}")


def _check_with(index: Index, asked: Question) -> None:
    index.keys(
        asked.query,
        filters=asked.filters,
        where=asked.where,
        since=asked.since,
        until=asked.until,
        plain=asked.plain,
    )


def _check_alone(session: Session, saved: Mapping[str, Question], name: str) -> None:
    from cablesearch.query.context import Context
    from cablesearch.search.question import Question, understand

    context = Context(now=session.env.clock(), saved=saved)
    for asked in (saved[name], Question(query=f"saved:{name}")):
        understand(asked, context)


def opens(asked: Question, name: str) -> bool:
    """Whether a query opens the one of that name, as far as can be seen."""
    return re.search(rf"saved:\W*{name}(?![\w-])", _texts(asked), re.IGNORECASE) is not None


def digest(saved: Mapping[str, Question], name: str) -> str:
    """What tells a query from another one, and from itself when it or one that it opens is changed."""
    from hashlib import sha256

    import msgspec

    asked = {name: saved[name]}
    waiting = [saved[name]]
    while waiting:
        texts = _texts(waiting.pop()).lower()
        # rather a name too many: at worst something is shown twice
        named = re.findall(r"[\w-]+", texts) if "saved" in texts else []
        for other in sorted({word for word in named if word in saved} - asked.keys()):
            asked[other] = saved[other]
            waiting.append(saved[other])
    return sha256(msgspec.json.encode(asked, order="deterministic")).hexdigest()


def _texts(asked: Question) -> str:
    return " ".join((asked.query, *asked.where))
