"""The table of faults: what each is, how often it is tried in short and at length, what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tests.faults import changes, damage, failing, kills, meet, power, strace, swaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.ground import Ground
    from tests.faults.tally import Tally


def nothing() -> str | None:
    """Nothing is missing where nothing is needed."""
    return None


class Fault(NamedTuple):
    """One fault. `short` and `long` are how often it is tried on each engine, `missing` says why it cannot be here."""

    name: str
    title: str
    inflict: Callable[[Ground, int, Tally], None]
    short: int
    long: int
    missing: Callable[[], str | None] = nothing


FAULTS: Final = (
    Fault("F1", "kill -9 of a build", kills.kill_builds, 4, 260, strace.missing),
    Fault("F2", "kill -9 of a reader", kills.kill_readers, 1, 100),
    Fault("F3", "calls that fail", failing.fail_calls, 1, 150, strace.missing),
    Fault("F3w", "writes cut short", failing.cut_writes, 1, 20),
    Fault("F4", "a full disk", failing.fill_disk, 1, 30, failing.no_mounts),
    Fault("F5a", "what is published was synced", power.read_trace, 1, 4, strace.missing),
    Fault("F5b", "the power goes", power.cut_power, 2, 200, strace.missing),
    Fault("F7", "five builders at once", meet.meet, 1, 50),
    Fault("F8", "a builder that hangs", meet.stop_holder, 1, 10),
    Fault("F9", "opening during swaps", swaps.swap, 2, 1000),
    Fault("F10", "a reader across ten publishes", swaps.read_on, 1, 20),
    Fault("F11", "damaged files", damage.damage_files, 30, 700),
    Fault("F12", "a pointer or manifest astray", damage.lead_astray, 1, 28),
    Fault("F15", "sources that change", changes.change_sources, 1, 100),
    Fault("F16", "signals, closed pipes", changes.signal_builds, 1, 60),
    Fault("F17", "too little memory", failing.starve, 1, 20, failing.no_limits),
)
