"""Many named arrays and tables of strings in one file, read in place by mapping it into memory.

    magic | length of the header, 8 bytes | header, JSON in ASCII | blanks to a multiple of 8 | the arrays, each so

The header is `{"facts": ..., "arrays": {name: [dtype, count, offset]}, "size": bytes behind the header}`. There is no
pickle in it, and opening reads the header alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
import numpy.typing as npt

from cablesearch.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MAGIC: Final = b"cablesearch arrays 1\n"
_DTYPES: Final = frozenset(["|b1", "|u1", "<i4", "<i8"])

Array = npt.NDArray[Any]


def write_arrays(path: Path, facts: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write a new file; `facts` is anything JSON can hold."""
    listed: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, array in arrays.items():
        listed[name] = (array.dtype.str, len(array), at)
        at += _padded(array.nbytes)
    header = json.dumps({"facts": facts, "arrays": listed, "size": at}).encode("ascii")
    start = len(_MAGIC) + 8 + len(header)
    with path.open("xb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        file.write(b" " * (_padded(start) - start))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))


class Arrays:
    """The arrays of such a file; DamagedError where it is not one."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes: Array = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
            self.facts, self._listed, self._start = self._header()
        except (ValueError, KeyError, TypeError, FileNotFoundError) as error:
            raise DamagedError(f"{path} cannot be read", remedy="use --rebuild") from error

    def _header(self) -> tuple[dict[str, Any], dict[str, tuple[str, int, int]], int]:
        at = len(_MAGIC) + 8
        if self._bytes[: len(_MAGIC)].tobytes() != _MAGIC:
            raise ValueError("not a file of arrays")
        length = int.from_bytes(self._bytes[len(_MAGIC) : at].tobytes(), "little")
        header = json.loads(self._bytes[at : at + length].tobytes())
        start = _padded(at + length)
        if start + header["size"] != len(self._bytes):
            raise ValueError("the file's length is wrong")
        for dtype, count, offset in header["arrays"].values():
            if dtype not in _DTYPES:
                raise ValueError("an unknown kind of array")
            if offset < 0 or offset + count * np.dtype(dtype).itemsize > header["size"]:
                raise ValueError("an array outside the file")
        return header["facts"], header["arrays"], start

    def __getitem__(self, name: str) -> Array:
        dtype, count, offset = self._listed[name]
        at = self._start + offset
        return self._bytes[at : at + count * np.dtype(dtype).itemsize].view(dtype)


class Strings(Sequence[str]):
    """Sorted strings in two arrays, the bytes of all of them and where each ends; decoded one by one when asked for."""

    def __init__(self, text: Array, ends: Array) -> None:
        self._text = text
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        start = int(self._ends[index - 1]) if index else 0
        return self._text[start : int(self._ends[index])].tobytes().decode("utf-8", "surrogatepass")


def pack_strings(strings: Iterable[str]) -> tuple[Array, Array]:
    """The two arrays of Strings."""
    encoded = [s.encode("utf-8", "surrogatepass") for s in strings]
    ends = np.cumsum([len(e) for e in encoded], dtype="<i8") if encoded else np.empty(0, "<i8")
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


def _padded(size: int) -> int:
    return -(-size // 8) * 8
