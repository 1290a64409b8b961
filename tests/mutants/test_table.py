"""Each mutant still fits the code that it is a mutant of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants.table import MUTANTS, Mutant

PACKAGE = Path(__file__).parents[2] / "cablesearch"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_a_mutant_fits(mutant: Mutant) -> None:
    text = (PACKAGE / mutant.module).read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1
    changed = text.replace(mutant.old, mutant.new)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(text))


def test_there_are_thirty_and_no_two_are_the_same() -> None:
    assert len({(m.module, m.old, m.new) for m in MUTANTS}) == len(MUTANTS) >= 30
