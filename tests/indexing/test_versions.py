"""Several records of one cable id: which is searched, and that none is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import NotFoundError, StrictError
from cablesearch.indexing.check import check

if TYPE_CHECKING:
    from tests.indexing.world import World

SHORT = "08ZENDA1\nthe harvest failed in the north"
LONG = "08ZENDA1\nthe harvest failed in the north and grain is dear"
OLD = "08ZENDA1\n@released 2010-01-01\nthe harvest failed in the north and grain is very, very dear"
NEW = "08ZENDA1\n@released 2011-01-01\nthe harvest failed in the xxxxx"


@pytest.mark.parametrize(
    ("records", "searched"),
    [
        ([SHORT, LONG], LONG),
        ([LONG, SHORT], LONG),
        ([OLD, NEW], NEW),
        ([NEW, OLD, LONG], NEW),
        ([LONG, OLD], OLD),
        (["08ZENDA1\nsame size", "08ZENDA1\nsize same"], "08ZENDA1\nsame size"),
    ],
)
def test_the_later_release_then_the_longest_text(
    world: World, records: list[str], searched: str
) -> None:
    for number, record in enumerate(records):
        world.write(f"{number}.txt", record)
    report = world.build()
    assert world.texts() == {"08ZENDA1": [searched.split("\n")[-1]]}
    assert [d.cable_id for d in report.duplicates] == ["08ZENDA1"]
    assert len(report.duplicates[0].kept) == len(records) - 1


def test_identical_texts_fold_and_are_no_duplicates(world: World) -> None:
    world.write("a.txt", "08ZENDA1\nHe said “no”")
    world.write("b.txt", '08ZENDA1\nhe  SAID "no"')
    report = world.build()
    assert (report.cables, report.duplicates) == (1, ())
    with world.open() as generation:
        versions = generation.store.cable("08ZENDA1").versions
        assert {Path(v.path).name for v in versions} == {"a.txt", "b.txt"}
        assert {generation.store.read(v).paragraphs[0].text for v in versions} == {
            "He said “no”",
            'he  SAID "no"',
        }


def test_the_right_version_comes_up_again(world: World) -> None:
    world.fill(20)
    world.write("a.txt", "09ZENDA1\nthe first text")
    world.build()
    world.write("b.txt", "09ZENDA1\nthe first text made longer")
    assert world.build().updated == 1
    assert world.texts()["09ZENDA1"] == ["the first text made longer"]
    world.write("b.txt", "09ZENDA1\nthe first")
    assert world.build().updated == 1
    assert world.texts()["09ZENDA1"] == ["the first text"]
    world.write("b.txt", "09ZENDA1\nthe first text made longer once more")
    world.build()
    (world.corpus / "b.txt").unlink()
    report = world.build()
    assert (report.updated, report.removed) == (1, 0)
    assert world.texts()["09ZENDA1"] == ["the first text"]
    assert world.added()["09ZENDA1"] == 1


def test_a_version_that_is_not_searched_leaves_the_engine_alone(world: World) -> None:
    world.write("a.txt", LONG)
    world.build()
    world.write("b.txt", SHORT)
    report = world.build()
    assert (report.published, report.updated, report.unchanged) == (True, 0, 1)
    with world.open() as generation:
        assert len(list(generation.engine_dir.iterdir())) == 1


def test_two_texts_of_one_cable_are_no_doubt(world: World) -> None:
    world.write("a.txt", LONG, SHORT)
    report = world.build(strict=True)
    assert (report.published, len(report.duplicates)) == (True, 1)
    assert not world.build(strict=True).published


def test_an_unknown_id(world: World) -> None:
    world.fill(1)
    world.build()
    with world.open() as generation:
        assert "08ZENDA1" in generation.store
        assert "99ZENDA1" not in generation.store
        with pytest.raises(NotFoundError, match="99ZENDA1"):
            generation.store.cable("99ZENDA1")


class TestSharedNumbers:
    """Cables of one number that are not the same cable."""

    HARVEST = "the harvest failed in the north and grain is dear"
    LAW = "no minister would see us before the new law was passed"

    def test_both_stay(self, world: World) -> None:
        world.write("a.txt", f"76STATE9\n@date 1976-12-01T14:35\n{self.LAW}")
        world.write("b.txt", f"76STATE9\n@date 1976-11-30T09:00\n{self.HARVEST}")
        report = world.build()
        assert (report.cables, report.duplicates) == (2, ())
        assert [(s.number, s.cables) for s in report.shared] == [("76STATE9", 2)]
        assert world.texts() == {"76STATE9": [self.HARVEST], "76STATE9~2": [self.LAW]}
        said = "76STATE9 is the number of 2 cables: 76STATE9 of 1976-11-30 09Z; 76STATE9~2 of 1976-12-01 14Z"
        assert world.told() == {"76STATE9": ([said], 1), "76STATE9~2": ([said], 1)}
        with world.open() as generation:
            stored = generation.store.cable("76STATE9~2")
            assert (stored.others, stored.cable.diagnostics[0].kind) == (("76STATE9",), "id-shared")
            assert [v.number for v in stored.versions] == ["76STATE9"]
        assert check(world.index, deep=True, tools=world.tools()).findings == ()

    def test_two_sections_alone_say_which_they_are(self, world: World) -> None:
        world.write("1.txt", f"76STATE9\n@section 1/2\n@date 1976-12-01T14:35\n{self.HARVEST}")
        world.write("2.txt", f"76STATE9\n@section 2/2\n@date 1976-12-01T14:40\n{self.LAW}")
        world.build()
        [said] = {one for told, _ in world.told().values() for one in told}
        assert "section 1 of 2" in said
        assert "section 2 of 2" in said
        world.write("3.txt", f"76STATE9\n{self.HARVEST}\n{self.LAW}")
        report = world.build()
        assert (report.removed, report.cables) == (1, 1)
        assert world.told() == {"76STATE9": ([], 3)}
        (world.corpus / "3.txt").unlink()
        assert world.build().added == 1
        assert world.texts() == {"76STATE9": [self.HARVEST], "76STATE9~2": [self.LAW]}

    def test_fifty_two_cables_of_one_number(self, world: World) -> None:
        for number in range(52):
            days = f"1976-12-{number % 26 + 1:02d}"
            text = " ".join(f"word{number}x{n}" for n in range(30))
            world.write(f"{number:02d}.txt", f"76STATE290286\n@date {days}\n{text}")
        report = world.build()
        assert (report.cables, report.shared[0].cables) == (52, 52)
        assert len(world.texts()) == 52
        [said] = {one for told, _ in world.told().values() for one in told}
        assert said.startswith(
            "76STATE290286 is the number of 52 cables: 76STATE290286 of 1976-12-01; "
        )
        assert said.endswith("; ...")
        world.write(
            "99.txt",
            "76STATE290286\n@date 1976-12-31\none more that shares no word with any of them",
        )
        assert (world.build().added, world.build().published) == (1, False)

    def test_references_name_numbers(self, world: World) -> None:
        world.write("a.txt", f"76STATE9\n@date 1976-12-01\n@cites 76ZENDA4\n{self.LAW}")
        world.write("b.txt", f"76STATE9\n@date 1976-12-02\n@cites 76ZENDA5\n{self.HARVEST}")
        world.write("c.txt", "76ZENDA6\n@cites 76STATE9\nas they told us")
        world.build()
        with world.open() as generation:
            store, catalogue = generation.store, generation.store.catalogue
            assert store.cited_by("76STATE9") == store.cited_by("76STATE9~2") == ("76ZENDA6",)
            assert catalogue.cited("76STATE9") == ("76ZENDA4", "76ZENDA5")
            assert catalogue.cited("76STATE9~2") == ("76ZENDA5",)
            assert catalogue.cables_cited("76ZENDA6") == ("76STATE9", "76STATE9~2")

    def test_another_indexs_output_is_numbered_anew(self, world: World) -> None:
        world.write("a.txt", f"76STATE9~2\n@date 1976-12-01\n{self.LAW}")
        world.build()
        assert world.texts() == {"76STATE9": [self.LAW]}

    def test_strict_refuses_them(self, world: World) -> None:
        world.write("a.txt", f"76STATE9\n{self.LAW}", f"76STATE9\n{self.HARVEST}")
        with pytest.raises(StrictError, match="76STATE9: is the number of 2 cables"):
            world.build(strict=True)


class TestExclusionOfSharedNumbers:
    """Of a number all its cables, of ~2 the one that has this id now."""

    TEXTS = ("alpha bravo charlie", "delta echo foxtrot", "golf hotel india")

    @pytest.fixture
    def three(self, world: World) -> World:
        for day, text in enumerate(self.TEXTS, 1):
            world.write(f"{day}.txt", f"76STATE9\n@date 1976-12-0{day}\n{text}")
        world.fill(3)
        world.build()
        return world

    def here(self, world: World) -> list[str]:
        return [text for id, [text, *_] in sorted(world.texts().items()) if id.startswith("76")]

    def test_a_number_is_all_of_its_cables(self, three: World) -> None:
        assert three.build(exclude=("76STATE9",)).cables == 3
        assert not three.build().published
        assert three.build(exclude=()).cables == 6

    @pytest.mark.parametrize(("nth", "left"), [("~1", (1, 2)), ("~2", (0, 2)), ("~3", (0, 1))])
    @pytest.mark.parametrize("rebuild", [False, True])
    def test_one_of_them_stays_out_whatever_is_numbered_so_later(
        self, three: World, nth: str, left: tuple[int, int], rebuild: bool
    ) -> None:
        kept = [self.TEXTS[n] for n in left]
        out = (f"76STATE9{nth}",)
        assert three.build(exclude=out, rebuild=rebuild).cables == 5
        assert self.here(three) == kept
        assert not three.build(exclude=out).published
        three.write("4.txt", "76STATE9\n@date 1976-11-01\njuliett kilo lima")
        three.build(exclude=out)
        assert self.here(three) == ["juliett kilo lima", *kept]
        three.build(rebuild=True)
        assert self.here(three) == ["juliett kilo lima", *kept]
        assert check(three.index, deep=True, tools=three.tools()).findings == ()
        three.build(exclude=())
        assert self.here(three) == ["juliett kilo lima", *self.TEXTS]

    def test_one_that_is_not_there_yet(self, world: World) -> None:
        world.write("1.txt", f"76STATE9\n@date 1976-12-01\n{self.TEXTS[0]}")
        world.build(exclude=("76STATE9~2",))
        world.write("2.txt", f"76STATE9\n@date 1976-12-02\n{self.TEXTS[1]}")
        world.build()
        world.write("3.txt", f"76STATE9\n@date 1976-12-03\n{self.TEXTS[2]}")
        world.build(exclude=("76STATE9~2",))
        assert self.here(world) == [self.TEXTS[0], self.TEXTS[2]]
