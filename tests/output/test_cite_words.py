"""What a note is made of: volumes, titles, posts and addressees in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cablesearch.cable.model import Addressee
from cablesearch.cable.tables import Tables, tables_with
from cablesearch.output.cite_posts import in_words, recipient_of, sender_of
from cablesearch.output.cite_titles import Kind, in_quotes, kind_of, title_in_print
from cablesearch.output.cite_volume import volume_in_words
from tests.output import sample

POSTS = """station\torigin_name\tplad\ttype
ZENDA\tEmbassy Zenda\tAMEMBASSY ZENDA\tembassy
PORTDELORENZ\tConsulate Port De Lorenz\tAMCONSUL PORT DE LORENZ\tconsulate
RURUN\tUN Zenda\tUSMISSION UN STRELSAU\tmission
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    place = tmp_path_factory.mktemp("posts")
    (place / "posts.tsv").write_text(POSTS, encoding="utf-8")
    return tables_with((place,))


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("frus1964-68v22", "1964–1968, vol. XXII"),
        ("frus1951v05", "1951, vol. V"),
        ("frus1955-57v23p1", "1955–1957, vol. XXIII, pt. 1"),
        ("frus1969-76ve14p1", "1969–1976, vol. E–14, pt. 1"),
        ("frus1969-76ve04", "1969–1976, vol. E–4"),
        ("frus1872p2v4", "1872, pt. 2, vol. IV"),
        ("frus1958-60v05mSupp", "1958–1960, vol. V, Microfiche Supplement"),
        ("frus1958-60v17-18mSupp", "1958–1960, vols. XVII–XVIII, Microfiche Supplement"),
        ("frus1917Supp02v02", "1917, Supplement 2, vol. II"),
        ("frus1902app1", "1902, Appendix 1"),
        ("frus1952-54Guat", "1952–1954, Guatemala"),
        ("frus1917-72PubDip", "1917–1972, Public Diplomacy"),
        ("frus1917-1972PubDipv06", "1917–1972, Public Diplomacy, vol. VI"),
        ("frus1951-54ZendaEd2", "1951–1954, Zenda, 2nd ed."),
        ("frus1919OldZendav11", "1919, Old Zenda, vol. XI"),
        ("frus1861", "1861"),
        ("frus1964-68v00", "frus1964-68v00"),
        ("frus1964-68v22_x", "frus1964-68v22_x"),
        ("frusRur", "frusRur"),
    ],
)
def test_a_volume(slug: str, expected: str) -> None:
    assert volume_in_words(slug) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Telegram From the Embassy in Ruritania", Kind("telegram")),
        ("Telegram 12 From the Embassy in Ruritania", Kind("telegram", "12")),
        ("Airgram A–11 From the Embassy in Ruritania", Kind("airgram", "A–11")),
        ("Despatch From the Legation in Ruritania", Kind("despatch")),
        ("Circular Instruction From the Department of State", Kind("circular instruction")),
        ("Backchannel Message RURTO 8/WH 9 From Doe", Kind("backchannel message", "RURTO 8/WH 9")),
        ("Memorandum From the Consul", Kind("memorandum")),
        ("Draft Telegram, Drafted by Rassendyll", Kind("draft telegram")),
        ("The Consul at Hentzau to the Minister", Kind("telegram")),
        ("The Minister of Message Delivery to the Consul", Kind("telegram")),
    ],
)
def test_what_a_document_is(title: str, expected: Kind) -> None:
    assert kind_of(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Telegram From Zenda , at Hentzau, May 1, 1958, 0317Z1",
            "Telegram From Zenda, at Hentzau",
        ),
        ("Telegram From Zenda, May 1, 1958, 5 p.m.", "Telegram From Zenda"),
        ("Telegram From Zenda, May 1, 1958, 0317Z [entered as May 2].", "Telegram From Zenda"),
        ("Telegram From Zenda, undated.", "Telegram From Zenda"),
        ("Telegram From [ place ] ( Doe )", "Telegram From [place] (Doe)"),
    ],
)
def test_a_title_in_print(title: str, expected: str) -> None:
    assert title_in_print(title, dated=True) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("NEW LAW.", "“NEW LAW,”"),
        ("NEW LAW,", "“NEW LAW,”"),
        ("RURITANIA AND THE U.S.", "“RURITANIA AND THE U.S.,”"),
        ("RURITANIA ...", "“RURITANIA ...,”"),
        ("------- SUMMARY -------", "“SUMMARY,”"),
        ('SAPT: "NEVER" AGAIN', "“SAPT: ‘NEVER’ AGAIN,”"),
        ('SAPT: "NEVER AGAIN"', "“SAPT: ‘NEVER AGAIN,’”"),
        ('12" OF RAIN', '“12" OF RAIN,”'),
        ("THE KINGS’", "“THE KINGS’,”"),
    ],
)
def test_a_quoted_title(subject: str, expected: str) -> None:
    assert in_quotes(subject) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("AMEMBASSY ZENDA", "US Embassy Zenda"),
        ("AMCONSUL PORT DE LORENZ", "US Consulate Port de Lorenz"),
        ("AMCONSUL DE RASSENDYLL", "US Consulate De Rassendyll"),
        ("USMISSION UN STRELSAU", "US Mission UN Strelsau"),
        ("USMISSION USUN NEW YORK", "USUN New York"),
        ("USMISSION USNATO", "US Mission USNATO"),
        ("AMEMBASSY DAR ES SALAAM", "US Embassy Dar es Salaam"),
        ("AMEMBASSY BONN", "US Embassy Bonn"),
        ("USINT HENTZAU", "US Interests Section Hentzau"),
        ("SECSTATE WASHINGTON DC", "Secretary of State"),
        ("SESTATE WASHDC", "Secretary of State"),
        ("NSC WASHINGTON DC", "National Security Council"),
        ("DEPT OF TREASURY WASHDC", "Department of the Treasury"),
        ("DEPT OF HHS WASHINGTON DC", "Department of HHS"),
        ("EU MEMBER STATES COLLECTIVE", "EU Member States Collective"),
        ("ODC STRELSAU RU", "ODC STRELSAU RU"),
        ("the Embassy in Ruritania", "US Embassy in Ruritania"),
        (" ", None),
        (None, None),
    ],
)
def test_a_post_in_words(tables: Tables, written: str | None, expected: str | None) -> None:
    assert in_words(written, tables) == expected


