"""Citations: the note, and RIS, CSL-JSON and BibTeX as other programs read them."""

from __future__ import annotations

import json
import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.cable.model import Addressee, Cable, Paragraph
from cablesearch.cable.tables import default_tables
from cablesearch.formats.record import Source
from cablesearch.output.cite import Citation, citation_of, note
from cablesearch.output.citing import write_citations
from cablesearch.output.formats import CITING, Format
from tests.output import sample
from tests.output.test_safe import ANY_TEXT, harmful

if TYPE_CHECKING:
    from collections.abc import Callable

ZENDA = replace(sample.ZENDA, embassy_name="AMEMBASSY ZENDA", class_caveats=("NOFORN",))
PRINTED = replace(
    sample.ZENDA,
    id="frus1958-62Rur/d12",
    embassy_name="Embassy in Ruritania",
    subject="A New Law",
    title="Telegram From the Embassy in Ruritania to the Department of State, November 14, 1958, 0214Z.",
    to=(Addressee(name="the Department of State"),),
    date=datetime(1958, 11, 14, tzinfo=UTC),
    classification="TOP SECRET",
)
BARE = Cable(
    id="x0123456789ab",
    paragraphs=(Paragraph(ordinal=1, text="Rain.", lines=(1, 1)),),
    source=Source(path="/home/me/box.zip", member="a/rain.txt"),
)


def form_of(form: str | None) -> Callable[[str], str | None]:
    return lambda _id: form


def cited(cable: Cable, at: int | None, form: str | None = None) -> Citation:
    paragraph = cable.paragraphs[at] if at is not None else None
    return citation_of(cable, paragraph, form=form_of(form), tables=default_tables())


def written(how: Format, *cables: Cable) -> str:
    to = sample.sink()
    paragraphs = [(cable, p) for cable in cables for p in cable.paragraphs]
    write_citations(paragraphs, how, to, form=form_of("telegram"), tables=default_tables())
    return sample.written(to)


@pytest.mark.parametrize(
    ("cable", "at", "form", "expected"),
    [
        (ZENDA, 1, "cablegate-html",
         "US Embassy Zenda to Secretary of State, telegram 457, “RURITANIA: NEW LAW ON FORCED LABOUR STALLS,” "
         "February 8, 2008, Unclassified//NOFORN, para. 5 (SBU), 08ZENDA457, WikiLeaks, Cablegate."),
        (ZENDA, 2, None,
         "US Embassy Zenda to Secretary of State, telegram 457, “RURITANIA: NEW LAW ON FORCED LABOUR STALLS,” "
         "February 8, 2008, Unclassified//NOFORN, para. [3], 08ZENDA457, 08zenda457.txt."),
        (ZENDA, None, "aad",
         "US Embassy Zenda to Secretary of State, telegram 457, “RURITANIA: NEW LAW ON FORCED LABOUR STALLS,” "
         "February 8, 2008, Unclassified//NOFORN, 08ZENDA457, Electronic Telegrams, Central Foreign Policy Files, "
         "Record Group 59, National Archives (AAD)."),
        (PRINTED, 1, "frus",
         "“Telegram From the Embassy in Ruritania to the Department of State,” November 14, 1958, Top Secret, "
         "para. 5 (SBU), in Foreign Relations of the United States, 1958–1962, Rur, doc. 12, "
         "https://history.state.gov/historicaldocuments/frus1958-62Rur/d12."),
        (replace(PRINTED, id="58ZENDA4", title="Telegram 4 From Zenda, November 14, 1958."), 1, "json",
         "“Telegram 4 From Zenda,” November 14, 1958, Top Secret, para. 5 (SBU), 58ZENDA4, 08zenda457.txt."),
        (replace(ZENDA, subject=None, title="A New Law From Zenda."), None, None,
         "US Embassy Zenda to Secretary of State, telegram 457, “A New Law From Zenda,” February 8, 2008, "
         "Unclassified//NOFORN, 08ZENDA457, 08zenda457.txt."),
        (BARE, 0, "telegram", "Telegram, n.d., para. [1], x0123456789ab, box.zip: rain.txt."),
        (replace(BARE, embassy="STATE", to=(Addressee(name="AMCONSUL HENTZAU", excluded=True),)), None, None,
         "Secretary of State, telegram, n.d., x0123456789ab, box.zip: rain.txt."),
        (replace(BARE, id="76STATE290286~2", embassy="STATE", to=(Addressee(name="AMCONSUL OLD ZENDA"),)), None, None,
         "Secretary of State to US Consulate Old Zenda, telegram 290286, n.d., 76STATE290286~2, box.zip: rain.txt."),
    ],
)  # fmt: skip
def test_the_note(cable: Cable, at: int | None, form: str | None, expected: str) -> None:
    assert note(cited(cable, at, form)) == expected


