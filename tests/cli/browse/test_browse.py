"""The browser driven by its keys: what is ticked, narrowed, read and left shows in counts, hits and command line."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from cablesearch import open_index
from cablesearch.cli.browse.query import Query
from cablesearch.cli.browse.reader import Reader
from cablesearch.cli.browse.state import View
from cablesearch.errors import ExitStatus
from cablesearch.output.cells import width
from tests.cli.browse.seat import Seat, sit
from tests.cli.world import World
from tests.output.test_safe import harmful

if TYPE_CHECKING:
    from pathlib import Path

VICTIMS = View(query="trafficking victims")


def line_with(lines: list[str], text: str) -> str:
    """The first line of the screen that holds a text."""
    return next((line for line in lines if text in line), "")


def row_of(lines: list[str], value: str) -> str:
    """The line of a facet's value, from its box on."""
    found = line_with([line[:27] for line in lines], f"] {value} ")
    return found[2:].strip()


def run(place: Path, line: str) -> list[str]:
    """The ids that a command line of the browser's prints, the command run for real."""
    words = shlex.split(line)
    assert words[:2] == ["cablesearch", "query"]
    world = World(cwd=place.parent, environ={"HOME": str(place.parent)})
    r = world.run(*words[1:], "-F", "ids", "-n", "30", "-I", str(place))
    return r.split()


def listed(seat: Seat) -> list[str]:
    """The hits in the list, as -F ids writes them."""
    hits = [seat.main.hits.hit(at) for at in range(min(30, seat.main.hits.count))]
    return [f"{hit.cable.id}:{hit.paragraph.ordinal}" for hit in hits if hit]


