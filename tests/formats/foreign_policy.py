"""Invented telegrams of 1973-79, as the archive's text records and as PlusD's pages have them."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

GRAFELD = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 05 JUL 2006"
PLAIN_STAMP = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
KEY_BLOCK = (
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n" + "mQINBFUoCGgBEADFLp+QonWyK8L6SPsNrnhwgfCxCk6\n" * 70
)
LONG_NAMES = {
    "PFOR": "Political Affairs--Foreign Policy and Relations",
    "PINT": "Political Affairs--Internal Political Affairs",
    "EFIS": "Economic Affairs--Commercial Fishing and Fish Processing",
    "PLOS": "Political Affairs--Law of the Sea",
    "SREF": "Social Affairs--Refugees",
    "RR": "Ruritania",
    "CQ": "Corvania",
}


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """A telegram's text and what the index says of it; a value that is not given is N/A."""

    number: str
    text: str
    sent: datetime
    post: str
    to: str = "STATE"
    classification: str = "UNCLASSIFIED"
    handling: str = "n/a"
    channel: str = "n/a"
    order: str = "N/A"
    tags: str = "n/a"
    subject: str = "n/a"
    reference: str = "n/a"
    concepts: str = "n/a"
    locator: str = "TEXT ON-LINE"
    film: str = "n/a"
    markings: str = PLAIN_STAMP

    def aad(self, *, date_form: str = "%d %b %Y", above: str = "", **changes: Any) -> str:
        """The archive's record; `above` stands over it, `changes` are fields as they are to be printed."""
        told = replace(self, **changes)
        day = told.sent.strftime(date_form).upper()
        sent = "Sent Date" if told.sent.year == 1977 else "Draft Date"
        return f"""{above}
Message Text


{told.text}



Message Attributes

Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Channel Indicators: {told.channel}
Current Classification: UNCLASSIFIED
Concepts: {told.concepts}
Control Number: n/a
Copy: SINGLE
{sent}: {day}
Decaption Date: 01-Jan-1960 12:00:00 am
Decaption Note:
Disposition Action: RELEASED
Disposition Authority: doejx
Disposition Comment: 25 YEAR REVIEW
Disposition Date: 28 MAY 2004
Disposition Event:
Document Number: {told.number}
Document Source: CORE
Document Unique ID: 00
Drafter: n/a
Enclosure: n/a
Executive Order: {told.order}
Errors: N/A
Film Number: {told.film}
From: {told.post}
Handling Restrictions: n/a
Image Path:
ISecure: 1
Legacy Key: link{told.sent.year}/newtext/t{told.sent.year}0711/aaaabqrs.tel
Line Count: 47
Locator: {told.locator}
Office: ACTION EUR
Original Classification: {told.classification}
Original Handling Restrictions: {told.handling}
Original Previous Classification: n/a
Page Count: 1
Previous Handling Restrictions: {told.handling}
Reference: {told.reference}
Review Action: RELEASED, APPROVED
Review Authority: doejx
Review Date: 05 may 2005
Review History: RELEASED <29 JUL 2004 by roerx>; APPROVED <10 DEC 2004
 by doejx>
Review Release Date: 31/12/2019
Secure: OPEN
Status: <DBA CORRECTED> xyz 971212
Subject: {told.subject}
TAGS: {told.tags}
To: {told.to}
Type: TE
Markings: {told.markings}
"""

    def plusd(self, *, suffix: str = "_b", country: str = "Ruritania", **changes: Any) -> str:
        """The page of the same telegram."""
        told = replace(self, **changes)
        none = "-- N/A or Blank --"
        codes = [code.strip() for code in told.tags.split(",") if code.strip() in LONG_NAMES]
        pairs = {
            "Date": f"{told.sent:%Y %B} {told.sent.day}, {told.sent:%H:%M (%A)}",
            "Canonical ID": told.number + suffix,
            "Original Classification": told.classification,
            "Current Classification": "UNCLASSIFIED",
            "Handling Restrictions": none
            if told.handling == "n/a"
            else " | ".join(
                f"{one} - {one.title()} Distribution Only" for one in told.handling.split(", ")
            ),
            "Character Count": str(len(told.text)),
            "Executive Order": none if told.order == "N/A" else told.order,
            "Locator": told.locator,
            "TAGS": " | ".join(f"{code} - {LONG_NAMES[code]}" for code in codes) or none,
            "Concepts": "-- Not Assigned --",
            "Enclosure": "-- Not Assigned --",
            "Type": "TE - Telegram (cable)",
            "Office Origin": none,
            "Office Action": "ACTION EUR - Bureau of European Affairs",
            "Archive Status": "Electronic Telegrams",
            "From": "Department of State"
            if told.post == "STATE"
            else f"{country} {told.post.title()}",
            "Markings": told.markings,
            "To": "Department of State",
        }
        rows = "".join(
            f"<tr><td><div class='s_key'>{key}:</div><div class=\"s_val\">{html.escape(value)}</div></td></tr>\n"
            for key, value in pairs.items()
        )
        return f"""<!DOCTYPE html>
<html><head><title>Cable: {told.number}{suffix}</title></head>
<body><div id="submit_help_contact"><pre>{KEY_BLOCK}</pre></div>
<div id="main"><table id="synopsis" class="table">
<tbody><tr><td colspan="3">{html.escape(told.subject)}</td></tr>
{rows}</tbody></table>
<div id="tagged-text" class="text"><code><pre>{html.escape(told.text)}</pre></code></div>
</div></body></html>
"""


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


