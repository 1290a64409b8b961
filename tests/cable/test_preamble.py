"""Captions, passing instructions, E.O., TAGS, SUBJECT, REF, Classified By."""

from __future__ import annotations

from datetime import date

import pytest

from cablesearch.cable.order import executive_order
from cablesearch.cable.tables import default_tables
from cablesearch.cable.tags import tag_line
from tests.cable.telegrams import WHOLE, parsed, preamble


def test_whole_preamble() -> None:
    cable = parsed(WHOLE)
    assert cable.id == "08ZENDA457"
    assert cable.captions == ("NOFORN", "SIPDIS")
    assert cable.corrected
    assert cable.passing == (
        "DEPT FOR EUR/RUR AND DRL/IRF (JDOE); STRELSAU PASS TO AMCONSUL HENTZAU",
    )
    assert cable.executive_order == "12958"
    assert cable.declassify_on == date(2018, 2, 8)
    assert cable.tags == ("PREL", "PGOV", "KDEM", "OVIP", "UK")
    assert cable.subject == "RURITANIA: PRIME MINISTER PROMISES A NEW ELECTION LAW -- AGAIN"
    assert [(r.letter, r.text, r.kind, r.cable_id) for r in cable.references] == [
        ("A", "STATE 9876 (NOTAL)", "cable", "08STATE9876"),
        ("B", "07 ZENDA 2201", "cable", "07ZENDA2201"),
        ("C", "DOE-ROE E-MAIL 02/05/08", "email", None),
    ]
    assert cable.classified_by == ("DCM Jane Doe",)
    assert cable.reasons == ("1.4(b)", "1.4(d)")
    assert [f.text for f in cable.furniture] == ["ZENDA 00000457 002 OF 002"]
    assert [p.number for p in cable.paragraphs] == [1, 2]


def test_lost_line_ends() -> None:
    cable = parsed(
        "O 072101Z FEB 08\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
        "C O N F I D E N T I A L ZENDA 000457 SIPDISE.O. 12958: DECL: 02/08/2018TAGS: PREL, PGOV"
        "SUBJECT: RURITANIA: RAIN "
        "REF: A. STATE 9876 B. ZENDA 401 Classified By: DCM Jane Doe for reasons 1.4 (b) and (d). "
        "¶1. (C) Rain fell on the castle."
    )
    assert cable.captions == ("SIPDIS",)
    assert cable.tags == ("PREL", "PGOV")
    assert cable.subject == "RURITANIA: RAIN"
    assert [r.cable_id for r in cable.references] == ["08STATE9876", "08ZENDA401"]
    assert cable.classified_by == ("DCM Jane Doe",)
    assert [p.number for p in cable.paragraphs] == [1]