@pytest.mark.parametrize(
    ("embassy", "to", "expected"),
    [
        ("ZENDA", ("AMEMBASSY ZENDA", "SECSTATE WASHDC"), "Secretary of State"),
        ("ZENDA", ("NSC WASHDC", "AMCONSUL HENTZAU", "SECSTATE WASHDC"), "Secretary of State"),
        ("ZENDA", ("NSC WASHDC", "AMCONSUL HENTZAU"), "National Security Council et al."),
        ("ZENDA", ("AMEMBASSY ZENDA", "AMCONSUL HENTZAU"), "US Consulate Hentzau"),
        ("ZENDA", ("AMEMBASSY ZENDA",), None),
        ("ZENDA", (), None),
        ("STATE", ("SECSTATE WASHDC", "AMEMBASSY ZENDA"), "US Embassy Zenda"),
        (None, ("AMCONSUL HENTZAU", "-AMEMBASSY ZENDA"), "US Consulate Hentzau"),
    ],
)
def test_whom_it_is_to(
    tables: Tables, embassy: str | None, to: tuple[str, ...], expected: str | None
) -> None:
    listed = tuple(Addressee(name=n.removeprefix("-"), excluded=n.startswith("-")) for n in to)
    assert recipient_of(replace(sample.ZENDA, embassy=embassy, to=listed), tables) == expected


@pytest.mark.parametrize(
    ("embassy", "name", "expected"),
    [
        ("PORTDELORENZ", "Consulate Port De Lorenz", "US Consulate Port de Lorenz"),
        ("RURUN", "UN Zenda", "US Mission UN Strelsau"),
        ("ZENDA", "Operation Rain", "Operation Rain"),
        ("ZENDA", None, "US Embassy Zenda"),
        ("HENTZAU", None, "HENTZAU"),
        (None, None, None),
    ],
)
def test_who_sends_it(
    tables: Tables, embassy: str | None, name: str | None, expected: str | None
) -> None:
    assert sender_of(replace(sample.ZENDA, embassy=embassy, embassy_name=name), tables) == expected
