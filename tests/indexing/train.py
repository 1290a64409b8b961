"""Makes the dictionary of the store's frames anew, of the sample cables.

    python -m tests.indexing.train

With another one no index that was built before can be read: raise fields.SCHEMA_VERSION with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import zstandard

from cablesearch import read_cables
from cablesearch.cable.model import to_json
from cablesearch.indexing.frames import DICTIONARY

CORPUS: Final = Path(__file__).parents[2] / "corpus"
_SIZE: Final = 1 << 16


def train() -> bytes:
    """The dictionary: what the JSON of the sample cables has in common."""
    cables = read_cables(CORPUS, on_unreadable=lambda _: None)
    return zstandard.train_dictionary(_SIZE, [to_json(cable) for cable in cables]).as_bytes()


if __name__ == "__main__":
    DICTIONARY.write_bytes(train())
