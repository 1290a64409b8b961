"""`cablesearch saved`: the file of saved queries, the runs, and what is new since the last of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablesearch.cli.saved_file import SavedQueries
from cablesearch.errors import ExitStatus
from cablesearch.query.question import Question
from tests.cli.world import World
from tests.search.linked import CABLES, TABLES, telegram

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cli.world import Output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("saved")
    shutil.copytree(TABLES, place / "archive/tables")
    for at, cable in enumerate(CABLES):
        (place / f"archive/{at}.txt").write_text(cable)
    r = World(cwd=place).run("index", "archive", "-q", "--jobs", "0")
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture
def world(built: Path, tmp_path: Path) -> World:
    """A copy of an index of six cables, whose sources go on, and a home."""
    place = tmp_path / "place"
    shutil.copytree(built, place)
    world = World(cwd=place, environ={"HOME": str(tmp_path / "home")})
    assert world.run("index", "archive", "--forget", str(built / "archive"), "-q").status < 4
    return world


def config(world: World) -> Path:
    return Path(world.environ["HOME"]) / ".config/cablesearch/saved.toml"


def marks(world: World) -> list[Path]:
    return sorted((Path(world.environ["HOME"]) / ".local/state/cablesearch/marks").glob("*"))


def grow(world: World, number: int, text: str = "The harvest was late.") -> None:
    """One cable more in the index."""
    cable = telegram("ZENDA", number, "010900Z FEB 09", f"NUMBER {number}", "ZENDA 4", text)
    (world.cwd / f"archive/z{number}.txt").write_text(cable)
    r = world.run("index", "-q", "--jobs", "0")
    assert r.status is ExitStatus.OK, r.stderr


class TestKeeping:
    """add, list, show, remove, and the file."""

    def test_add_and_list(self, world: World) -> None:
        r = world.run(
            "saved",
            "add",
            "harvest",
            "harvest OR",
            "grain",
            "-m",
            "U",
            "-e",
            "zenda",
            "--since",
            "1976",
        )
        assert (r, r.status) == ("", ExitStatus.OK)
        assert r.stderr == 'saved "harvest"; cablesearch saved run harvest\n'
        assert config(world).read_text() == (
            "[harvest]\n"
            'query = "harvest OR grain"\n'
            'only = ["marking=U", "embassy=zenda"]\n'
            'since = "1976"\n'
        )
        world.run("saved", "add", "Law", '"law of the sea"', "-f", "a b", "--plain")
        expected = (
            "harvest\tharvest OR grain\t--only marking=U --only embassy=zenda --since 1976\n"
            "law\t\"law of the sea\"\t--filter 'a b' --plain\n"
        )
        assert world.run("saved", "list") == world.run("saved") == expected
        rows = world.run("saved", "list", "--json").json
        assert [row["name"] for row in rows] == ["harvest", "law"]
        world.terminal = True
        assert "harvest  harvest OR grain" in world.run("saved", "--color", "never")

    def test_show_is_a_command_to_paste(self, world: World) -> None:
        world.run("saved", "add", "harvest", "harvest OR grain", "-m", "U", "--until", "2009")
        r = world.run("saved", "show", "harvest")
        assert r == "cablesearch query --only marking=U --until 2009 'harvest OR grain'\n"
        world.run("saved", "add", "not", "--", "-grain harvest")
        assert world.run("saved", "show", "not") == "cablesearch query -- '-grain harvest'\n"

    def test_nothing_is_saved(self, world: World) -> None:
        r = world.run("saved")
        assert (r, r.status) == ("", ExitStatus.NOTHING_FOUND)
        assert "no query is saved" in r.stderr

    def test_the_rest_of_the_file_stays_as_it_is(self, world: World) -> None:
        own = (
            "# my queries\n\n[oil]  # the first\nquery = '''\noil\n'''\n\n"
            '# about gas\n[ "gas" ]\nquery = "gas"  # only\n# the end of gas\n\n# tar\n[tar]\nquery = \'tar\'\n'
        )
        config(world).parent.mkdir(parents=True)
        config(world).write_text(own)
        world.run("saved", "add", "fish", "fish")
        assert config(world).read_text() == own + '\n[fish]\nquery = "fish"\n'
        world.run("saved", "remove", "fish")
        world.run("saved", "remove", "gas")
        assert (
            config(world).read_text()
            == own.replace('[ "gas" ]\nquery = "gas"  # only\n# the end of gas\n\n', "") + "\n"
        )
        assert world.run("saved", "add", "oil", "oils", "--replace").status is ExitStatus.OK
        assert config(world).read_text() == (
            '# my queries\n\n[oil]  # the first\nquery = "oils"\n\n'
            "# about gas\n# tar\n[tar]\nquery = 'tar'\n\n"
        )

    @pytest.mark.parametrize(
        ("own", "argv", "expected"),
        [
            (
                "# a\r\n[oil]\r\nquery = 'oil'\r\n\r\n# b\r\n[tar]\r\nquery = 'tar'\r\n",
                ("add", "oil", "oils", "-e", "ZENDA", "--replace"),
                "# a\r\n[oil]\r\nquery = \"oils\"\r\nonly = [\"embassy=ZENDA\"]\r\n"
                "\r\n# b\r\n[tar]\r\nquery = 'tar'\r\n",
            ),
            (
                "[oil]\r\nquery = 'oil'\r\n",
                ("add", "tar", "tar"),
                "[oil]\r\nquery = 'oil'\r\n\r\n[tar]\r\nquery = \"tar\"\r\n",
            ),
            ("[oil]", ("add", "oil", "oils", "--replace"), '[oil]\nquery = "oils"\n'),
            ("[oil]", ("add", "tar", "tar"), '[oil]\n\n[tar]\nquery = "tar"\n'),
            (
                "\ufeff[oil]\nquery = 'oil'\n",
                ("add", "oil", "oils", "--replace"),
                '\ufeff[oil]\nquery = "oils"\n',
            ),
            (
                "\ufeff# mine\n[oil]\nquery = 'oil'\n[tar]\nquery = 'tar'\n",
                ("remove", "oil"),
                "\ufeff# mine\n[tar]\nquery = 'tar'\n",
            ),
            ("[oil]\nquery = 'a\u2028[tar]'\n[b]\n", ("remove", "b"), "[oil]\nquery = 'a\u2028[tar]'\n"),
        ],
    )  # fmt: skip
    def test_ends_of_lines_marks_and_places_stay(
        self, world: World, own: str, argv: tuple[str, ...], expected: str
    ) -> None:
        config(world).parent.mkdir(parents=True)
        config(world).write_bytes(own.encode())
        r = world.run("saved", *argv)
        assert r.status is ExitStatus.OK, r.stderr
        assert config(world).read_bytes().decode() == expected

    @pytest.mark.parametrize(
        "own", ["oil = {query = 'oil'}\n", '[oil]\nquery = """oil\n[gas]\n"""\n']
    )
    def test_what_a_program_cannot_change_is_left(self, world: World, own: str) -> None:
        config(world).parent.mkdir(parents=True)
        config(world).write_text(own)
        assert world.run("query", "saved:oil", "--count").status is ExitStatus.NOTHING_FOUND
        r = world.run("saved", "remove", "oil")
        assert r.status is ExitStatus.USAGE
        assert "please edit it" in r.stderr
        assert config(world).read_text() == own

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (("add", "a b", "oil"), '"a b" is no name for a query'),
            (("add", "-x", "oil"), "-x"),
            (("add", "x" * 65, "oil"), "is no name"),
            (("add", "x", "-oil"), '"-oil" reads as an option; write NOT oil'),
            (("add", "x", "gas", "-tags:PREL"), '"-tags:PREL" reads as an option'),
            (("add", "oil"), "what to save?"),
            (("add",), "which query?"),
            (("add", "x", "(oil"), "this bracket is not closed"),
            (("add", "x", "form:y"), 'no field "form"'),
            (("add", "x", "-m", "XX"), '"XX" is no marking'),
            (("add", "x", "oil", "--since", "1o74"), '"1o74" is not a date'),
            (("add", "x", "saved:x"), "saved:x opens itself: x -> x"),
            (("add", "x", "saved:hravest"), 'did you mean "harvest"?'),
            (("add", "harvest", "oil"), "--replace puts this in its place"),
            (("add", "x", "oil", "--json"), "saved add has no --json"),
            (("add", "x", "oil", "-n", "3"), "saved add has no --limit"),
            (("run", "hravest"), 'no saved query "hravest"; did you mean "harvest"?'),
            (("run",), "which query?"),
            (("run", "harvest", "oil"), "takes one name"),
            (("run", "harvest", "--peek"), "new has"),
            (("new", "harvest", "--replace"), "add has"),
            (("show", "harvest", "-m", "U"), "saved show has no --marking"),
            (("remove", "x"), 'no saved query "x"'),
            (("list", "harvest"), "takes no name"),
            (("list", "-e", "ZENDA"), "saved list has no --embassy"),
            (("list", "-F", "ids"), "has no format ids"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, world: World, argv: tuple[str, ...], said: str
    ) -> None:
        world.run("saved", "add", "harvest", "harvest")
        before = config(world).read_text()
        r = world.run("saved", *argv)
        assert (r, r.status) == ("", ExitStatus.USAGE)
        assert said in r.stderr
        assert config(world).read_text() == before

    def test_without_an_index_a_query_can_be_saved(self, world: World) -> None:
        shutil.rmtree(world.cwd / "index")
        added = world.run("saved", "add", "x", "embassy:zenda oil", "-e", "zenda", "-m", "C")
        assert added.status is ExitStatus.OK
        assert "no index could be opened: posts, TAGS and ids were not checked" in added.stderr
        before = config(world).read_text()
        for argv, said in (
            (("(oil",), "this bracket is not closed"),
            (("oil", "--since", "1o74"), '"1o74" is not a date'),
            (("oil", "-m", "XX"), '"XX" is no marking'),
            (("oil", "-f", "marking:XX"), '"XX" is no marking'),
            (("saved:z",), 'no saved query "z"'),
            (("oil", "-e", "a\udcff"), "what is not UTF-8 cannot be saved"),
            (("saved:y",), "saved:y opens itself: y -> y"),
        ):
            r = world.run("saved", "add", "y", *argv)
            assert (r, r.status) == ("", ExitStatus.USAGE)
            assert said in r.stderr
        assert config(world).read_text() == before

    def test_who_has_no_home_has_no_saved_queries(self, world: World) -> None:
        del world.environ["HOME"]
        r = world.run("saved", "add", "x", "oil")
        assert r.status is ExitStatus.USAGE
        assert "XDG_CONFIG_HOME" in r.stderr
        assert "no saved query" in world.run("query", "saved:x").stderr

    @pytest.mark.parametrize("text", ["[x\n", "x = " + "[" * 20_000])
    def test_a_file_that_cannot_be_read(self, world: World, text: str) -> None:
        config(world).parent.mkdir(parents=True)
        config(world).write_text(text)
        for argv in (("saved",), ("query", "saved:x"), ("saved", "add", "z", "oil")):
            r = world.run(*argv)
            assert r.status is ExitStatus.USAGE
            assert "saved.toml: " in r.stderr
        assert world.run("query", "harvest", "--count") == "2\n"  # who opens none need not care
        assert config(world).read_text() == text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("x = 1\n", "x is no table"),
            ("[x]\nqurey = 'a'\n", 'no key "qurey"; did you mean "query"?'),
            ("[x]\nquery = 1\n", "query is a text, not 1"),
            ("[x]\nonly = 'a'\n", "only is a list of texts"),
            ("[x]\nonly = ['a']\n", '"a" is no choice'),
            ("[x]\nplain = 'yes'\n", "plain is true or false"),
            ("[X]\nquery = 'a'\n", '"X" is no name'),
            ("[x.y]\nquery = 'a'\n", 'no key "y"'),
        ],
    )
    def test_a_table_that_cannot_be_read_is_no_trouble_of_others(
        self, world: World, text: str, said: str
    ) -> None:
        config(world).parent.mkdir(parents=True)
        config(world).write_text(text + "[good]\nquery = 'harvest'\n")
        listed = world.run("saved")
        assert (listed, listed.status) == ("good\tharvest\t\n", ExitStatus.SKIPPED)
        assert said in listed.stderr
        for argv in (("query", "saved:good", "--count"), ("saved", "run", "good", "--count")):
            r = world.run(*argv)
            assert (r, r.stderr) == ("2\n", "")
        added = world.run("saved", "add", "z", "oil")
        assert added.status is ExitStatus.OK
        assert said in added.stderr
        if not text.startswith("[X]"):
            for own in (("query", "saved:x"), ("saved", "run", "x"), ("saved", "show", "x")):
                r = world.run(*own)
                assert (r, r.status) == ("", ExitStatus.USAGE)
                assert said in r.stderr
        if text.startswith("[x]"):
            assert world.run("saved", "remove", "x").status is ExitStatus.OK
            assert world.run("saved") == "good\tharvest\t\nz\toil\t\n"

    def test_removing_tells_who_opens_it(self, world: World) -> None:
        for name, query in (("a", "oil"), ("b", "gas saved:A"), ("c", "saved:ab"), ("ab", "tar")):
            world.run("saved", "add", name, query)
        assert world.run("saved", "remove", "a").stderr == 'removed "a"; it is opened by b\n'


NAMES = st.sampled_from(["a", "b-2", "c_c", "0"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
QUESTIONS = st.builds(
    lambda **values: Question(**values),
    query=TEXTS,
    filters=st.dictionaries(st.sampled_from(["tags", "marking"]), st.lists(TEXTS.filter(bool), min_size=1).map(tuple)),
    where=st.lists(TEXTS).map(tuple),
    since=st.none() | TEXTS.filter(bool),
    plain=st.booleans(),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, QUESTIONS | st.none()), max_size=8))
def test_what_is_saved_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Question | None]]
) -> None:
    path = tmp_path_factory.mktemp("file") / "saved.toml"
    path.write_text("# a remark\n\n[zzz]\nquery = 'zzz'\n")
    expected: dict[str, Question] = {"zzz": Question(query="zzz")}
    for name, question in steps:
        saved = SavedQueries(path)
        if question is not None:
            saved.add(name, question, replace=True)
            expected[name] = question
        elif name in expected:
            saved.remove(name)
            del expected[name]
        assert _plain(SavedQueries(path)) == _plain(expected)
    assert path.read_text().startswith("# a remark\n")


def _plain(saved: Mapping[str, Question]) -> dict[str, tuple[object, ...]]:
    return {
        name: (
            q.query,
            {k: tuple(v) for k, v in q.filters.items()},
            tuple(q.where),
            q.since,
            q.plain,
        )
        for name, q in saved.items()
    }


class TestRunning:
    """run, and saved:NAME in other commands."""

    def test_run_is_query(self, world: World) -> None:
        world.run("saved", "add", "harvest", "harvest", "-m", "unmarked", "--since", "1976")
        asked = ("harvest", "-m", "unmarked", "--since", "1976")
        for options in (
            (), ("--json",), ("--csv",), ("--fields", "cite,more", "--by", "cable"), ("--count",), ("-0",),
            ("--facets", "--json"), ("-n", "1"), ("--all", "--sort", "-date"), ("--explain",),
        ):  # fmt: skip
            run, query = (
                world.run("saved", "run", "harvest", *options),
                world.run("query", *asked, *options),
            )
            assert (run, run.stderr, run.status) == (query, query.stderr, query.status)
            assert run

    def test_what_is_given_narrows_further(self, world: World) -> None:
        world.run("saved", "add", "harvest", "harvest", "--since", "1976")
        r = world.run("saved", "run", "harvest", "-e", "ZENDA", "--fields", "cable_id")
        assert r == "09ZENDA1\n"
        assert world.run("saved", "run", "harvest", "--since", "2010", "--count") == "0\n"

    def test_in_other_commands(self, world: World) -> None:
        world.run("saved", "add", "zenda", "minister OR harvest", "-e", "ZENDA")
        assert world.run("query", "saved:zenda", "--fields", "cable_id") == "09ZENDA1\n09ZENDA2\n"
        assert world.run("facets", "embassy", "saved:zenda").startswith("embassy\tZENDA\t2\t")
        assert world.run("audit", "saved:zenda", "--check", "no-marks", "-q").count("\n") == 2
        assert world.run("query", "-f", "saved:zenda", "--count") == "2\n"
        assert world.run("batch", "-", stdin=b"x\tsaved:zenda\n").split("\t")[2] == "2"
        explained = world.run("query", "--explain", "saved:zenda north")
        assert "saved     zenda: (or minister harvest) --only embassy=ZENDA\n" in explained
        wrong = world.run("query", "north saved:zneda")
        assert wrong.status is ExitStatus.USAGE
        assert wrong.stderr.splitlines()[2] == (
            '              ^^^^^ no saved query "zneda"; did you mean "zenda"?  (cablesearch saved list)'
        )


class TestNew:
    """What entered the index since the last run."""

    @pytest.fixture
    def run(self, world: World) -> World:
        world.run("saved", "add", "harvest", "harvest")
        return world

    def new(self, world: World, *argv: str) -> Output:
        return world.run("saved", "new", "harvest", "--fields", "cable_id", *argv)

    def test_first_all_then_nothing_then_what_is_new(self, run: World) -> None:
        first = self.new(run)
        assert (first, first.status) == ("09ZENDA1\n76STATE9\n", ExitStatus.OK)
        assert first.stderr == 'the first run of "harvest" on this index: all of it is new\n'
        again = self.new(run)
        assert (again, again.status) == ("", ExitStatus.NOTHING_FOUND)
        assert again.stderr.startswith("nothing new since generation ")
        assert self.new(run, "-q").stderr == ""
        grow(run, 21)
        grow(run, 22, "Nothing of that kind.")
        found = self.new(run, "-q")
        assert (found, found.status, found.stderr) == ("09ZENDA21\n", ExitStatus.OK, "")
        assert self.new(run).status is ExitStatus.NOTHING_FOUND

    def test_it_is_the_number_of_the_generation_that_counts(self, run: World) -> None:
        """Clocks here stand still."""
        self.new(run)
        grow(run, 21)
        grow(run, 22)
        assert self.new(run) == "09ZENDA21\n09ZENDA22\n"

    @pytest.mark.parametrize(
        "argv",
        [
            ("--peek",), ("--count",), ("-n", "1"), ("--offset", "1"), ("--explain",),
            ("-e", "ZENDA"), ("-m", "unmarked"), ("-t", "EAGR"), ("--only", "embassy=ZENDA"),
            ("--since", "1900"), ("--until", "2020"), ("-f", "harvest"), ("--plain",),
        ],
    )  # fmt: skip
    def test_what_does_not_show_all_moves_no_mark(self, run: World, argv: tuple[str, ...]) -> None:
        fields = () if argv in (("--count",), ("--explain",)) else ("--fields", "cable_id")
        r = run.run("saved", "new", "harvest", *fields, *argv)
        assert r.status in (ExitStatus.OK, ExitStatus.NOTHING_FOUND)
        if argv[0] not in ("--peek", "--count", "--explain"):
            assert "not all of it was asked for" in r.stderr
        assert marks(run) == []
        assert self.new(run) == "09ZENDA1\n76STATE9\n"

    @pytest.mark.parametrize(
        "argv",
        [
            ("harvest", "grain", "--replace"),
            ("harvest", "harvest", "-e", "STATE", "--replace"),
            ("opened", "grain", "--replace"),
        ],
    )
    def test_another_query_begins_anew(self, run: World, argv: tuple[str, ...]) -> None:
        run.run("saved", "add", "opened", "minister")
        run.run("saved", "add", "harvest", "harvest NOT saved:(OPENED)", "--replace")
        assert self.new(run).status is ExitStatus.OK
        assert self.new(run).status is ExitStatus.NOTHING_FOUND
        config(run).write_text("# a remark\n" + config(run).read_text())
        assert self.new(run).status is ExitStatus.NOTHING_FOUND  # is the same query
        assert run.run("saved", "add", *argv).status is ExitStatus.OK
        anew = self.new(run)
        assert anew.status is ExitStatus.OK
        assert anew.stderr == '"harvest" was another query when it was last run: all of it is new\n'
        assert self.new(run).status is ExitStatus.NOTHING_FOUND

    def test_a_file_is_kept_where_there_is_no_news(self, run: World) -> None:
        file = run.cwd / "new.tsv"
        assert self.new(run, "-o", "new.tsv").status is ExitStatus.OK
        before = file.read_text()
        for argv in ((), ("--json",), ("--csv", "--peek")):
            assert self.new(run, "-o", "new.tsv", *argv).status is ExitStatus.NOTHING_FOUND
            assert file.read_text() == before
        r = run.run("saved", "new", "harvest", "--count", "-o", "new.tsv")
        assert (r, r.status, file.read_text()) == ("", ExitStatus.NOTHING_FOUND, before)
        run.run("query", "zither", "-o", "new.tsv")  # query writes what it finds
        assert file.read_text() == ""

    def test_output_that_fails_moves_no_mark(self, run: World) -> None:
        r = self.new(run, "-o", "missing/out.tsv")
        assert r.status is ExitStatus.IO
        assert marks(run) == []
        r = self.new(run, "-F", "table")  # has no --fields
        assert r.status is ExitStatus.USAGE
        assert marks(run) == []
        assert self.new(run, "-o", "out.tsv").status is ExitStatus.OK
        assert len(marks(run)) == 1
        assert (run.cwd / "out.tsv").read_text() == "09ZENDA1\n76STATE9\n"

    def test_a_closed_pipe_moves_no_mark(self, run: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def closed(_self: object, _path: object, **_: object) -> object:
            raise BrokenPipeError

        with monkeypatch.context() as patch:
            patch.setattr("cablesearch.cli.session.Session.output", closed)
            assert self.new(run).status is ExitStatus.OK
        assert marks(run) == []

    def test_a_query_and_an_index_each_have_a_mark(self, run: World) -> None:
        run.run("saved", "add", "grain", "grain")
        self.new(run)
        assert run.run("saved", "new", "grain", "--fields", "cable_id") == "76STATE9\n"
        assert [m.name.partition("-")[2] for m in marks(run)] == ["grain.json", "harvest.json"]
        shutil.copytree(run.cwd / "index", run.cwd / "copy")
        assert (
            self.new(run, "-I", "copy").status is ExitStatus.NOTHING_FOUND
        )  # its identity is the same
        run.run("index", "archive", "-I", "other", "-q", "--jobs", "0")
        assert self.new(run, "-I", "other") == "09ZENDA1\n76STATE9\n"
        assert len(marks(run)) == 3
        run.run("saved", "remove", "harvest")
        assert [m.name.partition("-")[2] for m in marks(run)] == ["grain.json"]

    def test_a_rebuild_is_no_news_and_a_new_index_is(self, run: World) -> None:
        self.new(run)
        run.run("index", "--rebuild", "-q", "--jobs", "0")
        assert self.new(run).status is ExitStatus.NOTHING_FOUND
        shutil.rmtree(run.cwd / "index")
        run.run("index", "archive", "-q", "--jobs", "0")
        anew = self.new(run)
        assert anew == "09ZENDA1\n76STATE9\n"
        assert "an index that stood here before this one" in anew.stderr
        assert len(marks(run)) == 1

    def test_after_a_rollback_what_comes_again_is_shown_again(self, run: World) -> None:
        self.new(run)
        grow(run, 21)
        assert self.new(run) == "09ZENDA21\n"
        assert run.run("rollback", "-q").status is ExitStatus.OK
        back = self.new(run)
        assert (back, back.status) == ("", ExitStatus.NOTHING_FOUND)
        assert "it was rolled back" in back.stderr
        assert "nothing new since generation 2\n" in back.stderr
        grow(run, 22)
        assert self.new(run) == "09ZENDA21\n09ZENDA22\n"

    def test_changed_texts_on_request(self, run: World) -> None:
        self.new(run)
        path = run.cwd / "archive/0.txt"
        path.write_text(path.read_text().replace("in the north", "in the north and in the south"))
        run.run("index", "-q", "--jobs", "0")
        assert self.new(run, "--peek").status is ExitStatus.NOTHING_FOUND
        assert self.new(run, "--changed") == "09ZENDA1\n"
        assert self.new(run, "--changed").status is ExitStatus.NOTHING_FOUND

    def test_all_formats_are_those_of_query(self, run: World) -> None:
        page = run.run("saved", "new", "harvest", "--json", "--facet", "embassy", "--peek").json
        assert (page["total"], page["returned"], page["query"]) == (2, 2, "harvest")
        assert [v["value"] for v in page["facets"]["embassy"]["values"]] == ["STATE", "ZENDA"]
        assert run.run("saved", "new", "harvest", "-0", "--peek") == "09ZENDA1:1\x0076STATE9:1\x00"

    def test_a_mark_that_cannot_be_read_ends_the_run(self, run: World) -> None:
        self.new(run)
        [mark] = marks(run)
        known = json.loads(mark.read_text())
        for text in (
            "{", "{}", "[" * 100_000, json.dumps(known | {"format_version": 9}),
            json.dumps(known | {"generation": float("inf")}),
        ):  # fmt: skip
            mark.write_text(text)
            r = self.new(run)
            assert r.status is ExitStatus.USAGE
            assert "delete it to begin anew" in r.stderr
            mark.rename(mark.with_name("another.json"))  # whosever it is
            run.run("saved", "add", "other", "oil")
            assert run.run("saved", "new", "other", "-q").status is ExitStatus.NOTHING_FOUND
            assert run.run("saved", "remove", "other").stderr == 'removed "other"\n'
            assert marks(run) == [mark.with_name("another.json")]
            mark.with_name("another.json").rename(mark)

    def test_who_has_no_home_has_no_marks(self, run: World) -> None:
        run.environ["XDG_CONFIG_HOME"] = run.environ.pop("HOME") + "/.config"
        r = self.new(run)
        assert r.status is ExitStatus.USAGE
        assert "XDG_STATE_HOME" in r.stderr
        run.environ["XDG_STATE_HOME"] = str(run.cwd / "state")
        assert self.new(run).status is ExitStatus.OK
        assert len(list((run.cwd / "state/cablesearch/marks").iterdir())) == 1
