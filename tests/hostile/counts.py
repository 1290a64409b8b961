"""How often something is tried: in a moment with every change, long by HYPOTHESIS_PROFILE=long."""

from __future__ import annotations

import os


def often(short: int, long: int) -> int:
    """One of the two counts."""
    return long if os.environ.get("HYPOTHESIS_PROFILE") == "long" else short
