"""The style sheet of a result's page, for screens light and dark, telephones and paper; and what the page may load."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c1b19; --soft: #5d5a54; --paper: #fbfaf7; --line: #dcd8cf;
  --mark: #ffe58a; --bar: #8a7a55; --u: #2e6b34; --sbu: #0b6875; --c: #1f4f9e; --s: #a8201a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e5de; --soft: #a5a097; --paper: #171614; --line: #3a3732;
  --mark: #6b5500; --bar: #b8a675; --u: #86c98c; --sbu: #6fc7d4; --c: #93b8f5; --s: #ff8f87; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 48rem; padding: 1rem; font: 1rem/1.5 Georgia, "Times New Roman", serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
header p, footer p { margin: .25rem 0; }
.soft, footer, figcaption, .facts, .cited { color: var(--soft); }
.soft, footer, .facts, .cited, table, figcaption, .command, summary {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-size: .875rem; }
code { font: .8125rem/1.4 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
mark { background: var(--mark); color: inherit; border-radius: .15em; padding: 0 .1em; }
figure { margin: .5rem 0; }
.time { display: block; width: 100%; height: 6rem; fill: var(--bar); border-bottom: 1px solid var(--line); }
figcaption { display: flex; justify-content: space-between; }
.facets { columns: 20rem; column-gap: 2rem; }
.facets table { width: 100%; margin-bottom: 1rem; break-inside: avoid; }
table { border-collapse: collapse; max-width: 100%; }
caption { text-align: left; font-weight: 600; }
th { text-align: left; font-weight: 400; vertical-align: top; }
td, th { padding: .1rem .5rem .1rem 0; }
td { vertical-align: top; }
td.count { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.drawn { width: 5rem; min-width: 3rem; padding-right: 0; }
.bar { display: block; width: 100%; height: .6rem; margin-top: .35rem; fill: var(--bar); }
.chosen th { font-weight: 600; }
details table { margin-top: .5rem; }
ol { list-style: none; margin: 0; padding: 0; }
article { border-bottom: 1px solid var(--line); padding: .75rem 0; }
h3 { font-size: 1rem; margin: 0; }
.facts, .cited { margin: .1rem 0; }
.subject { margin: .25rem 0; font-weight: 600; }
.heading { margin: .25rem 0; font-style: italic; }
.text p { margin: .4rem 0; white-space: pre-wrap; }
.text, .subject, .heading, th { unicode-bidi: isolate; }
.level { font-family: system-ui, sans-serif; font-weight: 600; white-space: nowrap; }
.u { color: var(--u); } .sbu, .lou { color: var(--sbu); } .c { color: var(--c); } .s, .ts { color: var(--s); }
footer { margin-top: 2rem; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --mark: #fff; --bar: #666;
    --u: #000; --sbu: #000; --c: #000; --s: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  mark { font-weight: 700; text-decoration: underline; }
  article { break-inside: avoid-page; } h2, h3, caption { break-after: avoid; } table, figure { break-inside: avoid; }
  details { display: none; }
  .time, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@page { margin: 18mm 16mm; }
"""

_HASH: Final = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
)
"""The page loads nothing, runs nothing, and is styled by STYLE alone, whatever a cable says."""
