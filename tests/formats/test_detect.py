"""The reader that a file needs, by its content."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import RecordError, UsageError
from cablesearch.formats.detect import REGISTRY, read_file
from tests.cable.telegrams import WHOLE

if TYPE_CHECKING:
    from pathlib import Path

SCRAPED = WHOLE.replace("¶", "[1](#)").replace("PREL,", "[PREL](#),")


@pytest.mark.parametrize(("text", "format"), [(WHOLE, "telegram"), (SCRAPED, "markdown")])
def test_detected(tmp_path: Path, text: str, format: str) -> None:
    path = tmp_path / "09BAKU911.txt"
    path.write_text(text, encoding="utf-8")
    (record,) = read_file(path)
    assert (record.format, record.text, record.source.path) == (format, text, str(path))
    assert record.known.id == "09BAKU911"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.4 ...", "a PDF"),
        (b"PK\x03\x04....", "zip archive"),
        (bytes(range(256)) * 8, "binary"),
        (b"Dear Rudolf, it rains.", "not a cable"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    with pytest.raises(RecordError, match=says) as caught:
        list(read_file(path))
    assert str(path) in caught.value.message
    assert caught.value.remedy


def test_named_format(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Rudolf, it rains.", encoding="utf-8")
    (record,) = read_file(path, format="telegram")
    assert record.known.id is None
    with pytest.raises(UsageError, match="no format"):
        list(read_file(path, format="telex"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WHOLE.encode())))
    (record,) = read_file("-")
    assert record.source.path == "-"


def test_registry_names_its_readers() -> None:
    assert all(name == reader.name and reader.label for name, reader in REGISTRY.items())
