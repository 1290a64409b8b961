"""What holds for all tests.

HYPOTHESIS_PROFILE=long runs the properties of tests/hostile as often as is done before a release: an hour, not minutes.
"""

from __future__ import annotations

import os

from hypothesis import settings

# no test is timed: machines are shared (`make bench` measures)
settings.register_profile("untimed", deadline=None)
settings.register_profile("long", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))
