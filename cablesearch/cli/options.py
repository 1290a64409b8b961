"""Every option and argument, once: names, help, completion. Commands take them as the types of their parameters."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cablesearch.cli import completion as offer
from cablesearch.output.formats import Format

Color = Literal["auto", "always", "never"]
Order = Literal["relevance", "date", "-date", "id"]
Unit = Literal["paragraph", "cable"]
EngineName = Literal["auto", "whoosh", "tantivy"]
DataFormat = Literal["table", "tsv", "json"]
CableFormat = Literal["text", "json", "jsonl"]
FindingFormat = Literal["table", "tsv", "csv", "json", "jsonl"]

# global, before and after the command's name

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "-I",
        "--index",
        metavar="DIR",
        help="The index; else CABLESEARCH_INDEX, configuration, nearest index/.",
    ),
]
ColorOption = Annotated[
    Color | None, typer.Option("--color", help="Colours: on a terminal (auto), always, never.")
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Say only what went wrong.")]
VerboseOption = Annotated[
    bool, typer.Option("-v", "--verbose", help="Say what is done, and where a bug was met.")
]
LogJsonOption = Annotated[
    bool, typer.Option("--log-json", help="Write what is said on stderr as JSON lines.")
]

# what to search for

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help="What to look for; 'cablesearch help query-language'.",
        show_default=False,
    ),
]
Markings = Annotated[
    list[str] | None,
    typer.Option(
        "-m",
        "--marking",
        metavar="LEVEL",
        autocompletion=offer.offer_markings,
        help="Only paragraphs with this portion mark, or 'unmarked'; repeatable, any of them.",
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "-t",
        "--tag",
        metavar="TAG",
        autocompletion=offer.offer_tags,
        help="Only cables with this TAG; repeatable, any of them.",
    ),
]
Embassies = Annotated[
    list[str] | None,
    typer.Option(
        "-e",
        "--embassy",
        metavar="POST",
        autocompletion=offer.offer_posts,
        help="Only cables from this post, in any spelling; repeatable, any of them.",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="FIELD=VALUE",
        autocompletion=offer.offer_choices,
        help="Only what has this value: OR inside a field, AND between fields.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="From this year, month or day on (1973-05)."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="To the end of this year, month or day."),
]
Filters = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--filter",
        metavar="QUERY",
        help="A further query that must match and is not scored; repeatable.",
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help="Read no operators: every word is a word.")]

# what to show of it

Facets = Annotated[
    list[str] | None,
    typer.Option(
        "--facet",
        metavar="FIELD",
        autocompletion=offer.offer_facets,
        help="Count all matches by this field; repeatable.",
    ),
]
MainFacets = Annotated[bool, typer.Option("--facets", help="Count by marking, tags and embassy.")]
FacetSize = Annotated[
    int | None,
    typer.Option(
        "--facet-size",
        metavar="N",
        min=0,
        help="Values of a facet on a terminal; 0 for all. [default: 10]",
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say how the query was understood, and stop.")
]
By = Annotated[Unit, typer.Option("--by", help="Every paragraph, or the best one of each cable.")]
Limit = Annotated[
    int | None,
    typer.Option("-n", "--limit", metavar="N", min=0, help="So many hits. [default: 20]"),
]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out the first N.")]
All = Annotated[
    bool, typer.Option("--all", help="All hits, streamed; in the order of ids unless --sort.")
]
Sort = Annotated[
    Order | None, typer.Option("--sort", help="The order of hits; -date is newest first.")
]
Count = Annotated[
    bool, typer.Option("--count", help="Print only the number of matching paragraphs.")
]
CountCables = Annotated[
    bool, typer.Option("--cables", help="Count the distinct cables, however many match.")
]
Snippets = Annotated[
    int, typer.Option("--snippets", metavar="N", min=0, help="Snippets a hit; 0 for none.")
]

# how to write it

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "-F",
        "--format",
        help="How to write hits: table on a terminal, tsv elsewhere.",
        show_choices=True,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Short for --format jsonl.")]
ParsedJson = Annotated[bool, typer.Option("--json", help="Write the parsed cables as one array.")]
ParsedJsonl = Annotated[
    bool, typer.Option("--jsonl", help="Write the parsed cables as JSON, one a line.")
]
Why = Annotated[
    bool, typer.Option("--why", help="Say how each file was recognised, and read no further.")
]
Csv = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
Nul = Annotated[bool, typer.Option("-0", help="Ids, each ended by NUL, for xargs -0.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--fields",
        metavar="NAME[,NAME]",
        autocompletion=offer.offer_columns,
        help="The columns of tsv and csv, the keys of json and jsonl.",
    ),
]
Header = Annotated[bool, typer.Option("--header", help="Begin tsv with the names of the columns.")]
RawCells = Annotated[
    bool, typer.Option("--raw-cells", help="Guard no csv cell against being taken for a formula.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write there; the file appears when it is whole."
    ),
]
TableFormat = Annotated[
    DataFormat | None,
    typer.Option("-F", "--format", help="How to write it: table on a terminal, tsv elsewhere."),
]
ShowFormat = Annotated[
    CableFormat, typer.Option("-F", "--format", help="Plain text, or the parsed cable.")
]

# looking through cables for what is odd

Report = Annotated[
    bool,
    typer.Option(
        "--report",
        help="Count by form and field what was found, repaired, doubtful, missing, and what skipped.",
    ),
]
StrictParse = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit 65 if anything was doubtful or skipped; each doubt is told on stderr.",
    ),
]
Examples = Annotated[
    int | None,
    typer.Option(
        "-n", "--examples", metavar="N", min=0, help="Examples of each in --report. [default: 3]"
    ),
]
Checks = Annotated[
    list[str] | None,
    typer.Option(
        "--check",
        metavar="NAME[,NAME]",
        autocompletion=offer.offer_checks,
        help="Only this check ('cablesearch help audit'); repeatable.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The day that declassification dates are held against."
    ),
]
PerCheck = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        min=0,
        help="So many findings of each check. [default: 20 on a terminal, else all]",
    ),
]
AllFindings = Annotated[bool, typer.Option("--all", help="All findings, on a terminal too.")]
AuditFormat = Annotated[
    FindingFormat | None,
    typer.Option(
        "-F", "--format", help="How to write findings: table on a terminal, tsv elsewhere."
    ),
]

# building and looking after an index

Roots = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        show_default=False,
        help="Files and folders to add; none: those of last time, or corpus/.",
    ),
]
ReadAs = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORM",
        autocompletion=offer.offer_forms,
        help="Read files as this form, whatever is in them; 'cablesearch help formats'.",
    ),
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option("--engine", help="The engine of a new index, or with --rebuild. [default: auto]"),
]
Rebuild = Annotated[bool, typer.Option("--rebuild", help="Build everything anew.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")]
NoPrune = Annotated[bool, typer.Option("--no-prune", help="Keep cables whose files are gone.")]
AllowRemovals = Annotated[
    bool,
    typer.Option(
        "--allow-removals", help="Publish even if a root is gone or over 10 % of the cables vanish."
    ),
]
Forget = Annotated[
    list[Path] | None,
    typer.Option("--forget", metavar="PATH", help="Drop a root and its cables; repeatable."),
]
Exclude = Annotated[
    Path | None,
    typer.Option(
        "--exclude",
        metavar="FILE",
        help="Ids never to be indexed, one a line, in place of those remembered.",
    ),
]
Rehash = Annotated[
    bool, typer.Option("--rehash", help="Read every file, even those that look unchanged.")
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Publish nothing if anything was skipped, or if several cables have one number.",
    ),
]
LockWait = Annotated[
    str,
    typer.Option(
        "--lock-wait", metavar="DURATION", help="Wait so long for another builder (90s, 10m)."
    ),
]
Errors = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", help="Write the skipped records there as JSON lines."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=0,
        help="So many processes parse and prepare; 0 or 1 does without. By default one for each processor.",
    ),
]
ShowProgress = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="Bars while it works. [default: on a terminal]"),
]
Deep = Annotated[bool, typer.Option("--deep", help="Compare with the sources too.")]
MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age",
        metavar="DURATION",
        help="Exit 6 where no run has ended well for so long (30h, 7d).",
    ),
]

# arguments of the other commands

Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="09BAKU911, '09BAKU911 ¶5', 09BAKU911/5, 09BAKU911:7, 76STATE290286~2.",
        show_default=False,
    ),
]
PurgedIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Cables, in any spelling: 09BAKU911, 76STATE290286~2.",
        show_default=False,
    ),
]
AllowAgain = Annotated[
    bool,
    typer.Option(
        "--allow-again", help="Do not exclude them: a source that has them brings them back."
    ),
]
Versions = Annotated[
    bool,
    typer.Option("--versions", help="List the records that it came from; * is the one searched."),
]
AsVersion = Annotated[
    int | None,
    typer.Option(
        "--as-version", metavar="N", help="As version N has it; also written --version N."
    ),
]
Diff = Annotated[
    bool,
    typer.Option("--diff", help="What the next other text has otherwise, or --version N."),
]
Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Files and folders; - for stdin.", show_default=False),
]
FacetFields = Annotated[
    str,
    typer.Argument(
        metavar="FIELD[,FIELD]...",
        help="What to count by.",
        autocompletion=offer.offer_facets,
        show_default=False,
    ),
]
FieldName = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="One field, by name or alias.",
        autocompletion=offer.offer_fields,
        show_default=False,
    ),
]
Topic = Annotated[
    str | None,
    typer.Argument(
        metavar="[TOPIC]",
        help="One of the topics.",
        autocompletion=offer.offer_topics,
        show_default=False,
    ),
]
ConfigAction = Annotated[
    Literal["show", "path"], typer.Argument(help="The settings, or the files they come from.")
]  # fmt: skip
