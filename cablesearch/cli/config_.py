"""`cablesearch config`: the settings and where each came from."""

from cablesearch.cli import options as opt
from cablesearch.cli.config import FILE_NAME, KEYS, config_files
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus


def command(
    session: Session,
    action: opt.ConfigAction,
    json: opt.Json = False,
) -> ExitStatus:
    """Show the settings, or the files they come from.

    Built in < $XDG_CONFIG_HOME/cablesearch/config.toml < cablesearch.toml (nearest upward) < CABLESEARCH_* < flags.
    """
    if action == "path":
        return _paths(session)
    from cablesearch.output.records import cell, dumps, write_tsv

    rows = [{"key": s.key, "value": s.value, "origin": s.origin} for s in session.settings.values()]
    for row in rows:
        if row["key"] == "index" and row["value"] is None:
            row |= {"value": str(session.index_dir()), "origin": "found from here"}
    sink = session.sink()
    if json:
        sink.line(dumps(rows))
    elif sink.terminal:
        from cablesearch.output.grid import write_grid

        cells = [
            (row["key"], cell(row["value"]) or "-", row["origin"], KEYS[row["key"]].help)
            for row in rows
        ]
        write_grid(("key", "value", "origin", "what it is"), cells, sink)
    else:
        write_tsv(rows, ("key", "value", "origin"), sink)
    return ExitStatus.OK


def _paths(session: Session) -> ExitStatus:
    """The files that are read; where there is none, the places where one would be."""
    from cablesearch.output.safe import one_line

    env = session.env
    sink = session.sink()
    found = [path for path, _ in config_files(env)]
    for path in found:
        sink.line(one_line(str(path)))
    if not found:
        home = env.config_home
        places = [home / "cablesearch" / "config.toml"] if home else []
        for path in (*places, env.cwd / FILE_NAME):
            session.talk.note(f"{path} would be read")
    return ExitStatus.OK
