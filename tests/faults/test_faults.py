"""Every fault in short, on both engines; `make faults` tries each as often as its bar asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.engines.registry import ENGINES
from tests.faults.__main__ import given, inflicted
from tests.faults.faults import FAULTS, Fault
from tests.faults.ground import Ground
from tests.faults.tally import Tally, line

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = [fault.name for fault in FAULTS]


@pytest.fixture(scope="session")
def ground_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ground]:
    """An engine's index, made ready once."""
    made: dict[str, Ground] = {}

    def ground(engine: str) -> Ground:
        if engine not in made:
            made[engine] = Ground(tmp_path_factory.mktemp(engine), engine).make()
        return made[engine]

    return ground


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("fault", FAULTS, ids=_NAMES)
def test_survived(fault: Fault, engine: str, ground_of: Callable[[str], Ground]) -> None:
    if why := fault.missing():
        pytest.skip(f"{fault.title}: {why}")
    _, tally = inflicted(fault, ground_of(engine), fault.short)
    assert tally.tried > 0
    assert tally.failed == []


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len(set(_NAMES)) == len(_NAMES)
    assert all(0 < fault.short <= fault.long for fault in FAULTS)
    assert given(["--only", "F1", "F9", "--count", "3"]).only == ["F1", "F9"]


def test_a_tally_tells_what_did_not_survive() -> None:
    tally = Tally()
    tally.one("one", [])
    tally.one("two", ["torn", "gone"])
    tally.seen["refused"] += 1
    assert (tally.tried, tally.survived, tally.failed) == (2, 1, ["two: torn; gone"])
    told = line("F0", "a fault", "whoosh", tally, 1.2)
    assert told == "| F0 | a fault | whoosh | 2 | **1** | refused 1 | 1 s |"
