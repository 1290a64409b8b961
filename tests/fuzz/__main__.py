"""Fuzzing led by coverage: `python -m tests.fuzz parse --runs 2000000`; the last line says what came of it.

The corpus grows in a folder outside of the repository (--corpus), so that the next run goes on from there. Exit
status 1: something was found, and lies in `findings` beside it.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

# whatever is imported from here on tells the fuzzer which of its branches were taken
instrumented = atheris.instrument_imports(include=["cablesearch"])
instrumented.__enter__()

from tests.fuzz.seeds import LONGEST, WORDS, seeds  # noqa: E402
from tests.fuzz.targets import TARGETS  # noqa: E402
from tests.fuzz.watch import MOST_MEMORY, Watch  # noqa: E402


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=0, help="the most it takes; 0: no matter")
    parser.add_argument("--seed", type=int, default=0, help="the same inputs every time; 0: others")
    parser.add_argument("--corpus", type=Path, default=None, help="default: .fuzz/TARGET")
    return parser.parse_args()


def _lay_out(target: str, corpus: Path) -> Path:
    """The seeds in the corpus; the file of words."""
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds(target):
        (corpus / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)
    words = corpus.parent / f"{target}.words"
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS[target])
    words.write_text("".join(f'"{line}"\n' for line in lines))
    return words


def main() -> None:
    """Fuzz until enough was run, and tell."""
    wanted = _arguments()
    corpus = wanted.corpus or Path(".fuzz") / wanted.target
    words = _lay_out(wanted.target, corpus)
    place = Path(tempfile.mkdtemp())
    held = TARGETS[wanted.target](place)
    watch = Watch(held.__enter__(), corpus.parent / "findings" / wanted.target)
    options = [
        f"-atheris_runs={wanted.runs}",
        f"-max_total_time={wanted.seconds}",
        f"-max_len={LONGEST[wanted.target]}",
        f"-rss_limit_mb={MOST_MEMORY >> 20}",
        f"-dict={words}",
        "-timeout=20",
    ]
    if wanted.seed:
        options.append(f"-seed={wanted.seed}")
    atexit.register(_tell, watch, place)
    atheris.Setup([sys.argv[0], *options, str(corpus)], watch)
    atheris.Fuzz()


def _tell(watch: Watch, place: Path) -> None:
    """What is left to do when the fuzzer, which comes back to nobody, ends the process."""
    shutil.rmtree(place, ignore_errors=True)
    print(watch.report(), flush=True)
    if watch.kinds:
        os._exit(1)


if __name__ == "__main__":
    main()
