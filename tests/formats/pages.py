"""Invented Cablegate pages and rows of the dump, as their publishers wrote them."""

from __future__ import annotations

import html
import re

HEADER = """VZCZCXRO4711
PP RUEHROV
DE RUEHZA #0457/01 0391502
ZNR UUUUU ZZH
P 081502Z FEB 08
FM AMEMBASSY ZENDA
TO RUEHC/SECSTATE WASHDC PRIORITY 1203
INFO RUEHSR/AMCONSUL STRELSAU 0331"""

BODY = """UNCLAS SECTION 01 OF 02 ZENDA 000457 \\n
 \\n
SENSITIVE \\n
SIPDIS \\n
 \\n
DEPT FOR EUR/RUR \\n
 \\n
E.O. 12958: N/A \\n
TAGS: PREL, PGOV, KTIP, RR \\n
SUBJECT: RURITANIA: THE NEW SHELTERS & THEIR CRITICS \\n
 \\n
REF: A. STATE 9876 (NOTAL) \\n
     ¶B. 07 ZENDA 2201 \\n
 \\n
¶1. (SBU) Summary: Two shelters opened on February 1; a third stands \\n
empty for want of a stove.  End Summary. \\n
 \\n
------------------- \\n
The Town Is Divided \\n
------------------- \\n
 \\n
¶2. (U) The mayor called the shelters "a gift with a bill". \\n
\\n
ZENDA 00000457  002 OF 002 \\n
\\n
 \\n
¶3. (SBU) The bishop's housekeeper took in eleven women in January alone. \\n
ROE""".replace(" \\n", " ").replace("\\n", "")
"""As a page shows it; most lines end in a blank."""

_TAG = re.compile(r"\b(PREL|PGOV|KTIP|RR)\b")
_MENUS = "".join(
    f"<li><a href='/origin/{n}_0.html'>Embassy Number {n}</a></li>\n" for n in range(900)
)


def page(
    header: str | None = HEADER,
    body: str = BODY,
    *,
    id: str = "08ZENDA457",
    created: str = "2008-02-08 15:03",
    released: str = "2011-08-30 01:44",
    classification: str = "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    origin: str = "Embassy Zenda",
    anchor: str = "¶",
    menus: str = _MENUS,
    quote: str = "'",
) -> str:
    """A page of the Cable Viewer: the table of what is known, then the blocks; `anchor` is what pilcrows became."""
    blocks = "".join(
        f"<code><pre>{_marked_up(block, anchor)}</pre></code>\n"
        for block in (header, body)
        if block is not None
    )
    text = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns='http://www.w3.org/1999/xhtml'>
<head><title>Cable Viewer</title><script type='text/javascript'>var x = '<pre>not a cable</pre>';</script></head>
<body><div id='browse'><h3>Browse latest releases</h3><ul>
{menus}</ul></div>
<div class='pane big'>
<h3>Viewing cable {id}, RURITANIA: THE NEW SHELTERS &amp; THEIR CRITICS</h3>
<div id='help_1'><p>Every cable message consists of three parts.</p></div>
<table class='cable'>
<tr><th>Reference ID</th><th>Created</th><th>Released</th><th>Classification</th><th>Origin</th></tr>
<tr>
<td><a href='/cable/2008/02/{id}.html'>{id}</a></td>
<td><a href='/date/2008-02_0.html'>{created}</a></td>
<td><a href='/reldate/2011-08-30_0.html'>{released}</a></td>
<td><a href='/classification/5_0.html' title='unclassified//fouo'>{classification}</a></td>
<td><a href='/origin/8_0.html'>{origin}</a></td>
</tr>
<tr><td colspan='5'>Appears in these articles:<br/><a href='http://zenda.example/'>The Zenda Courier</a></td></tr>
</table>
{blocks}</div></body></html>
"""
    return text.replace("class='cable'", f"class={quote}cable{quote}")


def _marked_up(block: str, anchor: str) -> str:
    text = html.escape(block, quote=False)
    text = re.sub(
        r"^( *)¶(\w+)\.",
        lambda m: f"{m[1]}<a id='par{m[2]}' href='#par{m[2]}'>{anchor}</a>{m[2]}.",
        text,
        flags=re.M,
    )
    text = re.sub(
        r"^TAGS: .*$",
        lambda m: _TAG.sub(r"<a href='/tag/\1_0.html'>\1</a>", m[0]),
        text,
        flags=re.M,
    )
    return text.replace("\n", "&#x000A;")


def row(
    header: str = HEADER,
    body: str = BODY,
    *,
    number: str = "4711",
    date: str = "2/8/2008 15:02",
    id: str = "08ZENDA457",
    origin: str = "Embassy Zenda",
    classification: str = "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    references: str = "08STATE9876|07ZENDA2201",
    doubled: bool = False,
) -> str:
    """A row of the dump, inner quotes behind a backslash (or doubled)."""
    columns = (number, date, id, origin, classification, references, header, body)
    inner = '""' if doubled else '\\"'
    return ",".join(f'"{_escaped(column, doubled).replace(chr(34), inner)}"' for column in columns)


def _escaped(text: str, doubled: bool) -> str:
    return text if doubled else text.replace("\\", "\\\\")


TELEGRAM = f"{HEADER}\n\n{BODY}\n"
"""The same cable as a text file."""