ODD = st.one_of(ANY_TEXT, st.text("\\{}$&#_%~^\"'@,=*\n\r\t AB-", max_size=40))


def any_cable(subject: str, post: str, cable_id: str) -> Cable:
    return replace(
        ZENDA, id=cable_id, embassy_name=post, subject=subject, source=Source(path=f"/in/{subject}")
    )


def one(text: str) -> str:
    return " ".join(text.split())


@given(ODD, ODD, st.sampled_from(CITING))
def test_any_text_is_inert_and_keeps_to_its_lines(subject: str, post: str, how: Format) -> None:
    text = written(how, any_cable(subject, post, "08ZENDA457"))
    assert not harmful(text, allowed="\n")
    if how is Format.CITE:
        assert text.count("\n") == len(ZENDA.paragraphs)


@given(ODD, ODD)
def test_ris_is_read_back(subject: str, post: str) -> None:
    text = written(Format.RIS, any_cable(subject, post, "08ZENDA457"), sample.WIDE)
    found = rispy.loads(text)
    assert [entry["id"] for entry in found] == [
        "08ZENDA457:1", "08ZENDA457:2", "08ZENDA457:3", "09STRELSAU12:1"
    ]  # fmt: skip
    first = found[1]
    said = cited(any_cable(subject, post, "08ZENDA457"), 1)
    assert first["type_of_reference"] == "UNPB"
    assert first["accession_number"] == "08ZENDA457"
    assert one(first["title"]) == one(said.subject or "telegram 457")
    assert first["date"] == "2008/02/08"
    assert "para. 5 (SBU)" in first["notes"][0]
    assert one(first.get("name_of_database", "")) == one(said.collection)
    assert all("," not in name and "*" not in name for name in first.get("authors", []))
    assert not any(entry.get("unknown_tag") for entry in found)


@given(ODD, ODD, st.lists(ODD, max_size=3))
def test_bibtex_is_read_back(subject: str, post: str, ids: list[str]) -> None:
    names = list(dict.fromkeys(["08ZENDA457", *(one(i) for i in ids if one(i))]))
    text = written(Format.BIBTEX, *(any_cable(subject, post, name) for name in names))
    found = parse_string(text)
    assert not found.failed_blocks
    assert len(found.entries) == len({e.key for e in found.entries}) == 3 * len(names)
    fields = found.entries[1].fields_dict
    assert found.entries[1].key == "08ZENDA457:2"
    assert fields["year"].value == "2008"
    assert fields["date"].value == "2008-02-08"
    assert "para. 5 (SBU)" in fields["note"].value
    title = fields["title"].value
    assert title.count("{") == title.count("}")


def test_bibtex_specials() -> None:
    cable = any_cable(r"50% of $3 & {so} on \ ~#_^", "Embassy Zenda", "08ZENDA457")
    fields = parse_string(written(Format.BIBTEX, cable)).entries[0].fields_dict
    assert fields["title"].value == (
        r"{50\% of \$3 \& \textbraceleft{}so\textbraceright{} on \textbackslash{} "
        r"\textasciitilde{}\#\_\textasciicircum{}}"
    )
    assert fields["author"].value == "{US Embassy Zenda}"


@given(st.lists(st.text(min_size=1), unique=True, max_size=6))
def test_keys_are_each_cables_own(ids: list[str]) -> None:
    keys = [cited(replace(ZENDA, id=id), at).key for id in ids for at in (None, 0, 1)]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert not set(key) & set(" \"#%'(),={}~\\")
        assert key.isascii()


