"""`cablesearch rollback`: step back to the index before this one."""

from cablesearch.cli import options as opt
from cablesearch.cli.durations import parse_duration
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus


def command(session: Session, lock_wait: opt.LockWait = "0s") -> ExitStatus:
    """Let the generation before this one answer again, once it is found sound."""
    from cablesearch.indexing.rollback import rollback

    directory = session.index_dir()
    number = rollback(
        directory,
        now=session.env.clock,
        lock_wait=parse_duration(lock_wait).total_seconds(),
        trust_owners=session.setting("trust_owners"),
    )
    session.talk.summary["generation"] = number
    session.talk.note(f"{directory}: generation {number} answers now")
    return ExitStatus.OK
