"""SHA-256: by OpenSSL what is long or many, by Python's own what is short, for OpenSSL takes a while to load."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hashlib import _Hash

_OWN: Final = ("_sha2", "_sha256")
"""What Python calls its own module, from 3.12 on and before; some are built without."""


def sha256(data: bytes = b"") -> _Hash:
    """A SHA-256 that takes more."""
    import hashlib

    return hashlib.sha256(data)


def sha256_of_few(data: bytes) -> str:
    """The SHA-256 of few bytes, in hex."""
    for name in _OWN:
        with suppress(ImportError):
            own: Any = import_module(name)
            return str(own.sha256(data).hexdigest())
    return sha256(data).hexdigest()
