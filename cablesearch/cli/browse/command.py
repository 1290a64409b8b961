"""`cablesearch browse`: questions and answers on a whole screen."""

from typing import TYPE_CHECKING

from cablesearch.cli import options as opt
from cablesearch.cli.asking import question
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from cablesearch.cli.env import Env


def command(
    session: Session,
    query: opt.Words = None,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    by: opt.By = "paragraph",
    sort: opt.Sort = None,
) -> ExitStatus:
    """Look through hits, facets and cables on a whole screen; 'cablesearch help browse' tells the keys.

    On leaving, the command line is printed that finds what was seen last.
    """
    _check_terminal(session.env)
    options = question(
        marking=marking,
        tag=tag,
        embassy=embassy,
        only=only,
        since=since,
        until=until,
        filters=filter,
        plain=plain,
    )
    with session.open_index():
        pass  # where there is none, that is said before the screen is taken

    from cablesearch.cli.browse.app import Browser
    from cablesearch.cli.browse.state import View

    written = " ".join(query or ())
    index = session.settings["index"]
    browser = Browser(
        View.of(written, options, by=by, sort=sort or "relevance"),
        session.open_index,
        timer=session.env.timer,
        color=session.color,
        command=("--index", index.value) if index.origin == "--index" else (),
    )
    browser.run()
    session.sink().line(browser.view.command_line(browser.command))
    if browser.failure is not None:
        raise browser.failure
    return ExitStatus.OK


def _check_terminal(env: "Env") -> None:
    """UsageError where nobody could see the screen or press a key."""
    for name, stream in (("stdin", env.stdin), ("stdout", env.stdout), ("stderr", env.stderr)):
        terminal = env.stdout_isatty if name == "stdout" else stream.isatty()
        if not terminal:
            raise UsageError(
                f"browse needs a terminal, and {name} is none",
                remedy="cablesearch query --facets prints what it would show",
            )
    if env.dumb:
        raise UsageError(
            "browse needs a terminal that can be drawn on",
            remedy=f"TERM is {env.environ.get('TERM', '')!r}",
        )
