"""Rooms and their members, of this distribution and of others."""

from __future__ import annotations

import importlib
import sys

import pytest

from rtentry import cli
from rtentry.registry import member, members, names


@pytest.mark.parametrize(
    ("room", "some"),
    [
        ("rtentry.dialects", {"openbsd31", "json", "jsonl"}),
        ("rtentry.queries", {"show", "convert", "explain"}),
        ("rtentry.sources", {"capture", "json", "live", "netns"}),
    ],
)
def test_the_members_of_a_room_are_its_modules(room, some):
    found = names(room)
    assert some <= {*found}
    assert found == sorted(found)
    assert not any(name.startswith("_") for name in found)
    assert {*members(room)} <= {*found}
    assert all(member(room, name) is value for name, value in members(room).items())


def test_nobody_of_that_name_is_a_key_error():
    with pytest.raises(KeyError):
        member("rtentry.dialects", "atlantis")


@pytest.fixture(name="room")
def make_room(tmp_path, monkeypatch):
    """A room with a member, and a module that is none."""
    folder = tmp_path / "made_up" / "houses"
    folder.mkdir(parents=True)
    (tmp_path / "made_up" / "__init__.py").write_text("")
    (folder / "__init__.py").write_text("")
    (folder / "red.py").write_text("HOUSES = 'a house'\n")
    (folder / "bricks.py").write_text("")
    (folder / "_private.py").write_text("HOUSES = 'hidden'\n")
    (folder / "notes.txt").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield "made_up.houses"
    for name in [name for name in sys.modules if name.startswith("made_up")]:
        del sys.modules[name]


def test_a_module_without_the_constant_is_no_member(room):
    assert names(room) == ["bricks", "red"]
    assert members(room) == {"red": "a house"}
    assert member(room, "red") == "a house"
    for name in ("bricks", "_private", "notes"):
        with pytest.raises(KeyError):
            member(room, name)


# -- other distributions ------------------------------------------------------------------------

MODULE = """\
from rtentry.queries import Answer, Param, Query
from rtentry.sources import Source
from rtentry.dialects import dialect

QUERY = Query("count the routes", (), (Param(("file",), "a capture", "source", "?"),),
              lambda call: Answer([str(len(call.snapshots))]))
DIALECT = dialect("openbsd31")._replace(name="plan9", system="plan9")
SOURCE = Source("nothing", lambda where, ask: ())
"""

POINTS = """\
[rtentry.queries]
count = elsewhere:QUERY
[rtentry.dialects]
plan9 = elsewhere:DIALECT
[rtentry.sources]
void = elsewhere:SOURCE
"""


@pytest.fixture(name="elsewhere")
def install(tmp_path, monkeypatch):
    """Another distribution, with a member for each room."""
    (tmp_path / "elsewhere.py").write_text(MODULE)
    info = tmp_path / "elsewhere-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: elsewhere\nVersion: 1.0\n"
    )
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield
    sys.modules.pop("elsewhere", None)


@pytest.mark.usefixtures("elsewhere")
def test_members_of_other_distributions_are_found_by_name():
    assert member("rtentry.dialects", "plan9").name == "plan9"
    assert member("rtentry.queries", "count").help == "count the routes"
    assert member("rtentry.sources", "void").help == "nothing"
    assert "count" not in members("rtentry.queries")


@pytest.mark.usefixtures("elsewhere")
def test_a_question_of_another_distribution_is_a_command(tmp_path, capsys):
    path = tmp_path / "arp.txt"
    path.write_text("? (192.0.2.1) at 02:00:5e:00:53:01 on xl0 [ethernet]\n")
    for argv in (["count", str(path)], ["-F", str(path), "count"]):
        assert cli.main(argv) == 0
        assert capsys.readouterr().out == "1\n"
    assert cli.main(["-F", str(path), "--as", "plan9", "arp", "-an"]) == 0
    assert capsys.readouterr().out.startswith("? (192.0.2.1) at")
