"""Cables of which only the archive's index is left: the installed command finds and shows them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.formats.foreign_policy import BANK, LOST, MICROFILM

if TYPE_CHECKING:
    from pathlib import Path


def run(place: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cablesearch", *args, "-I", str(place / "index")]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=place)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a year's records on end: one with a text, one on microfilm, one lost."""
    place = tmp_path_factory.mktemp("archive")
    (place / "1975.txt").write_text("".join(one.aad() for one in (BANK, MICROFILM, LOST)))
    done = run(place, "index", "1975.txt", "-q")
    assert (done.returncode, done.stderr) == (0, "")
    return place


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("eel", ["75HENTZAU19:1"]),
        ("subject:quota", ["75HENTZAU19:1"]),
        ("survey begins", ["75VELISHTA655:1"]),
        ("tags:ENRG", ["75VELISHTA655:1"]),
        ("date:1975-02", ["75HENTZAU19:1"]),
        ("embassy:HENTZAU class:lou", ["75HENTZAU19:1"]),
        ("released:2005 NOT lighthouse number:3", []),
        ("text:eel", []),
        ("text:error", []),
    ],
)
def test_found(place: Path, query: str, ids: list[str]) -> None:
    done = run(place, "query", query, "-F", "ids")
    assert done.stdout.split() == ids


def test_counted(place: Path) -> None:
    done = run(place, "facets", "classification", "*", "--json")
    counted = json.loads(done.stdout)["facets"]["classification"]["values"]
    assert {one["value"]: one["count"] for one in counted} == {
        "LIMITED OFFICIAL USE": 4,
        "CONFIDENTIAL": 1,
    }


def test_shown_with_the_reason(place: Path) -> None:
    shown = run(place, "show", "75HENTZAU19").stdout
    assert "EEL QUOTA ON THE TARN" in shown
    assert "no text in the record: TEXT ON MICROFILM" in shown
    assert run(place, "show", "75HENTZAU19:1").returncode == 0
    assert "ERROR READING TEXT INDEX FILE" in run(place, "show", "75VELISHTA655").stdout