OPERA = Telegram(
    number="1973ZENDA01260",
    sent=at(1973, 10, 4, 9, 15),
    post="ZENDA",
    tags="SCUL, OEXC, RR",
    subject="TOUR OF THE STRELSAU OPERA",
    text="""UNCLASSIFIED

PAGE 01        ZENDA   01260  041022Z

43
ACTION CU-04

INFO  OCT-01  EUR-25  ISO-00  /030 W
                        --------------------- 031177
R 040915Z OCT 73
FM AMEMBASSY ZENDA
TO SECSTATE WASHDC 3120
INFO AMCONSUL STRELSAU
UNCLAS ZENDA 1260

E.O. 11652: N/A
TAGS: SCUL, OEXC, RR
SUBJECT: TOUR OF THE STRELSAU OPERA

THE DIRECTOR OF THE OPERA INFORMED US OCTOBER 2 THAT THE TOUR OF
NINE CITIES CANNOT TAKE PLACE WITHOUT THE ELEPHANT.

EMBASSY HAS POINTED OUT THAT CITIES IN QUESTION HAVE ELEPHANTS OF
THEIR OWN. DIRECTOR WILL CONSIDER THIS.

PLEASE ADVISE WHETHER DEPARTMENT CAN MEET COSTS OF HAY.
PARDOE


UNCLASSIFIED


NNNN
""",
)

BANK = Telegram(
    number="1974PORTLO00401",
    sent=at(1974, 7, 19, 11, 30),
    post="PORT LORENZ",
    to="STATE LUDENSTADT INFO LINDENAU",
    classification="LIMITED OFFICIAL USE",
    order="GS",
    tags="PLOS, EFIS, CQ",
    subject="THE WINDLASS BANK",
    reference="74 PORT LORENZ 388, 74 STATE 151022",
    film="D740195-0440",
    text="""L I M I T E D  O F F I C I A L  U S E

PAGE 01        PORTLO  00401  191244Z

41
ACTION DLOS-07

INFO  OCT-01  EUR-25  ISO-00  CG-00  DOTE-00  EB-11  IO-14  L-03

      NSC-07  COA-02  FEA-02  /072 W
                        --------------------- 109931
P R 191130Z JUL 74
FM AMEMBASSY PORT LORENZ
TO SECSTATE WASHDC PRIORITY 1297
AMEMBASSY LUDENSTADT
INFO USMISSION LINDENAU 6140
L I M I T E D  O F F I C I A L  U S E PORT LORENZ 0401

E.O. 11652: GDS
TAGSC: PLOS, EFIS, CQ
SUBJECT: THE WINDLASS BANK

REF: (A) PORT LORENZ 388 (B) STATE 151022

1. FISHERIES MINISTER HALLORAN TOLD CHARGE JULY 18 THAT CORVANIA
CONSIDERS THE WINDLASS BANK TO BE AN ISLAND AT LOW WATER. HE WAS
ASKED WHAT IT IS AT HIGH WATER. HE REPLIED THAT NO CORVANIAN
HAD EVER BEEN THERE AT HIGH WATER AND COME BACK TO SAY.
L I M I T E D  O F F I C I A L  U S E

L I M I T E D  O F F I C I A L  U S E

PAGE 02        PORTLO  00401  191244Z

2. HE MADE TWO PROPOSALS:
A. A JOINT SURVEY, IN WHICH THE RUTHENBERG NAVY WOULD PROVIDE THE
SHIP AND CORVANIA THE DATE;
B. A LIGHTHOUSE, AT OUR EXPENSE.

3. COMMENT: THE LIGHTHOUSE IS MEANT SERIOUSLY. IT WOULD HAVE TO BE
INHABITED.
GREAVES
GP-3


L I M I T E D  O F F I C I A L  U S E


NNNNMAFVVZCZ
""",
)

