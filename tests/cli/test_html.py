"""`query --format html` from the command line to a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

from cablesearch.cli import web
from cablesearch.errors import ExitStatus
from cablesearch.output.formats import Format
from cablesearch.output.html import Sheet
from cablesearch.output.writer import Choices, Results, write_results
from tests.cli.world import World
from tests.output import sample
from tests.output.test_html import HOSTILE, hit_of, timeline

CORPUS = Path(__file__).parents[2] / "corpus"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))),
    None,
)
_MEASURE = """<!DOCTYPE html><meta charset="utf-8"><p id="said"></p>
<iframe id="page" src="PAGE" width="WIDTH" height="800" style="border: 0"></iframe>
<script>
document.getElementById("page").onload = event => {
  const page = event.target.contentDocument, root = page.documentElement;
  document.getElementById("said").textContent =
    `${root.scrollWidth} of ${root.clientWidth}; ${page.querySelectorAll("article").length}; ` +
    getComputedStyle(page.body).maxWidth;
};
</script>"""
"""The page in a frame of a width, measured from outside: nothing runs in the page itself."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A directory with an index of the sample cables."""
    folder = tmp_path_factory.mktemp("html")
    world = World(cwd=folder, environ={"HOME": str(folder)})
    assert (
        world.run("index", str(CORPUS), "--engine", "tantivy", "--jobs", "0").status
        is ExitStatus.OK
    )
    return world


def test_a_page(place: World) -> None:
    r = place.run("query", "trafficking victims", "-t", "KTIP", "-n", "3", "-F", "html")
    assert r.status is ExitStatus.OK
    tree = html.document_fromstring(r)
    ids = place.run(
        "query", "trafficking victims", "-t", "KTIP", "-n", "3", "--fields", "cite", "-F", "tsv"
    )
    cites = [head.text.partition(". ")[2].strip() for head in tree.xpath("//h3")]
    assert cites == ids.splitlines()
    assert [c.text_content() for c in tree.xpath("//caption")] == ["marking", "tags", "embassy"]
    assert tree.xpath("//*[@role='img']")
    [asked] = tree.xpath("//*[@class='command']/code")
    assert asked.text == "cablesearch query 'trafficking victims' --tag KTIP -n 3 --facets"
    assert "3 of 19" in r.stderr
    assert "facets are no part" not in r.stderr


def test_facets_of_ones_own(place: World) -> None:
    r = place.run("query", "trafficking", "--facet", "zone", "--facet-size", "1", "-F", "html")
    tree = html.document_fromstring(r)
    assert [c.text_content() for c in tree.xpath("//caption")] == ["zone"]
    assert "more" in tree.xpath("//table")[0].text_content()


def test_all_of_them_are_streamed(place: World, monkeypatch: pytest.MonkeyPatch) -> None:
    total = int(place.run("query", "victims", "--count"))
    r = place.run("query", "victims", "--all", "-F", "html", "-o", "page.html")
    assert (r, r.status) == ("", ExitStatus.OK)
    tree = html.document_fromstring((place.cwd / "page.html").read_text())
    assert len(tree.xpath("//article")) == total
    monkeypatch.setattr(web, "MOST_HITS", total - 1)
    r = place.run("query", "victims", "--all", "-F", "html", "-o", "other.html")
    assert r.status is ExitStatus.USAGE
    assert f"{total} paragraphs are too many for a web page" in r.stderr
    assert not (place.cwd / "other.html").exists()
    assert (
        place.run("query", "victims", "--all", "--offset", "1", "-F", "html").status
        is ExitStatus.OK
    )


def test_by_cable_cables_are_counted(place: World, monkeypatch: pytest.MonkeyPatch) -> None:
    total = int(place.run("query", "victims", "--count"))
    cables = int(place.run("query", "victims", "--count", "--by", "cable"))
    assert 3 < cables < total
    monkeypatch.setattr(web, "MOST_HITS", cables)
    for options, said in ((["--all"], ""), (["-n", "3"], "; here are cables 1 to 3")):
        r = place.run("query", "victims", "--by", "cable", *options, "-F", "html")
        assert r.status is ExitStatus.OK
        [first, *_] = html.document_fromstring(r).xpath("//header/p")
        assert first.text == f"{total} paragraphs in {cables} cables{said}"
    monkeypatch.setattr(web, "MOST_HITS", cables - 1)
    r = place.run("query", "victims", "--by", "cable", "--all", "-F", "html")
    assert f"{cables} cables are too many for a web page" in r.stderr


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ("", "-n 20 --facets"), ("--all", "--all --sort id --facets"),
        ("--all --sort relevance", "--all --sort relevance --facets"),
        ("--sort date -n 2", "-n 2 --sort date --facets"),
        ("--offset 2 --by cable", "--by cable -n 20 --offset 2 --facets"),
        ("--fold-similar", "-n 20 --fold-similar --facets"), ("--facet tags", "-n 20 --facet tags"),
        ("--facets --facet zone", "-n 20 --facets --facet zone"), ("--plain", "--plain -n 20 --facets"),
    ],
)  # fmt: skip
def test_the_command_line_asks_for_the_same_page(place: World, options: str, asked: str) -> None:
    r = place.run("query", "victims", *options.split(), "-F", "html")
    tree = html.document_fromstring(r)
    [command] = tree.xpath("//*[@class='command']/code")
    assert command.text == f"cablesearch query victims {asked}"
    assert place.run(*command.text.split()[1:], "-F", "html") == r