def test_csl_is_read_back() -> None:
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items: list[dict[str, Any]] = json.loads(written(Format.CSL, ZENDA, PRINTED, BARE))
    assert items[1]["issued"] == {"date-parts": [[2008, 2, 8]]}
    with warnings.catch_warnings():
        # what the package does not know of its own style
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Cited([CitationItem(item["id"].lower())]))
        drawn = [str(entry) for entry in bibliography.bibliography()]
    assert len(drawn) == len(items)
    assert "US Embassy Zenda" in drawn[1]
    assert "2008" in drawn[1]
    assert "NEW LAW ON FORCED LABOUR" in drawn[1].upper()


def test_what_a_printed_document_is() -> None:
    said = cited(PRINTED, 1)
    assert (said.sender, said.recipient) == ("US Embassy in Ruritania", "Department of State")
    untitled = replace(PRINTED, title=None, subject="A New Law")
    assert note(cited(untitled, None)) == (
        "US Embassy in Ruritania to Department of State, telegram, “A New Law,” November 14, 1958, Top Secret, "
        "in Foreign Relations of the United States, 1958–1962, Rur, doc. 12, "
        "https://history.state.gov/historicaldocuments/frus1958-62Rur/d12."
    )


def test_csl_of_nothing_known() -> None:
    (item,) = json.loads(written(Format.CSL, BARE))
    assert item == {
        "id": "x0123456789ab:1", "type": "manuscript", "title": "telegram", "genre": "telegram",
        "archive": "box.zip: rain.txt", "archive_location": "x0123456789ab", "note": "para. [1]",
    }  # fmt: skip


def test_what_a_printed_document_is_to_programs() -> None:
    airgram = replace(
        PRINTED, title="Airgram A-11 From the Embassy in Ruritania to the Department of State"
    )
    (entry, *_) = rispy.loads(written(Format.RIS, airgram))
    book = "Foreign Relations of the United States, 1958–1962, Rur"
    assert entry["type_of_reference"] == "CHAP"
    assert entry["secondary_title"] == book
    assert entry["type_of_work"] == "airgram A-11"
    assert "accession_number" not in entry
    assert entry["urls"] == ["https://history.state.gov/historicaldocuments/frus1958-62Rur/d12"]
    (item, *_) = json.loads(written(Format.CSL, airgram))
    assert (item["type"], item["container-title"], item["genre"]) == (
        "chapter",
        book,
        "airgram A-11",
    )
    assert not {"archive", "archive_location"} & set(item)
    (block, *_) = parse_string(written(Format.BIBTEX, airgram)).entries
    assert block.entry_type == "incollection"
    assert block.fields_dict["booktitle"].value == f"{{{book}}}"
    assert block.fields_dict["note"].value.startswith(
        "Airgram A-11; doc. 12; to Department of State; Top Secret"
    )
    assert not {"howpublished", "organization"} & set(block.fields_dict)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Minister in Ruritania ( Rassendyll ) to the Secretary of State",
         ("“The Minister in Ruritania (Rassendyll) to the Secretary of State,” November 14, 1958,", "telegram",
          "Minister in Ruritania (Rassendyll)", "Secretary of State")),
        ("Backchannel Message 7 From the Ambassador to Ruritania (Sapt) to Secretary of State Doe, November 14, 1958.",
         ("“Backchannel Message 7 From the Ambassador to Ruritania (Sapt) to Secretary of State Doe,” November 14,",
          "backchannel message", "Ambassador to Ruritania (Sapt)", "Secretary of State Doe")),
        ("Circular Airgram From theEmbassy in Ruritania to Certain Posts,",
         ("“Circular Airgram From the Embassy in Ruritania to Certain Posts,” November 14, 1958,", "circular airgram",
          "US Embassy in Ruritania", "Certain Posts")),
    ],
)  # fmt: skip
def test_a_printed_document_is_cited_by_its_title(
    title: str, expected: tuple[str, str, str, str]
) -> None:
    said = cited(replace(PRINTED, title=title), None)
    assert note(said).startswith(expected[0])
    assert (said.kind, said.sender, said.recipient) == expected[1:]
    undated = note(
        cited(replace(PRINTED, title="Telegram From Zenda, May 1, 1958", date=None), None)
    )
    assert undated.startswith("“Telegram From Zenda, May 1, 1958,” n.d.,")
