"""Settings and where each came from: built in < the user's file < the project's file < CABLESEARCH_* < flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cablesearch.errors import ConfigError, UsageError
from cablesearch.output.formats import Format
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cablesearch.cli.env import Env

FILE_NAME: Final = "cablesearch.toml"
_PREFIX: Final = "CABLESEARCH_"


class Setting(NamedTuple):
    """One value, and where it was set: `origin` is "built in", a file, a variable or a flag."""

    key: str
    value: Any
    origin: str


class Key(NamedTuple):
    """One key of the configuration; `read` types what a file or a variable says.

    A project's file comes with whatever folder one stands in, so a key that is not `by_project` decides whom to
    trust and may stand in the user's own configuration only.
    """

    name: str
    default: Any
    help: str
    read: Callable[[Any], Any]
    by_project: bool = True


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text")
    return value


def _count(value: Any) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a number, 0 or more")
    return value


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError("a list of names")
    return tuple(value)


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return str(value)

    return read


KEYS: Final[Mapping[str, Key]] = {
    key.name: key
    for key in (
        Key(name="index", default=None, help="the directory of the index", read=_text),
        Key(name="engine", default="auto", help="the engine of a new index", read=_one_of("auto", "whoosh", "tantivy")),
        Key(name="tables", default=None, help="a directory of own code tables (*.tsv)", read=_text),
        Key(
            name="trust_owners", default=(), by_project=False, read=_names,
            help="users beside yourself and root whose indexes may be opened",
        ),
        Key(name="limit", default=20, help="how many hits", read=_count),
        Key(name="facet_size", default=10, help="how many values of a facet a terminal shows", read=_count),
        Key(name="format", default=None, help="how hits are written", read=_one_of(*Format)),
        Key(name="color", default="auto", help="colours on a terminal", read=_one_of("auto", "always", "never")),
    )
}  # fmt: skip
_PATHS: Final = ("index", "tables")


def settings(env: Env, flags: Mapping[str, Any]) -> dict[str, Setting]:
    """Every key with the last value of the chain; `flags` are those given (not None), by key."""
    found = {
        key.name: Setting(key=key.name, value=key.default, origin="built in")
        for key in KEYS.values()
    }
    for path, mine in config_files(env):
        for name, value in _read_file(path).items():
            key = _key(name, str(path))
            if not (mine or key.by_project):
                raise ConfigError(
                    f'{path}: "{name}" may stand in your own configuration only',
                    remedy="a folder's configuration cannot decide whom to trust",
                )
            found[name] = _setting(key, value, str(path), relative_to=path.parent)
    for name, key in KEYS.items():
        variable = _PREFIX + name.upper()
        if value := env.environ.get(variable):
            found[name] = _setting(key, value, variable, relative_to=env.cwd)
    for name, value in flags.items():
        if value is not None:
            flag = "--" + name.replace("_", "-")
            found[name] = _setting(KEYS[name], value, flag, relative_to=env.cwd)
    return found


def config_files(env: Env) -> Iterator[tuple[Path, bool]]:
    """The configuration files that there are, the weakest first; whether each is the user's own."""
    if (home := env.config_home) and (mine := home / "cablesearch" / "config.toml").is_file():
        yield mine, True
    for folder in (env.cwd, *env.cwd.parents):
        if (path := folder / FILE_NAME).is_file():
            yield path, False
            return


def _read_file(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except ValueError as error:  # TOML or UTF-8
        raise ConfigError(f"{path}: {error}") from error


def _key(name: str, where: str) -> Key:
    if name in KEYS:
        return KEYS[name]
    raise ConfigError(
        f'{where}: no setting "{name}"',
        remedy=remedy(name, KEYS, "cablesearch config show lists them"),
    )


def _setting(key: Key, value: Any, origin: str, *, relative_to: Path) -> Setting:
    try:
        read = key.read(value)
    except ValueError as error:
        raise ConfigError(f"{origin}: {key.name} is {error}, not {value!r}") from error
    if key.name in _PATHS:
        read = str(relative_to / read)
    return Setting(key=key.name, value=read, origin=origin)


def find_index(env: Env, setting: Setting) -> Path:
    """The index by its setting, else the nearest `index/current` upward, else ./index."""
    from pathlib import Path

    if setting.value:
        return Path(setting.value)
    for folder in (env.cwd, *env.cwd.parents):
        if (folder / "index" / "current").is_file():
            return folder / "index"
    return env.cwd / "index"


def choices(written: Sequence[str]) -> dict[str, list[str]]:
    """What --only FIELD=VALUE arguments choose, by field.

    >>> choices(["tags=PREL", "tags=KTIP"])
    {'tags': ['PREL', 'KTIP']}
    """
    chosen: dict[str, list[str]] = {}
    for item in written:
        name, equals, value = item.partition("=")
        if not equals or not name or not value:
            raise UsageError(
                f'"{item}" is no choice',
                remedy="write --only FIELD=VALUE, such as --only tags=PREL",
            )
        chosen.setdefault(name, []).append(value)
    return chosen
