"""The house itself: public names, sizes, words, what is packaged, who knows whom."""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

import rtentry
from rtentry import present
from rtentry.cli import options
from rtentry.dialects import dialects
from rtentry.sources import _commands

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "rtentry"
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = MODULES + sorted(
    [
        page
        for folder in ("tests", "bench", "docs")
        for page in (ROOT / folder).rglob("*.py")
    ]
)


def place(path: Path) -> str:
    """A file's path in the project."""
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


# -- public names -----------------------------------------------------------------------


def test_the_public_names_are_those_of_all():
    listed = {name for names in rtentry._HOMES.values() for name in names}
    assert sorted(listed) == sorted(rtentry.__all__)
    assert len(set(rtentry.__all__)) == len(rtentry.__all__)
    assert dir(rtentry) == sorted(rtentry.__all__)


@pytest.mark.parametrize("name", rtentry.__all__)
def test_a_public_name_can_be_imported_and_says_what_it_is(name):
    assert (getattr(rtentry, name).__doc__ or "").strip()


def test_type_checkers_see_the_same_names():
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    [guarded] = [node for node in tree.body if isinstance(node, ast.If)]
    imported = [
        alias.name
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(imported) == sorted(rtentry.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        rtentry.nonsense  # noqa: B018


# -- sources ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_is_short_enough_to_be_read(path):
    assert len(path.read_text().splitlines()) <= 400


UNWANTED = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error")


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_nothing_is_left_for_later(path):
    text = path.read_text()
    assert [word for word in UNWANTED if word in text] == []


NAMES = ("utils", "util", "common", "base", "helpers", "misc", "manager", "service")


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_has_a_name_that_says_something(path):
    assert path.stem not in NAMES


# -- one file adds one thing --------------------------------------------------------------

KNOWN = {(PACKAGE / "cli" / "options.py", name) for name in options.LIVE} | {
    (PACKAGE / "commands" / "__init__.py", "procnet"),
    (PACKAGE / "kernel" / "systems" / "linux6.py", "iproute2"),
    (PACKAGE / "kernel" / "systems" / "linux24.py", "nettools160"),
    (PACKAGE / "sim" / "words" / "linux24.py", "iproute2"),
    (PACKAGE / "sim" / "words" / "linux.py", "nettools210"),
    (PACKAGE / "acts" / "byhand.py", "procnet"),
    (PACKAGE / "bsd" / "darwin.py", "macos"),
    (PACKAGE / "commands" / "__init__.py", "dragonfly"),
    (PACKAGE / "acts" / "byhand.py", "dragonfly"),
    (PACKAGE / "unixes" / "solarisletters.py", "solaris"),
    (PACKAGE / "unixes" / "solarisroute.py", "solaris"),
    *[
        (PACKAGE / "present.py", name)
        for name in present.ZONED | present.GROUPS | present.DIRECT
    ],
    *[
        (PACKAGE / "sources" / "_commands.py", s.name)
        for s in _commands.SYSTEMS.values()
    ],
}
"""
The places that name dialects: whose commands a Linux has, that files of /proc are
Linux's, too, and systems that have the name of their first dialect.
"""


def named(path: Path) -> set[str]:
    """The texts and the modules that a source file names, docstrings apart."""
    tree = ast.parse(path.read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    found = {text for text in texts if isinstance(text, str)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {text.removeprefix("rtentry.dialects.") for text in found}


SYSTEMS = [d.name for d in dialects() if not d.whole]
"""The dialects of systems; JSON is a format of our own, with options of its own."""


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_other_file_names_a_dialect(name):
    naming = {(path, name) for path in MODULES if name in named(path)}
    other = {(path, name) for path, _ in naming if not is_beside(path, name)}
    assert other <= KNOWN


def is_beside(path: Path, name: str) -> bool:
    """Whether a file means a member of its own room, or of the commands, by that name."""
    room = PACKAGE / "commands" if path.parent.name == "acts" else path.parent
    return room != PACKAGE and any(room.rglob(f"{name}.py"))


def test_the_dialects_whose_commands_are_live_exist():
    assert set(options.LIVE) <= set(SYSTEMS)


# -- the package --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["py.typed", "schema.json"])
def test_a_file_that_is_no_module_is_in_the_package(name):
    assert files("rtentry").joinpath(name).is_file()


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == options.VERSION


def test_nothing_has_to_be_installed_to_run():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == []


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_every_module_can_be_imported(path):
    import_module(room(path))


# -- the readme ---------------------------------------------------------------------------


def test_the_readme_begins_with_how_to_run_and_how_to_test():
    lines = (ROOT / "README.md").read_text().splitlines()
    assert any(line.startswith("make run") for line in lines[:15])
    assert any(line.startswith("make test") for line in lines[:15])


def test_the_readme_is_short_enough_to_be_read():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 230
