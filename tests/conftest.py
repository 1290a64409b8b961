"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# no test is timed: machines are shared (`make bench` measures)
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