def test_text_glued_to_a_statement() -> None:
    cable = parsed(
        "SECRET ZENDA 000457\n\nE.O. 12958: DECL: 1/2/2018\nTAGS: PREL\nSUBJECT: RAIN\n\n"
        "Classified By: Jane Doe for reasons 1.4 (b) and (d). The rain that fell on the castle fell on us all.\n"
    )
    assert cable.classified_by == ("Jane Doe",)
    assert cable.paragraphs[0].text.startswith("The rain")


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("SIPDIS\n\nSIPDIS\n", ("SIPDIS",)),
        ("NOFORN SIPDIS", ("NOFORN", "SIPDIS")),
        ("SENSITIVE, SIPDIS", ("SENSITIVE", "SIPDIS")),
        ("S I P D I S", ("SIPDIS",)),
        ("VISAS VIPER", ("VISAS VIPER",)),
        ("ROGER CHANNEL", ("ROGER CHANNEL",)),
        ("REL TO USA, GBR", ("REL TO USA, GBR",)),
        ("SENSITIVE BUT UNCLASSIFIED", ("SENSITIVE BUT UNCLASSIFIED",)),
        ("DEPT FOR EUR/RUR SENSITIVE SIPDIS", ("SENSITIVE", "SIPDIS")),
        ("SENSITIVE TOPICS DESK", ("SENSITIVE",)),
        ("DEPT FOR EUR/RUR", ()),
    ],
)
def test_captions(text: str, captions: tuple[str, ...]) -> None:
    cable = preamble(f"{text}\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: RAIN")
    assert cable.captions == captions


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("STATE FOR EUR/RUR\nNSC FOR DOE", ("STATE FOR EUR/RUR", "NSC FOR DOE")),
        (
            "STATE FOR EUR/RUR, DRL,\nG/TIP(JDOE), EUR/ACE",
            ("STATE FOR EUR/RUR, DRL, G/TIP(JDOE), EUR/ACE",),
        ),
        ("STATE PLEASE PASS\nTO USTR", ("STATE PLEASE PASS TO USTR",)),
        ("WHA/CEN\nEB FOR JDOE", ("WHA/CEN", "EB FOR JDOE")),
    ],
)
def test_passing(text: str, passing: tuple[str, ...]) -> None:
    cable = preamble(f"SIPDIS\n\n{text}\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: RAIN")
    assert cable.passing == passing


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("PREL PGOV UK", ("PREL", "PGOV", "UK")),
        ("PREL, PGOV; UK", ("PREL", "PGOV", "UK")),
        ("OVIP (DOE, JANE), PREL", ("OVIP", "PREL")),
        ("IZPREL", ("IZ", "PREL")),
        ("ECONEFINUK", ("ECON", "EFIN", "UK")),
        ("MEDIA REACTION, PREL", ("PREL",)),
        ("PREL PREL", ("PREL",)),
        ("KZZZ", ("KZZZ",)),
        ("UNGA/C-6", ("UNGA/C-6",)),
        ("", ()),
    ],
)
def test_tags(text: str, codes: tuple[str, ...]) -> None:
    assert tag_line(text, default_tables()).codes == codes


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("SUBJECT: RAIN IN ZENDA", "RAIN IN ZENDA"),
        ("SUBJECT: (C) RAIN IN\nZENDA", "RAIN IN ZENDA"),
        ("SUBJECT:\nRAIN IN ZENDA", "RAIN IN ZENDA"),
        ("SUBJ: RAIN", "RAIN"),
        ("UBJECT: RAIN", "RAIN"),
        ("SUBJECT: RURITANIA- \nSTRELSAU RAIN", "RURITANIA-STRELSAU RAIN"),
        ("SUBJECT: RAIN IN\n\nZENDA 00000457  002 OF 002\n\nZENDA", "RAIN IN ZENDA"),
        ("SUBJECT: RAIN ¶1. (U) It rained.", "RAIN"),
        ("SUBJECT: RAIN SUMMARY -------", "RAIN"),
    ],
)
def test_subject(text: str, subject: str) -> None:
    assert preamble(f"E.O. 12958: N/A\nTAGS: PREL\n{text}").subject == subject


