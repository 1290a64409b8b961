"""What the system refused, told from files that are not what was written: an engine's errors say neither plainly."""

from __future__ import annotations

import errno
import os
from typing import Final

from cablesearch.errors import WriteError
from cablesearch.expressions import expression

_OF_THE_SYSTEM: Final = frozenset(
    {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT}
)
# as Rust writes an error of the system that it hands on
_CODE: Final = expression(r"Os \{ code: (\d+),")


def refused(place: object, error: BaseException) -> WriteError | None:
    """The error to be raised where an engine's comes of a full disk, a broken one or too many open files; else null."""
    code = error.errno if isinstance(error, OSError) else None
    if code is None and (found := _CODE.search(str(error))):
        code = int(found[1])
    if code not in _OF_THE_SYSTEM:
        return None
    return WriteError(f"{place}: {os.strerror(code)}")
