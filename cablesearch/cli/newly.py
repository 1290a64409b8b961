"""`saved new`: what a query finds among the cables that entered the index since its last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablesearch.cli.finding import find
from cablesearch.cli.marks import Marks

if TYPE_CHECKING:
    from cablesearch.api import Index
    from cablesearch.cli.session import Session
    from cablesearch.errors import ExitStatus


def find_new(
    session: Session,
    query: tuple[str, str],
    given: dict[str, Any],
    *,
    narrowed: bool,
    changed: bool,
    peek: bool,
) -> ExitStatus:
    """Find and write as `find` does, all of it unless a limit is given; then note how far the index was shown.

    `query` is a name and the digest of what is saved by it; `narrowed` says that less than that is asked. Generations
    are compared, not clocks. The mark moves only when all was written, whole.
    """
    name, digest = query
    whole = given["limit"] is None and not given["offset"] and not narrowed
    if given["limit"] is None:
        given["all"] = True
    with session.open_index() as index:
        marks = Marks(session.env, index)
        after = _after(session, marks, index, query)
        narrowing = {} if after is None else {"entered_after": after, "changed": changed}
        status = find(session._replace(held=index, narrowing=narrowing, keeping=True), **given)
        if peek or given["count"] or given["explain"]:
            return status
        if not whole:
            session.talk.note("not all of it was asked for: the next run shows the same again")
            return status
        session.env.stdout.flush()
        marks.move(name, digest, index.info.generation, session.env.clock())
    return status


def _after(session: Session, marks: Marks, index: Index, query: tuple[str, str]) -> int | None:
    """The generation up to which all was shown; null where nothing was."""
    talk = session.talk
    name, digest = query
    here = index.info.generation
    mark = marks.read(name)
    if mark is None:
        before = marks.of_another(name)
        if before is not None:
            talk.note(
                f'"{name}" was last run on an index that stood here before this one: all of it is new'
            )
        else:
            talk.note(f'the first run of "{name}" on this index: all of it is new')
        return None
    if mark.digest != digest:
        talk.note(f'"{name}" was another query when it was last run: all of it is new')
        return None
    if mark.generation > here:
        talk.note(
            f"the index stands at generation {here} and was at {mark.generation} when this was last run: "
            "it was rolled back"
        )
    return mark.generation