def test_only_what_is_new(place: World) -> None:
    place.run("saved", "add", "v", "victims")
    assert "asked were only" not in place.run("saved", "new", "v", "-F", "html")
    for more, said in (([], ""), (["--changed"], ", or whose text has changed since")):
        r = place.run("saved", "new", "v", *more, "-F", "html")
        assert r.status is ExitStatus.NOTHING_FOUND
        assert f"asked were only cables that entered the index after generation 1{said}<" in r


def test_folded_hits_are_cited(tmp_path: Path) -> None:
    text = "UNCLAS ZENDA 0000{}\nSUBJECT: RAIN\n\n\u00b61. (U) Rain fell on the castle and on the town {}.\n"
    (tmp_path / "in").mkdir()
    for number, end in (
        (11, "all day"),
        (12, "all day"),
        (13, "never, for there was a drought, and no water"),
    ):
        (tmp_path / "in" / f"{number}.txt").write_text(text.format(number, end), encoding="utf-8")
    world = World(cwd=tmp_path, environ={"HOME": str(tmp_path)})
    assert world.run("index", "in", "--engine", "tantivy").status is ExitStatus.OK
    r = world.run("query", "rain", "--fold-similar", "--sort", "id", "-F", "html")
    tree = html.document_fromstring(r)
    cites = world.run("query", "rain", "--sort", "id", "--fields", "cite", "-F", "tsv").splitlines()
    assert len(cites) == 3
    assert len(tree.xpath("//article")) == 2
    similar = [p.text for p in tree.xpath("//article/p[@class='cited']") if "similar" in p.text]
    assert similar == [f"+1 similar: {cites[1]}"]
    said = "3 paragraphs in 3 cables; 1 of them folded into others"
    assert tree.xpath("//header/p")[0].text == said


def test_nothing_found(place: World) -> None:
    r = place.run("query", "zzzz", "-F", "html")
    assert r.status is ExitStatus.NOTHING_FOUND
    assert "Nothing found" in r
    assert "nothing found" in r.stderr


def test_by_configuration(place: World) -> None:
    (place.cwd / "cablesearch.toml").write_text('format = "html"\n')
    try:
        assert place.run("query", "victims").startswith("<!DOCTYPE html>")
        assert "<caption>marking" in place.run("query", "victims")
        assert place.run("query", "victims", "-F", "ids").startswith("04ZENDA")
    finally:
        (place.cwd / "cablesearch.toml").unlink()


def browse(folder: Path, *options: str) -> tuple[str, str]:
    """What headless Chromium prints, and what its pages' consoles say."""
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            f"--user-data-dir={folder / 'profile'}", "--allow-file-access-from-files", "--enable-logging=stderr",
            "--virtual-time-budget=5000", *options,
        ],
        capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    console = [line for line in done.stderr.decode().splitlines() if ":CONSOLE" in line]
    return done.stdout.decode(), "\n".join(console)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("page", ["sample", "hostile"])
def test_in_a_browser(place: World, tmp_path: Path, page: str, width: int) -> None:
    path = tmp_path / "page.html"
    if page == "sample":
        place.run("query", "trafficking victims", "-n", "5", "-F", "html", "-o", str(path))
    else:
        hits = [hit_of(f"{text} {'W' * 400}", heading=text) for text in HOSTILE]
        to = sample.sink()
        results = Results(
            page=replace(sample.with_hits(sample.PAGE, *hits), query="W" * 400),
            sheet=Sheet(command="c" * 400, timeline=timeline(*range(200))),
        )
        write_results(results, Format.HTML, to, Choices())
        path.write_text(sample.written(to), encoding="utf-8")
    measure = tmp_path / "measure.html"
    measure.write_text(_MEASURE.replace("PAGE", path.name).replace("WIDTH", str(width)))
    dom, console = browse(tmp_path, "--dump-dom", measure.as_uri())
    assert console == ""
    [(wide, room, articles, most)] = re.findall(r"(\d+) of (\d+); (\d+); (\w+)", dom)
    assert wide == room
    assert int(room) > width - 30
    assert int(articles) == (5 if page == "sample" else len(HOSTILE))
    assert most == "768px"  # its style sheet was let in


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.slow
def test_printed(place: World, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    path, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    place.run("query", "trafficking victims", "-n", "5", "-F", "html", "-o", str(path))
    _, console = browse(
        tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", path.as_uri()
    )
    assert console == ""
    pages = [page.extract_text() for page in pypdf.PdfReader(printed).pages]
    assert 1 <= len(pages) <= 4
    text = " ".join("".join(pages).split())
    assert "1. 04ZENDA312 ¶16 (SBU)" in text
    assert "Post has not learned of any case" in text