BRIDGES = Telegram(
    number="1976LINDEN00911",
    sent=at(1976, 12, 14, 17, 5),
    post="LINDENAU",
    classification="SECRET",
    handling="EXDIS",
    order="X3",
    tags="PARM",
    subject="LINDENAU TALKS: PONTOONS",
    reference="76 LINDENAU 902",
    film="P760193-0011",
    text="""SECRET

PAGE 01        LINDEN  00911  01 OF 02  141822Z

73
ACTION SS-25

INFO  OCT-01  ISO-00  SSO-00  /026 W
                        ------------------141830Z 030991 /47
O 141705Z DEC 76
FM USMISSION LINDENAU
TO SECSTATE WASHDC IMMEDIATE 2425
S E C R E T SECTION 1 OF 2 LINDENAU 0911

EXDIS

E.O. 11652: XGDS-3
TAGS: PARM
SUBJECT: LINDENAU TALKS: PONTOONS

REF: LINDENAU 902

1. ADMIRAL ISSIM HAS NOW PRODUCED A PONTOON. IT WAS BROUGHT INTO
THE CONFERENCE ROOM BY FOUR SAILORS ON DECEMBER 13 AND PLACED
BEFORE THE CHAIRMAN, WHO COULD NO LONGER BE SEEN BY THE DELE-
GATIONS OF THREE COUNTRIES AND WHOSE REMARKS ON PROCEDURE WERE
SECRET

SECRET

PAGE 02        LINDEN  00911  01 OF 02  141822Z

THEREFORE NOT RECORDED.

2. THE ARMY'S DEFINITION OF A PONTOON (PARA 4 REFTEL) DOES NOT
COVER IT. WE SUGGEST "ANY VESSEL WITHOUT A FRONT."

SECRET

NNNN

SECRET

PAGE 01        LINDEN  00911  02 OF 02  141835Z

73
ACTION SS-25

INFO  OCT-01  ISO-00  SSO-00  /026 W
                        ------------------141841Z 031007 /47
O 141705Z DEC 76
FM USMISSION LINDENAU
TO SECSTATE WASHDC IMMEDIATE 2426
S E C R E T SECTION 2 OF 2 LINDENAU 0911

EXDIS

3. THE OSTROVIANS WILL COUNT IT AS ONE-TWELFTH OF A BRIDGE, AND
THE RUTHENBERGERS AS FURNITURE.

4. ACTION REQUESTED: AUTHORITY TO ACCEPT ONE-TWELFTH.
STANNARD

SECRET


<< END OF DOCUMENT >>
""",
)

CHANCELLOR = Telegram(
    number="1975LUDENS01460",
    sent=at(1975, 3, 21, 8, 40),
    post="LUDENSTADT",
    classification="SECRET",
    handling="NODIS, ONLY",
    order="X1",
    tags="PFOR, RT",
    subject="HARTWIG'S MENU",
    text="""SECRET NODIS

PAGE 01        LUDENS  01460  210911Z

66
ACTION NODS-00

INFO  OCT-01  ISO-00  /001 W
                        --------------------- 008830
Z 210840Z MAR 75
FM AMEMBASSY LUDENSTADT
TO SECSTATE WASHDC FLASH 6620
S E C R E T LUDENSTADT 1460

NODIS

EYES ONLY FOR THE SECRETARY FROM THE AMBASSADOR

E.O. 11652: XGDS-1
TAGS; PFOR, RT
SUBJECT: HARTWIG'S MENU

1. THE MENU THAT WENT TO YOU BY AIRGRAM IS WANTED BACK. IT BEARS
THE ROUTE OF THE PIPELINE, BUT ALSO THE CHANCELLOR'S ORDER FOR
THE FISH.

2. HE ASKS THAT IT BE RETURNED BEFORE THE BUDGET DEBATE.

GDS
MORTLAKE
SECRET
NNN
""",
)