def test_what_is_seen_at_first(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = seat.lines()
        assert lines[0] == "/ trafficking victims"
        assert lines[2].startswith("2004")
        hit = line_with(lines, "> 04ZENDA312 ¶16")
        assert "(SBU)  2004-02-19  Embassy Zenda" in hit
        assert "⟦victim⟧" in "\n".join(lines)
        assert row_of(lines, "SBU").split()[:4] == ["[", "]", "SBU", "14"]
        assert lines[-2] == "1 of 21 paragraphs in 11 cables"

    sit(place, script, VICTIMS)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_value_is_ticked(places: dict[str, Path], engine: str) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("f", "down", "down", "space")
        assert row_of(lines, "SBU").startswith("[x] SBU")
        assert "14 paragraphs" in lines[-2]
        assert lines[-2].endswith("· SBU")
        assert {hit.paragraph.marking for hit in seat.main.hits.hits_here} == {"SBU"}
        # its own field is not shrunk by the choice
        assert row_of(lines, "C").split()[-2] == "2"
        assert listed(seat) == run(places[engine], seat.app.view.command_line())
        lines = await seat.press("down", "enter")
        assert "16 paragraphs" in lines[-2]
        lines = await seat.press("up", "space", "down", "space")
        assert "21 paragraphs" in lines[-2]
        assert seat.app.view == VICTIMS

    sit(places[engine], script, VICTIMS)


def test_a_field_is_unfolded_and_another_is_counted(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("f", "end", "enter")
        assert line_with(lines, "captions")
        assert not line_with(lines, "> marking")
        lines = await seat.type("j")
        lines = await seat.press("enter")
        assert len(seat.app.view.facets) == 4
        assert seat.app.view.command_line().endswith(f" --facet {seat.app.view.facets[-1]}")
        lines = await seat.press("home", "enter")
        assert line_with(lines, "> marking (4)")
        assert row_of(lines, "SBU") == ""
        lines = await seat.press("enter", "down", "down", "down", "down", "down")
        assert "> tags" in line_with(lines, "> tags")
        more = len(seat.main.facets.rows)
        await seat.press(*["down"] * 7, "enter")
        assert len(seat.main.facets.rows) > more

    sit(place, script, VICTIMS)


def test_what_a_value_means(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("f", *["down"] * 6)
        assert lines[-2] == "KTIP: Trafficking in persons"
        lines = await seat.press("up")
        assert lines[-2] == "1 of 21 paragraphs in 11 cables"

    sit(place, script, VICTIMS)


def test_a_query_is_typed(place: Path) -> None:
    async def script(seat: Seat) -> None:
        assert seat.app.focused is not None
        assert seat.app.focused.id == "query"
        await seat.type("/must?ard/ ftogurxcyq -~!")
        assert seat.main.line.value == "/must?ard/ ftogurxcyq -~!"
        lines = await seat.press("ctrl+u", *"mustart", "backspace", "d", "enter")
        assert lines[0] == "/ mustard"
        assert seat.app.view == View(query="mustard")
        assert seat.app.focused is seat.main.hits
        assert listed(seat) == run(place, "cablesearch query mustard")

    sit(place, script)


def test_what_is_typed_is_asked_after_a_pause(place: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.type("mustard (")
        await seat.pilot.pause(0.6)
        lines = await seat.settled()
        assert "no field" not in "".join(lines)
        assert "^" not in lines[1]
        await seat.press("backspace", "backspace")
        await seat.pilot.pause(0.6)
        await seat.settled()
        assert seat.app.view.query == "mustard"
        assert seat.app.focused is not None
        assert seat.app.focused.id == "query"

    sit(place, script)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_what_cannot_be_read_is_shown_where_it_stands(place: Path, size: tuple[int, int]) -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash", "ctrl+u")
        lines = await seat.type("form:zenda (")
        lines = await seat.press("enter")
        assert lines[0] == "/ form:zenda ("
        assert lines[1].startswith("  ^^^^")
        assert 'no field "form"' in " ".join(lines[1:3])
        assert line_with(lines, "             ^")
        # what was found before stays, and is what is left with
        assert seat.app.view == VICTIMS
        assert "21 paragraphs" in "".join(lines)
        # what is wrong can be mended at once
        assert seat.main.line.has_focus
        assert seat.main.line.cursor_position == 0
        lines = await seat.press(*["delete"] * 5, "end", "backspace", "backspace", "enter")
        assert lines[0] == "/ zenda"
        assert "^" not in lines[1]
        assert seat.main.hits.has_focus

    assert sit(place, script, VICTIMS, size=size).view.query == "zenda"


@pytest.mark.parametrize("typed", ["x(", "zzzz", "shelter"])
def test_the_query_line_is_left_when_it_is_answered(place: Path, typed: str) -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash", "ctrl+u")
        await seat.type(typed)
        # Enter, and the next keys before there is an answer
        seat.main.on_query_entered(Query.Entered(typed, firmly=True))
        assert seat.main.line.has_focus
        await seat.settled()
        assert seat.main.line.has_focus is (typed != "shelter")
        seat.main.go(seat.main.line)
        await seat.press("end")
        seat.main.on_query_entered(Query.Entered(typed, firmly=True))
        seat.main.line.insert_text_at_cursor(" god")
        await seat.settled()
        assert seat.main.line.has_focus
        assert seat.main.line.value == f"{typed} god"

    assert sit(place, script, VICTIMS).view.by == "paragraph"


def test_a_note_is_told(place: Path) -> None:
    async def script(seat: Seat) -> None:
        assert seat.lines()[1].startswith("note: AND binds tighter")

    sit(place, script, View(query="mustard OR shelter victims"))


def test_nothing_is_found(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = seat.lines()
        assert line_with(lines, "nothing found")
        assert line_with(lines, "without marking=TS: 2")
        assert line_with(lines, "[x] TS")
        lines = await seat.press("enter", "x", "c")
        assert line_with(lines, "nothing found")
        lines = await seat.press("f", "down", "down", "down", "space")
        assert not line_with(lines, "nothing found")

    sit(place, script, View(query="mustard", chosen=(("marking", ("TS",)),)))


def test_time_is_narrowed_and_widened(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("t", "home")
        assert lines[2] == "^2004: 9"
        lines = await seat.press("enter")
        assert seat.app.view.span == ("2004", "2004")
        assert "9 paragraphs" in lines[-2]
        assert lines[2] == "^2004-01: 0"
        assert listed(seat) == run(place, seat.app.view.command_line())
        lines = await seat.press("right", "enter")
        assert seat.app.view.span == ("2004-02", "2004-02")
        lines = await seat.press("backspace")
        assert seat.app.view.span == ("2004", "2004")
        lines = await seat.press("backspace")
        assert seat.app.view == VICTIMS
        lines = await seat.press("home", "right", "space", "right", "right", "right")
        assert lines[2].strip() == "^2005..2008: 6"
        await seat.press("enter")
        assert seat.app.view.span == ("2005", "2008")
        assert seat.main.hits.count == 6

    sit(place, script, VICTIMS)


def test_time_is_narrowed_inside_what_was_asked_for(place: Path) -> None:
    view = VICTIMS._replace(since="2004-02-15", until="2009")

    async def script(seat: Seat) -> None:
        before = seat.lines()[-2]
        lines = await seat.press("t", "home")
        hits = int(lines[2].strip().partition(": ")[2])
        lines = await seat.press("enter")
        assert lines[-2].startswith(f"1 of {hits} paragraph")
        assert seat.main.hits.count == hits
        assert seat.app.view.span == ("2004-02-15", "2004")
        assert listed(seat) == run(place, seat.app.view.command_line())
        lines = await seat.press("backspace")
        assert lines[-2] == before
        assert seat.app.view == view

    sit(place, script, view)


@pytest.mark.parametrize(
    ("query", "size", "focused", "said"),
    [
        ("rain", (80, 24), False, "^1973    1975  2 without a date$"),
        ("rain", (80, 24), True, r"^\^1973: 1 +2 without a date$"),
        ("rain", (24, 24), False, "^1973    1975  2 without"),
        ("undated", (80, 24), False, "^2 without a date$"),
        ("undated", (80, 24), True, "^2 without a date$"),
        ("zzzz", (80, 24), False, "^$"),
    ],
)
def test_what_has_no_date_is_told(
    undated: Path, query: str, size: tuple[int, int], focused: bool, said: str
) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press(*(("t", "home") if focused else ("escape",)))
        assert re.search(said, lines[2])

    sit(undated, script, View(query=query), size=size)


def test_the_reader_opens_at_the_paragraph(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("enter")
        assert lines[0] == "04ZENDA312 ¶16  (SBU)  2004-02-19  Embassy Zenda  hit 1 of 21"
        shown = [line for line in lines if line.startswith("┃")]
        assert shown[0].startswith(
            "┃ 16. (SBU) Post has not learned of any case in which a ⟦victim⟧"
        )
        assert lines.index(shown[0]) < 6
        lines = await seat.press("home")
        assert lines[1] == "04ZENDA312"
        lines = await seat.press("n")
        assert lines[0].endswith("hit 2 of 21")
        assert line_with(lines, "┃ 15. (U)")
        lines = await seat.press("p", "p")
        assert lines[0].endswith("hit 1 of 21")
        lines = await seat.press("n", "n", "escape")
        assert "3 of 21 paragraphs" in lines[-2]
        assert seat.main.hits.at == 2

    sit(place, script, VICTIMS)


def test_the_reader_goes_on_to_hits_that_are_not_here_yet(place: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.press("enter", *["n"] * 45)
        assert isinstance(seat.app.screen, Reader)
        hit = seat.main.hits.hit(45)
        assert hit is not None
        assert seat.app.screen.named == hit.cite
        assert seat.lines()[0].endswith(f"hit 46 of {seat.main.hits.count}")

    sit(place, script, View(query="*"))


def test_the_list_goes_on_to_the_end(place: Path) -> None:
    async def script(seat: Seat) -> None:
        with open_index(place) as index:
            last = [*index.keys(sort="id")][-1]
        await seat.press("o", "o", "o", "end")
        hit = seat.main.hits.hit(seat.main.hits.count - 1)
        assert hit is not None
        assert (hit.cable.id, hit.paragraph.ordinal) == last
        assert hit.cite in "\n".join(seat.lines())

    sit(place, script, View(query="*"))


def test_references_are_followed(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("enter", "x")
        assert lines[0] == "04ZENDA312 and its references"
        assert "  A. 03 STATE 331907 (NOTAL)  STATE  not in this index" in lines
        assert "  cited by: 3" in lines
        lines = await seat.press("down", "enter")  # it is not here
        assert lines[0] == "04ZENDA312 and its references"
        lines = await seat.press("down", "down", "down", "enter")
        assert lines[0].startswith("05HENTZAU41  2005-06-14")
        lines = await seat.press("x")
        assert line_with(lines, "04ZENDA312")
        lines = await seat.press("escape", "escape", "escape")
        assert lines[-2].startswith("1 of 21")

    sit(place, script, VICTIMS)


def test_the_readers_keys_are_alive(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("enter")
        assert "n next hit" in lines[-1]
        assert lines[-1].endswith("? help")
        lines = await seat.press("y")
        assert VICTIMS.command_line() in lines
        await seat.press("escape")
        for key in ("question_mark", "f1"):
            lines = await seat.press(key)
            assert lines[0] == "Help"
            # from a page of text these keys lead back, and to no further page
            lines = await seat.press("y", key)
            assert lines[0].startswith("04ZENDA312")
        # a cable that is no hit has none after it
        lines = await seat.press("x", *["down"] * 4, "enter")
        assert lines[0].startswith("05HENTZAU41")
        assert "hit" not in lines[-1]
        lines = await seat.press("x", "f1")
        assert lines[0] == "Help"

    sit(place, script, VICTIMS)


def test_back(place: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.press("f", "down", "down", "space", "t", "enter", "o")
        await seat.press("slash", "ctrl+u", *"shelter", "enter")
        assert seat.main.line.value == "shelter"
        lines = await seat.press("u")
        assert lines[0] == "/ trafficking victims"
        assert seat.app.view.sort == "-date"
        lines = await seat.press("u", "u", "u", "u")
        assert seat.app.view == VICTIMS
        assert "21 paragraphs" in lines[-2]

    sit(place, script, VICTIMS)


def test_what_is_typed_before_enter_is_one_step_back(place: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash", "ctrl+u")
        for text in ("must", "ard"):
            await seat.type(text)
            await seat.pilot.pause(0.6)
            await seat.settled()
        assert seat.app.view.query == "mustard"
        await seat.press("enter", "u")
        assert seat.app.view == VICTIMS

    sit(place, script, VICTIMS)


def test_by_cable(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("g")
        assert lines[-2] == "1 of 11 cables (21 paragraphs)"
        assert seat.main.hits.count == 11
        assert "more" in line_with(lines, "04ZENDA312 ¶")
        assert listed(seat) == run(place, seat.app.view.command_line())

    sit(place, script, VICTIMS)


def test_the_command_line_is_shown_copied_and_left(place: Path) -> None:
    view = View(query='"a cable\'s"', chosen=(("tags", ("KTIP",)),), filters=("shelter*",))

    async def script(seat: Seat) -> None:
        lines = await seat.press("y")
        assert view.command_line() in lines
        assert seat.app.clipboard == view.command_line()
        await seat.press("escape", "f", "q")

    assert sit(place, script, view).view == view


def test_a_citation_is_copied(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("c")
        assert "04ZENDA312 ¶16" in lines
        assert "February 19, 2004" in " ".join(lines)
        assert seat.app.clipboard.startswith("US Embassy Zenda to Secretary of State, telegram 312")
        assert "para. 16 (SBU)" in seat.app.clipboard
        await seat.press("escape", "down", "enter", "c")
        assert "para. 15 (U)" in seat.app.clipboard

    sit(place, script, VICTIMS)


def test_help(place: Path) -> None:
    async def script(seat: Seat) -> None:
        lines = await seat.press("question_mark")
        assert lines[0] == "Help"
        assert "Browsing: hits" in lines[1]
        lines = await seat.press("escape", "slash", "f1")
        assert lines[0] == "Help"
        lines = await seat.press("escape", "question_mark")
        assert lines[0].startswith("/ trafficking victims?")

    sit(place, script, VICTIMS)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 50), (24, 8), (1, 1)])
@pytest.mark.parametrize("color", [True, False])
def test_any_size(place: Path, size: tuple[int, int], color: bool) -> None:
    async def script(seat: Seat) -> None:
        for keys in (
            "f",
            "t",
            "enter",
            "escape",
            "enter",
            "escape",
            "slash",
            "escape",
            "y",
            "escape",
            "question_mark",
        ):
            lines = await seat.press(keys)
            assert max(map(width, lines)) <= size[0]
        await seat.pilot.resize_terminal(80, 24)
        lines = await seat.press("escape")
        assert lines[0] == "/ trafficking victims"

    sit(place, script, VICTIMS, size=size, color=color)


def test_on_a_small_screen_facets_have_it_to_themselves(place: Path) -> None:
    async def script(seat: Seat) -> None:
        assert not line_with(seat.lines(), "[ ] SBU")
        lines = await seat.press("f")
        assert line_with(lines, "[ ] SBU")
        assert not line_with(lines, "04ZENDA312")
        lines = await seat.press("escape")
        assert line_with(lines, "04ZENDA312")

    sit(place, script, VICTIMS, size=(60, 20))


def test_a_mouse(place: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.pilot.click("#facets", offset=(6, 2))
        lines = await seat.settled()
        assert row_of(lines, "SBU").startswith("[x]")
        await seat.pilot.click("#timeline", offset=(0, 0))
        await seat.settled()
        assert seat.app.view.span == ("2004", "2004")
        await seat.pilot.click("#hits", offset=(6, 5))
        lines = await seat.settled()
        assert lines[0].endswith("hit 2 of 7")

    sit(place, script, VICTIMS)


def built(folder: Path, *telegrams: str) -> Path:
    """An index in a folder of these telegrams, or one more generation of it."""
    (folder / "in").mkdir(exist_ok=True)
    for number, text in enumerate(telegrams):
        path = folder / "in" / f"{number}.txt"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
    world = World(cwd=folder, environ={"HOME": str(folder)})
    r = world.run("index", "in", "-I", "there", "--engine", "tantivy", "--jobs", "0")
    assert r.status is ExitStatus.OK, r.stderr
    return folder / "there"


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of four cables on rain, of which two have no date and no other word."""
    dated = (
        f"R 010900Z JAN {year}\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n{RAIN.replace('000012', f'0000{year}')}"
        for year in (73, 75)
    )
    more = (RAIN.replace("fell", f"fell undated, {part}") for part in ("once", "twice"))
    rest = (text.replace("000012", f"{number:06}") for number, text in enumerate(more, 21))
    return built(tmp_path_factory.mktemp("undated"), *dated, *rest)


RAIN = "UNCLAS ZENDA 000012\nSUBJECT: RAIN\n\n\u00b61. (U) Rain fell.\n"


def test_another_generation_is_published(tmp_path: Path) -> None:
    place = built(tmp_path, RAIN)

    async def script(seat: Seat) -> None:
        assert "1 of 1 paragraph in 1 cable" in seat.lines()
        more = (RAIN.replace("000012", f"{number:06}") for number in (12, 13, 14))
        built(tmp_path, *more)
        lines = await seat.press("o")
        assert lines[-2].startswith("1 of 1 paragraph in 1 cable")
        lines = await seat.press("r")
        assert lines[-2].startswith("1 of 3 paragraphs in 3 cables")

    sit(place, script, View(query="rain"))


HOSTILE = "[bold red]x[/] [@click=app.bell]y[/] \x1b[31m \u202e \x9b1m \x07 [link=http://x]z"


def test_cable_text_is_inert(tmp_path: Path) -> None:
    text = RAIN.replace("SUBJECT: RAIN", f"SUBJECT: RAIN {HOSTILE}").replace("fell", HOSTILE)
    place = built(tmp_path, text)

    async def script(seat: Seat) -> None:
        for keys in ("escape", "enter", "c", "escape", "x", "escape", "escape", "y"):
            lines = await seat.press(keys)
            assert not harmful("".join(lines))
            if keys in ("enter", "c"):
                assert "[bold red]x[/]" in " ".join(lines)
                assert "[link=http://x]z" in " ".join(lines)
        await seat.press("escape", "slash", "ctrl+u", *"[red]form:x[/]", "enter")
        assert "[red]form:x[/]" in seat.lines()[0]

    sit(place, script, View(query="rain", filters=("rain OR [bold]x",)), size=(160, 30))
