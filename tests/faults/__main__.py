"""Try every fault as often as its bar asks for, on both engines: a table in markdown.

python -m tests.faults
python -m tests.faults --only F1 F9 --engines tantivy --count 20
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.engines.registry import ENGINES
from tests.faults.faults import FAULTS
from tests.faults.ground import Ground
from tests.faults.tally import HEAD, Tally, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.faults import Fault


def given(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked on the command line."""
    names = [fault.name for fault in FAULTS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=tuple(ENGINES))
    parser.add_argument("--count", type=int, help="how often, in place of what the bars ask for")
    parser.add_argument("--seed", type=int, default=0, help="of what is left to chance")
    parser.add_argument("--short", action="store_true", help="as often as the tests do")
    parser.add_argument("--work", type=Path, help="where to work, else a temporary folder")
    return parser.parse_args(arguments)


def inflicted(fault: Fault, ground: Ground, count: int) -> tuple[str, Tally]:
    """One fault on one engine: its line of the table, and what came of it."""
    tally = Tally()
    begun = time.monotonic()
    try:
        fault.inflict(ground, count, tally)
    except KeyboardInterrupt:
        tally.seen["interrupted"] = 1
    seconds = time.monotonic() - begun
    return line(fault.name, fault.title, ground.engine, tally, seconds), tally


def main() -> None:
    """Print the table line by line, and on stderr what did not survive, of which status 1 tells."""
    asked = given()
    failed = False
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory(prefix="cablesearch-faults-", dir=asked.work) as top:
        for engine in asked.engines:
            folder = Path(top) / engine
            folder.mkdir()
            ground = Ground(folder, engine, asked.seed).make()
            for fault in (fault for fault in FAULTS if fault.name in asked.only):
                if why := fault.missing():
                    print(
                        f"| {fault.name} | {fault.title} | {engine} | 0 | 0 | not tried: {why} | |"
                    )
                    continue
                count = asked.count or (fault.short if asked.short else fault.long)
                said, tally = inflicted(fault, ground, count)
                print(said, flush=True)
                for problem in tally.failed:
                    failed = True
                    print(f"{fault.name} {engine}: {problem}", file=sys.stderr, flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
