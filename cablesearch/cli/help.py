"""`cablesearch help`: the topics that come with the package."""

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.cli.topics import about, topic, topics
from cablesearch.errors import ExitStatus


def command(session: Session, name: opt.Topic = None) -> ExitStatus:
    """Print longer help on a topic, or list the topics."""
    sink = session.sink()
    if name is None:
        sink.line("Topics, each shown by cablesearch help TOPIC:")
        sink.line()
        for known in topics():
            sink.line(f"  {known:<16}{about(known)}")
    else:
        sink.stream.write(topic(name))
    return ExitStatus.OK
