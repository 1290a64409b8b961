"""Invented volumes of a printed collection, with the dirt of real ones (cables.md 1.6)."""

from __future__ import annotations

_ROOT = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"{id}>'
    "<teiHeader><fileDesc><titleStmt><title>Ruritania</title></titleStmt></fileDesc></teiHeader>"
    "<text><front><div type='section' xml:id='preface'><head>Preface</head><p>Not a document.</p></div></front>"
    "<body><div type='compilation' xml:id='comp1'><head>The Starn</head>"
)
_END = "</div></body><back><div type='section' xml:id='index'><head>Index</head></div></back></text></TEI>"
VOLUME_ID = "frus1958-62Rur9"


def volume(
    *documents: str, id: str | None = VOLUME_ID, prolog: str = '<?xml version="1.0"?>\n'
) -> bytes:
    """A volume of these documents."""
    root = _ROOT.format(id=f' xml:id="{id}"' if id else "")
    return (prolog + root + "".join(documents) + _END).encode()


def document(
    body: str = "<p>It rained.</p>",
    *,
    head: str = 'Telegram From the <gloss type="from">Embassy in Ruritania</gloss> to the '
    '<gloss type="to">Department of State</gloss>',
    number: int = 1,
    note: str | None = "Source: Department of State, Central Files, 611.60R/7–1060. Secret; Niact.",
    dateline: str = "<placeName>Zenda</placeName>, "
    '<date when="1960-07-10T17:00:00">July 10, 1960, 5 p.m.</date>',
    attributes: str = "",
    above: str = "",
) -> str:
    """A document; `above` stands before its head, `attributes` are further ones of its division."""
    source = f'<note n="1" xml:id="d{number}fn1" type="source">{note}</note>' if note else ""
    return (
        f'<div type="document" xml:id="d{number}" n="{number}" {attributes}>{above}\n'
        f"  <head>{number}. {head}{source}\n  </head>\n"
        + (f"  <opener><dateline>{dateline}</dateline></opener>\n" if dateline else "")
        + f"  {body}\n</div>\n<pb n='{number}' facs='0031'/>\n"
    )


DIRTY = document(
    """
    <list type="participants">
        <head>PARTICIPANTS:</head>
        <item>
            <persName corresp="#p_1">Count Tarlenheim</persName>, Minister</item>
        <item>Mr. Peabody<note n="2" xml:id="d7fn2">Of the Bureau.</note>
        </item>
    </list>
    <p>90. Prime Minister (
        <persName corresp="#p_FH1"><hi rend="smallcaps">Falkenrath</hi></persName>
        ) told<note n="3" xml:id="d7fn3">See <ref target="#d1">Document 1</ref> and <ref
            target="#pg_4">p. 4</ref>.<p>Telegram 97 from Zenda, July 2, told the same.</p></note>, in
        con<note n="4">Not printed.</note>fidence, the same to <gloss target="#t_1">EUR</gloss>’s
        men.</p>
    <pb n="8" xml:id="pg_8" facs="0038"/>
    <p rend="center">I. THE RIVER</p>
    <p rend="sectiontitleital">Its level</p>
    <p>1. It <hi rend="italic">rises</hi>: <list>
            <label>(a)</label>
            <item>in March;</item>
            <pb n="9" facs="0039"/>
            <label>(b)</label>
            <item>in <quote>wet</quote> autumns.</item>
        </list> Nobody knows why.</p>
    <p><hi rend="italic">Its price</hi>
    </p>
    <p>2. He wrote: <quote rend="blockquote">
            <p>“No crown for water.”</p>
        </quote>
    </p>
    <table>
        <row><cell/><cell>1959</cell><cell>1960</cell></row>
        <row><cell>Fir</cell><cell>41 <note n="5">Crowns.</note></cell><cell>56</cell></row>
    </table>
    <p>[<hi rend="italic">Here follows a discussion of trout.</hi>]</p>
    <p rend="center">* * *</p>
    <closer>Sincerely,<lb/>
        <signed><hi rend="smallcaps">Jerome</hi> Quarles<lb/><hi rend="italic">Ambassador</hi></signed>
    </closer>
    <frus:attachment><head>Enclosure</head><p>A menu.</p></frus:attachment>
    """,
    number=7,
)

VOLUME = volume(
    document("<p>311. He built a dam.</p><closer><signed>Quarles</signed></closer>"),
    document(
        number=2,
        head='Telegram From the <gloss type="from">Department of State</gloss> to the '
        '<gloss type="to">Embassy in Ruritania</gloss>',
        dateline='<placeName>Washington</placeName>, <date when="1960-07-11T19:12:00-05:00">July 11, 1960</date>',
    ),
    document(
        "<list type='subject'><head>SUBJECT</head><item>The dam</item></list><p>They met.</p>",
        number=3,
        head="Memorandum of Conversation",
        dateline='<date from="1960-07-12" to="1960-07-13">July 12–13, 1960</date>',
    ),
    document(
        "<p>Telegram 14 from Zenda, July 14, told of ice.</p>",
        number=4,
        head="Editorial Note",
        note=None,
        dateline="",
        attributes='subtype="editorial-note" frus:doc-dateTime-min="1960-07-14T00:00:00-05:00"',
    ),
    document(
        "<p>703. He asked.</p><closer><signed><hi rend='smallcaps'>Wetherell</hi></signed></closer>",
        number=5,
        head="<hi rend='italic'>The Ambassador in Ruritania</hi> (<persName type='from'>\n"
        "  <hi>Wetherell</hi></persName>) <hi>to the <gloss type='to'>Secretary of State</gloss></hi>",
        note=None,
        above='<note rend="inline" type="source">860R.00/6–2448: Telegram</note>',
        dateline="<placeName>Zenda</placeName>, <date when='1948-06-24'>June 24, 1948—11 a. m.</date>"
        "</dateline><seg rendition='#left'><hi>secret   priority</hi></seg><dateline>[Received June 25]",
    ),
    document(number=6, head="Message to Zenda", dateline="<date>undated</date>"),
    DIRTY,
)
"""Seven documents, the last with all the dirt."""
