"""A process that opens an index and asks it, again and again, until stdin is closed.

Scores are left out of answers: they come of all that an engine has seen, dead paragraphs included.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from tests.faults.ground import NOW

if TYPE_CHECKING:
    from cablesearch.api import Index

QUESTIONS: Final = ("nightly", "shelter", '"prime minister"')


def told(index: Index) -> str:
    """What stands for the answers of an open index."""
    said = []
    for query in QUESTIONS:
        page = index.search(query, facets=("marking", "tags"), limit=100, sort="id")
        hits = [{k: v for k, v in hit.items() if k != "score"} for hit in page.to_dicts()]
        facets = [
            [(value.value, value.count) for value in facet.values] for facet in page.facets.values()
        ]
        said.append([page.total, hits, facets])
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def _wait(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def main() -> None:
    """Open and ask; at the end a line of JSON: errors, and the answers of each generation with how often they came."""
    path = Path(sys.argv[1])
    over = threading.Event()
    threading.Thread(target=_wait, args=(over,), daemon=True).start()
    found: Counter[tuple[int, str]] = Counter()
    errors: Counter[str] = Counter()
    while not over.is_set():
        try:
            with open_index(path, now=NOW) as index:
                found[index.info.generation, told(index)] += 1
        except BaseException as error:  # tantivy's panics are no Exceptions
            errors[f"{type(error).__name__}: {error}"] += 1
    answers = [[*key, count] for key, count in found.items()]
    print(json.dumps({"errors": errors, "answers": answers}), flush=True)


if __name__ == "__main__":
    main()