REFUGEES = Telegram(
    number="1977ZENDA01190",
    sent=at(1977, 5, 3, 10, 20),
    post="ZENDA",
    tags="SREF, RR",
    subject="REFUGEES IN THE WAITING ROOM",
    text=f"""UNCLASSIFIED

PAGE 01        ZENDA   01190  031144Z
ACTION ORM-02

INFO  OCT-01  EUR-12  ISO-00  HA-05  /020 W
                  ------------------031150Z 060233 /12
R 031020Z MAY 77
FM AMEMBASSY ZENDA
TO SECSTATE WASHDC 8901
UNCLAS ZENDA 1190

E.O. 11652: N/A
TAGS: N/A
TAGS: SREF, RR
SUBJECT: REFUGEES IN THE WAITING ROOM

1. OF THE TWO FAMILIES REPORTED BY CONSULATE STRELSAU, ONE HAS
{PLAIN_STAMP}
GONE TO A COUSIN AND ONE TO COURT.
¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿¿
2. FIGURES FOR APRIL FOLLOW BY POUCH.
PARDOE

UNCLASSIFIED

NNNN

*** Current Handling Restrictions *** n/a
*** Current Classification *** UNCLASSIFIED
""",
)

CIRCULAR = Telegram(
    number="1978STATE151990",
    sent=at(1978, 6, 15, 2, 10),
    post="STATE",
    to="ALL DIPLOMATIC AND CONSULAR POSTS",
    classification="CONFIDENTIAL",
    handling="STADIS",
    order="11652 GDS",
    tags="PLOS",
    subject="LAW OF THE SEA: HOW TO SAY NOTHING",
    text="""CONFIDENTIAL

PAGE 01        STATE   151990
ORIGIN DLOS-09

INFO  OCT-01  ISO-00  ADS-00  L-03  /013 R

DRAFTED BY D/LOS:JDOE:RR
APPROVED BY D/LOS:RROE
EUR/RUR:RRASSENDYLL (INFO)
                  ------------------010017  150244Z /15
R 150210Z JUN 78
FM SECSTATE WASHDC
TO ALL DIPLOMATIC AND CONSULAR POSTS
INFO AMCONSUL HENTZAU
CONFIDENTIAL

CONFIDENTIAL

PAGE 02        STATE   151990

AMCONSUL STRELSAU
C O N F I D E N T I A L STATE 151990

STADIS//////////////////////////////////

E.O. 11652: GDS

TAGS: PLOS

SUBJECT: LAW OF THE SEA: HOW TO SAY NOTHING

FOR THE AMBASSADOR

1. POSTS WILL BE ASKED WHAT THE UNITED STATES THINKS OF ARCHIPEL-
AGOS. POSTS SHOULD SAY THAT IT THINKS OF THEM OFTEN.

2. IF PRESSED: SEE PARA 1.
VANCE
""",
)

ROGER = Telegram(
    number="1979TARVIS00230",
    sent=at(1979, 11, 20, 16, 0),
    post="TARVISK",
    classification="SECRET",
    handling="EXDIS, STADIS",
    channel="ROG",
    order="RR",
    tags="PINR",
    subject="INQUIRY",
    reference="79 STATE 290118",
    text="""SECRET
PAGE 01        TARVIS  00230  201733Z
ACTION SS-25

INFO  OCT-01  ADS-00  /026 W
                  ------------------088412  201740Z /46
P 201600Z NOV 79
FM AMEMBASSY TARVISK
TO SECSTATE WASHDC PRIORITY 0430
S E C R E T TARVISK 0230

ROGER CHANNEL
STADIS
EXDIS

FOR HUGH FITZ, INR

E.O. 12065: RDS-3 11/20/09 (PRYNNE, HOWARD) OR-M
TAGS: PINR
SUBJECT: INQUIRY

REF: STATE 290118

1. (S) NO.
CARBERY
SECRET

NNNN
""",
)