@pytest.mark.parametrize(
    ("text", "by", "reasons"),
    [
        ("Classified By: Amb. Jane Doe for reasons 1.4 (b) and (d).", "Amb. Jane Doe", ("1.4(b)", "1.4(d)")),
        ("Classified By: Amb. Jane Doe for reasons 1.4 (b) and/or (d).", "Amb. Jane Doe", ("1.4(b)", "1.4(d)")),
        ("Classified By: Amb. Jane Doe for reasons 1.4: [B] + [D].", "Amb. Jane Doe", ("1.4(b)", "1.4(d)")),
        ('Classified By: Amb. Jane Doe for reasons 1.5 "b" and "d".', "Amb. Jane Doe", ("1.5(b)", "1.5(d)")),
        ("CLASSIFIED BY: J. Doe, DCM, Zenda. REASON: 1.4 (b), (d)", "J. Doe, DCM, Zenda", ("1.4(b)", "1.4(d)")),
        ("Classified By: John Roe\nReason: 1.5 b/d", "John Roe", ("1.5(b)", "1.5(d)")),
        ("Classified by: DCM John Roe Jr. for reason 1.4(B,D)", "DCM John Roe Jr.", ("1.4(b)", "1.4(d)")),
        ("Derived from: DSCG 05-1", "DSCG 05-1", ()),
    ],
)  # fmt: skip
def test_classified_by(text: str, by: str, reasons: tuple[str, ...]) -> None:
    cable = preamble(f"E.O. 12958: DECL: 1/2/2018\nTAGS: PREL\nSUBJECT: RAIN\n\n{text}")
    assert (cable.classified_by, cable.reasons) == ((by,), reasons)
    assert [p.number for p in cable.paragraphs] == [1]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("E.O. 12958: N/A", "12958"),
        ("E.0. 12985 DECL", "12958"),
        ("EO 12598:", "12958"),
        ("E.O. 19523", "12958"),
        ("E.O. 11652: GDS", "11652"),
        ("E.O. 13526: N/A", "13526"),
        ("E.O. N/A", None),
    ],
)
def test_executive_order(text: str, order: str | None) -> None:
    assert executive_order(text) == order


def test_a_cable_repeated_inside_another() -> None:
    cable = parsed(
        "O 072101Z FEB 08\nFM SECSTATE WASHDC\nTO AMEMBASSY LONDON\n\nUNCLAS STATE 012345\n\n"
        "FOLLOWING ZENDA 457 IS REPEATED FOR INFO:\n\nQUOTE:\nUNCLAS ZENDA 000457\n\n"
        "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: RAIN\n\n¶1. It rained.\n"
    )
    assert (cable.id, cable.embassy, cable.subject) == ("08STATE12345", "STATE", "RAIN")


def test_a_header_and_then_only_text() -> None:
    cable = parsed(
        "O 072101Z FEB 08\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\nUNCLAS ZENDA 000457\n\nSTATE FOR EUR/RUR\n\n"
        "THE CASTLE STOOD IN THE RAIN.\nTO STRELSAU NOBODY WENT.\n\nNOBODY CAME.\n"
    )
    assert cable.passing == ("STATE FOR EUR/RUR",)
    assert cable.paragraphs[0].text.startswith("THE CASTLE")


def test_text_without_any_header() -> None:
    cable = parsed("The castle stood in the rain.\n\nNobody came to see it.\n")
    assert cable.subject is None
    assert cable.passing == ()
    assert len(cable.paragraphs) == 2


@pytest.mark.parametrize(
    "label", ["TAGS:", "TAGS;", "TAGS/", "TAGS-", "TAGS.", "TAGS ", "TAGSC:", "TAGSS:", "TAGSA;", "TAG:", "TAGS  :"]
)  # fmt: skip
def test_how_the_tags_are_announced(label: str) -> None:
    cable = preamble(f"E.O. 11652: GDS\n{label} PREL, PGOV\nSUBJECT: RAIN")
    assert (cable.tags, cable.subject) == (("PREL", "PGOV"), "RAIN")


def test_no_tags_and_then_some() -> None:
    cable = preamble("E.O. 11652: N/A\nTAGS: N/A\nTAGS: PREL\nSUBJECT: RAIN")
    assert cable.tags == ("PREL",)


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("FOR THE AMBASSADOR", True),
        ("EYES ONLY FOR AMBASSADOR DOE FROM ROE", True),
        ("FROM THE CHARGE", True),
        ("FOR UNDER SECRETARY DOE", True),
        ("FOR THE BISHOP", False),
        ("FOR THE AMBASSADOR it rained.", False),
    ],
)
def test_for_whose_eyes_below_the_subject(line: str, taken: bool) -> None:
    cable = preamble(f"E.O. 11652: N/A\nTAGS: PREL\nSUBJECT: RAIN\n\n{line}")
    assert (line in cable.passing) == taken
