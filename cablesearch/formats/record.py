"""A Record: what a reader hands to the parser, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.diagnostic import Diagnostic

Form = Literal["telegram", "blocks", "parsed"]


class Source(Struct, frozen=True, kw_only=True, gc=False):
    """Where a record came from.

    `path` as given (absolute in an index; "-" for standard input), `member` the name inside a container,
    `offset` the byte offset of the record in the file or member as unpacked (null: the whole of it), `sha256` of
    the record's bytes, in hex.
    """

    path: str
    member: str | None = None
    offset: int | None = None
    sha256: str | None = None

    @property
    def place(self) -> str:
        """The file, and the member where it is a container's.

        >>> Source(path="a.zip", member="09BAKU911.html").place
        'a.zip:09BAKU911.html'
        """
        return self.path if self.member is None else f"{self.path}:{self.member}"


class Block(Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph as a container gives it, with the section heading it stands under; `line` in the record's text.

    `number` and `marking` ("SBU", "C/NF") where the container gives them beside the text; null leaves them to be read
    off it.
    """

    text: str
    line: int
    heading: str | None = None
    number: int | None = None
    marking: str | None = None


class Attribute(Struct, frozen=True, kw_only=True, gc=False):
    """A pair of name and value as a container prints it; `lines` are its first and last line.

    A line of the container's that is no pair has an empty name.
    """

    name: str
    value: str
    lines: tuple[int, int]


class Telegram(Struct, frozen=True, kw_only=True, gc=False):
    """A telegram that a container's own notes name: "telegram 312 from Zenda, July 10, 1960".

    `text` is so much as written; `year` null where none is said or can be concluded.
    """

    text: str
    post: str
    number: int
    year: int | None = None


class Known(Struct, frozen=True, kw_only=True, gc=False):
    """What a container says of a record beside its text; everything may be missing.

    `date` and `released` are aware, in UTC; `embassy` and `to` are names in any spelling or in words ("Embassy in
    Ruritania"), `place` is where it was written. `references` are reference numbers or ids of printed documents,
    `pilcrows` the numbers of the paragraphs that a page anchors, both as written; `telegrams` are those that its notes
    name. `attributes` are all pairs of name and value that stand in no field of a cable otherwise, or whose field the
    text may fill; they become header lines. `lost` says that the container itself tells of text that is gone.
    """

    id: str | None = None
    date: datetime | None = None
    released: datetime | None = None
    embassy: str | None = None
    place: str | None = None
    classification: str | None = None
    captions: tuple[str, ...] = ()
    precedence: str | None = None
    to: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    subject: str | None = None
    title: str | None = None
    references: tuple[str, ...] = ()
    telegrams: tuple[Telegram, ...] = ()
    executive_order: str | None = None
    signers: tuple[str, ...] = ()
    pilcrows: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    lost: str | None = None


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """One cable as a reader found it.

    `text` is the decoded text, line ends and all, with nothing taken out; `lines` of whatever is made of it
    count from `first_line`: in the source where that is text, in the telegram that was taken out of it where it is
    markup or a table. `form` says what the text is: a telegram with its header; mere paragraphs, which
    stand in `blocks`; or the JSON of a cable that was parsed before. `notes` are the reader's own (a fallback
    encoding).
    """

    format: str
    text: str
    source: Source
    first_line: int = 1
    form: Form = "telegram"
    blocks: tuple[Block, ...] = ()
    known: Known = field(default_factory=Known)
    notes: tuple[Diagnostic, ...] = ()


class Unreadable(Struct, frozen=True, kw_only=True, gc=False):
    """A record, or all that was left of its file or member, that could not be read; the rest goes on.

    `where` says which record ("row 17, line 230"); null means the file or member as a whole.
    """

    source: Source
    reason: str
    remedy: str | None = None
    where: str | None = None

    def __str__(self) -> str:
        place = ": ".join(filter(None, (self.source.place, self.where, self.reason)))
        return f"{place}; {self.remedy}" if self.remedy else place