AUDIENCE = Telegram(
    number="1974STRELS00077",
    sent=at(1974, 1, 31, 14, 12),
    post="STRELSAU",
    to="STATE ZENDA",
    classification="CONFIDENTIAL",
    handling="LIMDIS",
    order="GS",
    tags="PINT, PFOR, RR",
    subject="THE BISHOP AND THE RAILWAY",
    reference="73 ZENDA 1301",
    text="""CONFIDENTIAL

PAGE 01        STRELS  00077  311530Z

50
ACTION EUR-25

INFO  OCT-01  ISO-00  SS-20  /046 W
                        --------------------- 040112
R 311412Z JAN 74
FM AMCONSUL STRELSAU
TO AMEMBASSY ZENDA
INFO SECSTATE WASHDC 0412
C O N F I D E N T I A L STRELSAU 0077

LIMDIS

E.O. 11652: GDS
TAGS/ PINT, RR
SUBJ: THE BISHOP AND THE RAILWAY
REF: 73 ZENDA 1301

BEGIN SUMMARY: BISHOP WILL BLESS THE RAILWAY IF IT GOES ROUND HIS
ORCHARD. END SUMMARY.

1. CONSUL CALLED ON THE BISHOP JANUARY 30.
THE RAILWAY WAS MENTIONED.

2. HE SAID THAT HE HAD PRAYED FOR THE MINISTER OF WORKS, AND
WOULD DO SO AGAIN IF NECESSARY.

POLITICAL BACKGROUND

3. THE MINISTER'S SEAT IS MARGINAL.
WRAYBURN
""",
)

MICROFILM = Telegram(
    number="1975HENTZA00019",
    sent=at(1975, 2, 11, 0, 0),
    post="HENTZAU",
    to="STATE ZENDA",
    classification="LIMITED OFFICIAL USE",
    order="GS",
    tags="EFIS, RR",
    subject="EEL QUOTA ON THE TARN",
    reference="75 ZENDA 140",
    concepts="FISHING LIMITS",
    locator="TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE",
    film="P750031-1902",
    text="",
)

LOST = Telegram(
    number="1975VELISH00655",
    sent=at(1975, 12, 9, 0, 0),
    post="VELISHTA",
    classification="CONFIDENTIAL",
    order="GS",
    tags="ENRG, OV",
    subject="GAS SURVEY BEGINS",
    film="D750428-0511",
    text="ERROR READING TEXT INDEX FILE; TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE\n",
)

HALF_LOST = Telegram(
    number="1976MOLGRA01077",
    sent=at(1976, 6, 2, 7, 30),
    post="MOLGRAD",
    tags="PINT, AX",
    subject="LOCAL PRESS ON THE FERRY",
    text="""UNCLASSIFIED

PAGE 01        MOLGRA  01077  020812Z
                        --------------------- 055018
R 020730Z JUN 76
FM AMEMBASSY MOLGRAD
TO SECSTATE WASHDC 4410
UNCLAS MOLGRAD 1077

E.O. 11652: N/A
TAGS: PINT, AX
SUBJECT: LOCAL PRESS ON THE FERRY

1. THE GOVERNMENT PAPER HOLDS THAT THE FERRY DID NOT SINK.

EXPAND ERROR ENCOUNTERED; TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE
""",
)

TWIN = replace(
    OPERA,
    number="1976STATE290286",
    sent=at(1976, 11, 26, 1, 15),
    post="STATE",
    to="ZENDA",
    tags="SCUL",
    subject="ELEPHANTS",
    text="""R 260115Z NOV 76
FM SECSTATE WASHDC
TO AMEMBASSY ZENDA
UNCLAS STATE 290286

E.O. 11652: N/A
TAGS: SCUL
SUBJECT: ELEPHANTS

1. DEPARTMENT CANNOT MEET COSTS OF HAY.
KISSINGER
""",
)

OTHER_TWIN = replace(
    TWIN,
    sent=at(1976, 11, 27, 2, 0),
    to="VELISHTA",
    tags="ASEC",
    subject="GATE",
    text=TWIN.text.replace("260115Z", "270200Z")
    .replace("ZENDA", "VELISHTA")
    .replace("SCUL", "ASEC")
    .replace("ELEPHANTS", "GATE")
    .replace("DEPARTMENT CANNOT MEET COSTS OF HAY", "GATE IS APPROVED"),
)

ALL = (
    OPERA, BANK, BRIDGES, CHANCELLOR, REFUGEES, CIRCULAR, ROGER, AUDIENCE, MICROFILM, LOST, HALF_LOST, TWIN, OTHER_TWIN,
)  # fmt: skip
