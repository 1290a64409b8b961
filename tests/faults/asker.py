"""A process that asks indexes on behalf of the harness, so that an engine that crashes takes only this process along.

It reads a line of JSON a question, {"ask": "answers" | "check", "index": PATH}, and writes one with what came of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from cablesearch import open_index
from cablesearch.errors import CablesearchError, DamagedError
from cablesearch.indexing.check import check
from tests.faults.ground import NOW, said_by
from tests.faults.program import environment

_MODULE: Final = (sys.executable, "-m", "tests.faults.asker")


def digest(said: bytes) -> str:
    """What stands for answers."""
    return sha256(said).hexdigest()


def _asked(what: str, path: Path) -> str:
    try:
        if what == "check":
            return "damaged" if check(path).is_damaged else "sound"
        return _answered(path)
    except DamagedError:
        return "damaged"
    except CablesearchError as error:
        return f"refused: {error.message}"
    except BaseException as error:  # tantivy's panics are no Exceptions
        return f"bug: {type(error).__name__}: {error}"


def _answered(path: Path) -> str:
    """As every command does that has an index open."""
    with open_index(path, now=NOW) as index:
        return digest(said_by(index))


class Asker:
    """The process, started again when it has died."""

    def __init__(self, index: Path) -> None:
        self._environment = environment(index)
        self._process: subprocess.Popen[str] | None = None

    def ask(self, what: str, index: Path) -> str:
        """A digest of answers, "sound", "damaged", "refused: ...", "bug: ..." or "signal N"."""
        if self._process is None:
            self._process = subprocess.Popen(
                _MODULE, env=self._environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"ask": what, "index": str(index)}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if line:
            return str(json.loads(line))
        self.close()
        return f"signal {-process.returncode}"

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


def main() -> None:
    """Answer until stdin ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_asked(asked["ask"], Path(asked["index"]))), flush=True)


if __name__ == "__main__":
    main()
