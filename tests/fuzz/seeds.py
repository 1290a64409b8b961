"""What fuzzing starts from: pieces of the sample cables and of the tests' own fixtures, and words worth inserting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cablesearch.fields import FIELDS
from cablesearch.formats.registry import REGISTRY
from tests.cable.telegrams import WHOLE
from tests.formats.foreign_policy import ALL
from tests.formats.pages import TELEGRAM, page, row
from tests.formats.test_container import ARCHIVE, PACK
from tests.formats.test_mail import UNDATED, mbox, message
from tests.formats.test_pdf import pdf
from tests.formats.volumes import DIRTY, document, volume
from tests.fuzz.targets import ALONE, DETECTED
from tests.query.test_language import ROWS_OF_THE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS: Final = Path(__file__).parents[2] / "corpus"

LONGEST: Final = {"parse": 512, "query": 120}
"""Bytes of an input: what is found in longer ones is mostly found in short ones, and these are many times as fast."""

WORDS: Final = {
    "parse": [
        *(
            "TAGS: ",
            "SUBJECT: ",
            "REF: ",
            "E.O. 12958: ",
            "UNCLAS ",
            "C O N F I D E N T I A L ",
            "SECTION 01 OF 02",
        ),
        *(
            "ZNR UUUUU ZZH",
            "DE RUEHZA #0457",
            "FM AMEMBASSY ",
            "TO RUEHC/",
            "INFO ",
            "BT\n",
            "NNNN",
            "XMT ",
            "(SBU)",
        ),
        *(
            "BEGIN TEXT",
            "END TEXT",
            "COMMENT",
            "\n\n",
            "\r\n",
            "1. ",
            "2. ",
            "A. ",
            "-- ",
            "Classified By: ",
            "\x0c",
        ),
        *(
            "<pre>",
            "</pre>",
            "<code>",
            "<div>",
            "<!--",
            "-->",
            "<![CDATA[",
            "&#x000A;",
            "<p>",
            "<note",
            "<head>",
        ),
        *(
            "From: ",
            "MIME-Version: 1.0",
            "Content-Type: ",
            "boundary=",
            "=?utf-8?q?",
            '{"',
            '":',
            '",',
            "[{",
            "null",
        ),
        *(
            "Message Text",
            "Automatic Decaptioning",
            "%PDF-1.4",
            "endobj",
            "\ufeff",
            "¶",
            "\u2028",
            "Viewing cable ",
        ),
    ],
    "query": [
        *(
            " AND ",
            " OR ",
            " NOT ",
            " NEAR/5 ",
            " BEFORE/2 ",
            " NEAR ",
            "(",
            ")",
            '"',
            "~1",
            "~2",
            "~",
            "=",
            "*",
            "?",
        ),
        *(
            "/",
            "..",
            ">=",
            "<",
            "-",
            "!",
            "|",
            ".*",
            "[a-z]",
            "{2}",
            "(?",
            "\\",
            "1973-05",
            "7d..",
            "2008-02-11",
        ),
        *(f"{name}:" for name in FIELDS),
        *(
            "harbour",
            "dues",
            "zenda",
            "king",
            "minister",
            "fish",
            "São",
            "’s",
            "½",
            "ﬀ",
            "ı",
            "ß",
            "\u0301",
        ),
    ],
}
"""By target, what a mutation may put in."""


def seeds(target: str) -> Iterator[bytes]:
    """The inputs that a target begins with."""
    return _files() if target == "parse" else _queries()


def _queries() -> Iterator[bytes]:
    for query, _ in ROWS_OF_THE_LANGUAGE:
        yield query.encode()


def _files() -> Iterator[bytes]:
    most = LONGEST["parse"] - 1
    whole = WHOLE.encode()
    for number in range(len(REGISTRY)):
        yield bytes([DETECTED + 1 + number]) + whole[:most]
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file() and "tables" not in path.parts:
            data = path.read_bytes()
            # a web page's beginning is menus, a cable's end is as odd as its beginning
            for piece in {data[:most], data[-most:]}:
                yield bytes([DETECTED]) + piece
            if path.suffix == ".txt":
                for at in range(0, min(len(data), 4 * most), most):
                    yield bytes([ALONE]) + data[at : at + most]
    for made in _fixtures():
        yield bytes([DETECTED]) + made[:most]


def _fixtures() -> Iterator[bytes]:
    """A file of each form, and of each kind of container, as the tests of the readers make them."""
    small = {"08ZENDA457.txt": TELEGRAM.encode()[:200]}
    yield from (pack(TELEGRAM.encode()[:600]) for pack in PACK.values())
    yield from (pack(small) for pack in ARCHIVE.values())
    yield page(menus="").encode()
    yield row().encode()
    yield volume(document())
    yield volume(DIRTY)
    yield bytes(message())
    yield mbox(message(), message(UNDATED))
    yield pdf("UNCLAS ZENDA 1")
    for telegram in ALL:
        yield telegram.aad().encode()
        yield telegram.plusd().encode()
