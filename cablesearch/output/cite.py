"""What a citation says of a cable or of one paragraph, and the note that a paper sets under its text.

The note follows the Chicago Manual of Style, 17th edition: 14.221-14.231 (items of manuscript collections: sender and
recipient first, then what it is, the date, the collection), 14.117 (letters in published collections) and, for
documents of Foreign Relations of the United States, the Manual's own answer
(https://www.chicagomanualofstyle.org/qanda/data/faq/topics/Documentation/faq0443.html): the number of the document and
its address. What a telegram is told by (originating office, addressee, kind and number, date) and how records of the
Central Foreign Policy Files are named is of the National Archives' "Citing Foreign Affairs Records" and its General
Information Leaflet 17. Beyond these a paragraph has its number and its own portion mark. Subjects are given as
written: capitals are not lowered, for that would guess at names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.cite import cite
from cablesearch.expressions import expression
from cablesearch.output.cite_posts import in_words, recipient_of, sender_of
from cablesearch.output.cite_titles import in_quotes, kind_of, parties, title_in_print
from cablesearch.output.cite_volume import SERIES, volume_in_words
from cablesearch.output.safe import one_line
from cablesearch.output.terminal import portion_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cable.tables import Tables

_LEAKED: Final = "WikiLeaks, Cablegate"
_COLLECTIONS: Final[Mapping[str, str]] = {
    "cablegate-html": _LEAKED,
    "cablegate-csv": _LEAKED,
    "plusd": "WikiLeaks, Public Library of US Diplomacy",
    "aad": "Electronic Telegrams, Central Foreign Policy Files, Record Group 59, National Archives (AAD)",
}
"""The collections that files of a form are of; of other forms only the file is known."""

_PRINTED: Final = expression(r"(?P<volume>frus[\w.-]+)/d(?P<number>\w+)")
_PRINTED_AT: Final = "https://history.state.gov/historicaldocuments/"
_NUMBERED: Final = expression(r"\d\d[A-Z]\D*(?P<number>\d+)(?:~\d+)?")
_CALLED: Final = expression(r"[A-Z]\w+(?: \d+)? [Ff]rom ")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


class Citation(Struct, frozen=True, kw_only=True):
    """A cable, or one of its paragraphs, as it is cited; every text is one line and harmless, null is unknown.

    `sender` is the originating post in words, `kind` what it is ("telegram") and `number` its own, `paragraph` as
    `cite` has it behind the pilcrow ("5", "5[2]", "[7]") with its `marking` ("SBU", "C/NF"), null for a whole cable;
    `key` tells it from every other citation of the index. `title` is what a printed collection calls it, which names
    kind, sender and addressee; `document` is its number there, null of what is not printed.
    """

    key: str
    cable_id: str
    sender: str | None
    recipient: str | None
    kind: str
    number: str | None
    subject: str | None
    title: str | None
    day: date | None
    classification: str | None
    paragraph: str | None
    marking: str | None
    collection: str
    document: str | None
    url: str | None

    @property
    def what(self) -> str:
        """Kind and number: "telegram 457"."""
        return f"{self.kind} {self.number}" if self.number else self.kind


def citation_of(
    cable: Cable, paragraph: Paragraph | None, *, form: Callable[[str], str | None], tables: Tables
) -> Citation:
    """What is said of a cable or a paragraph.

    `form` gives the name of the form that a cable's record was read in, `tables` have the names of posts.
    """
    printed = _PRINTED.fullmatch(cable.id)
    numbered = _NUMBERED.fullmatch(cable.id)
    title = _title(cable, printed=printed is not None)
    kind = kind_of(title or "")
    # a printed title names people and places better than the post that was concluded from it
    named = parties(_line(cable.title) or "") if printed else ("", "")
    return Citation(
        key=_key(cable.id, paragraph),
        cable_id=one_line(cable.id),
        sender=in_words(named[0], tables) or sender_of(cable, tables),
        recipient=in_words(named[1], tables) or recipient_of(cable, tables),
        kind=kind.name,
        number=numbered["number"] if numbered else kind.number,
        subject=_line(cable.about),
        title=title,
        day=cable.date.date() if cable.date else None,
        classification=_classification(cable),
        paragraph=cite(cable, paragraph).rpartition("¶")[2] if paragraph else None,
        marking=portion_mark(paragraph).strip("()") or None if paragraph else None,
        collection=f"{SERIES}, {volume_in_words(printed['volume'])}"
        if printed
        else _COLLECTIONS.get(form(cable.id) or "", _file(cable)),
        document=printed["number"] if printed else None,
        url=_PRINTED_AT + cable.id if printed else None,
    )


def note(said: Citation) -> str:
    """The note, in one line.

    "US Embassy Zenda to Secretary of State, telegram 457, "NEW LAW," February 8, 2008, Unclassified, para. 5 (SBU),
    08ZENDA457, WikiLeaks, Cablegate."
    """
    who = " to ".join(filter(None, (said.sender, said.recipient if said.sender else None)))
    named = said.title or said.subject
    parts = [
        *(() if said.title else (who, said.what)),
        in_quotes(named) if named else "",
        day_in_words(said.day) if said.day else "n.d.",
        said.classification or "",
        place(said),
        said.cable_id if said.document is None else "",
        f"in {said.collection}, doc. {said.document}" if said.document else said.collection,
        said.url or "",
    ]
    # the quotation mark has the comma already
    text = ", ".join(filter(None, parts)).replace(",”, ", ",” ")
    return f"{text[:1].upper()}{text[1:]}."


def place(said: Citation) -> str:
    """The paragraph in words: "para. 5 (SBU)"; nothing for a whole cable."""
    if said.paragraph is None:
        return ""
    return f"para. {said.paragraph}" + (f" ({said.marking})" if said.marking else "")


def day_in_words(day: date) -> str:
    """A day as Americans write it, whatever the locale.

    >>> from datetime import date
    >>> day_in_words(date(2008, 2, 8))
    'February 8, 2008'
    """
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _key(cable_id: str, paragraph: Paragraph | None) -> str:
    """Letters, digits, dots and hyphens; all else of an id in hex, so that no two ids have one key."""
    safe = "".join(
        c if c.isascii() and (c.isalnum() or c in ".-") else f"_{ord(c):x}_" for c in cable_id
    )
    return safe if paragraph is None else f"{safe}:{paragraph.ordinal}"


def _line(text: str | None) -> str | None:
    return one_line(" ".join(text.split())) or None if text else None


def _title(cable: Cable, *, printed: bool) -> str | None:
    """What a printed collection calls a cable; of other cables only a title that says who wrote to whom."""
    title = _line(cable.title)
    if title is None or not (printed or _CALLED.match(title)):
        return None
    return title_in_print(title, dated=cable.date is not None) or None


def _classification(cable: Cable) -> str | None:
    if cable.classification is None:
        return None
    words = cable.classification.capitalize()
    if " " in words:
        words = cable.classification.title()
    return one_line("//".join((words, *cable.class_caveats)))


def _file(cable: Cable) -> str:
    """The name of the file, without the folders of somebody's machine, and of the member of a container."""
    names = (
        cable.source.path.rpartition("/")[2],
        (cable.source.member or "").rpartition("/")[2],
    )
    return one_line(": ".join(filter(None, names)))
