"""``rtentry convert``: the same again, or in another system's words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from rtentry import cli
from rtentry.api import parse
from rtentry.cover import forms
from rtentry.dialects import ROOM, dialect, dialects
from rtentry.errors import UsageError
from rtentry.losses import KINDS
from rtentry.model import Snapshot
from rtentry.present import in_dialect
from rtentry.queries import Answer, Call
from rtentry.queries.convert import QUERY, lost
from rtentry.registry import names

ROOT = Path(__file__).parent.parent
SEEDS = Path(os.environ.get("RTENTRY_SEEDS", ROOT.parent / "shared" / "seeds"))
GOLDEN = [
    path
    for name in names(ROOM)
    for path in sorted((ROOT / "tests" / "golden" / name).glob("*.txt"))
]
BSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
192.0.2/24         link#1             UC          0        0   1500   ne3
192.0.2.1          2:0:5e:0:53:1      UHL         0       12   1500   ne3
"""


def convert(*snapshots: Snapshot, to: str | None = None, **args: Any) -> Answer:
    answer: Answer = QUERY.run(Call(snapshots, args, dialect(to) if to else None))
    return answer


def text(answer: Answer) -> str:
    return "".join([line + "\n" for line in answer.lines])


def by_place(path: Path | int) -> str:
    if isinstance(path, int):
        return str(path)
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", GOLDEN, ids=by_place)
def test_a_capture_comes_back_byte_for_byte_by_itself_and_by_json(
    path, tmp_path, capsys
):
    written = path.read_bytes().decode()
    assert cli.main(["convert", str(path)]) == 0
    assert capsys.readouterr() == (written, "")
    assert cli.main(["convert", str(path), "--to", "json"]) == 0
    json = tmp_path / "capture.json"
    json.write_text(capsys.readouterr().out)
    assert cli.main(["convert", str(json)]) == 0
    assert capsys.readouterr() == (written, "")


SPEAKING = [d for d in dialects() if d.forms]
STRIDE = 7
"""Every so many dialects are tried for a capture, another first one for the next."""


@pytest.mark.parametrize(("n", "path"), [*enumerate(GOLDEN)], ids=by_place)
def test_a_capture_is_said_in_other_words_or_it_is_told_why_not(n, path):
    snapshots = parse(path.read_text())
    for system in SPEAKING[n % STRIDE :: STRIDE]:
        answer = convert(*snapshots, to=system.name)
        strict = convert(*snapshots, to=system.name, strict=True)
        lines = [*answer.lines]
        assert len({*answer.notes}) == len(answer.notes)
        assert all(note.startswith(f"{system.name} ") for note in answer.notes)
        assert answer.status == int(not any(forms(system, s) for s in snapshots))
        assert strict.status == int(bool(answer.notes))
        assert lines or answer.notes or not any(map(records, snapshots))


def records(snapshot: Snapshot) -> int:
    """How many records a snapshot has."""
    return sum(len(getattr(snapshot, kind)) for kind in KINDS)


def test_the_seed_comes_back_by_json_as_it_does_by_itself(tmp_path, capsys):
    found = [*SEEDS.glob("002_*.txt")]
    if not found or not {"freebsd4", "nettools160"} <= {*names(ROOM)}:
        pytest.skip("the seed documents or their dialects are not here")
    assert cli.main(["convert", str(found[0])]) == 0
    once = capsys.readouterr().out
    assert cli.main(["convert", str(found[0]), "--to", "json"]) == 0
    json = tmp_path / "seed.json"
    json.write_text(capsys.readouterr().out)
    assert cli.main(["convert", str(json)]) == 0
    assert capsys.readouterr().out == once
    assert once.count("[root@") == 12


def test_json_has_fields_and_no_raw_lines(capsys, tmp_path):
    path = tmp_path / "bsd.txt"
    path.write_text(BSD)
    assert cli.main(["convert", str(path), "--to", "json"]) == 0
    out = capsys.readouterr().out
    assert '"gateway":"02:00:5e:00:53:01"' in out
    assert not any(line in out for line in BSD.splitlines() if len(line) > 20)


def test_another_system_s_words_and_what_they_cannot_say():
    pytest.importorskip("rtentry.dialects.nettools210")
    snapshots = parse(BSD)
    answer = convert(*snapshots, to="nettools210")
    assert text(answer).startswith("Kernel IP routing table\n")
    assert (answer.status, convert(*snapshots, to="json").notes) == (0, ())
    assert any("use" in note or "LLINFO" in note for note in answer.notes)
    assert convert(*snapshots, to="nettools210", strict=True).status == 1
    assert convert(*snapshots, to="json", strict=True).status == 0


@pytest.mark.parametrize("snapshots", [(Snapshot(),), (*parse(BSD), Snapshot())])
def test_what_no_tool_wrote_has_to_be_told_a_system(snapshots):
    answer = convert(*snapshots)
    assert (answer.status, [*answer.lines]) == (2, [])
    assert "say --to SYSTEM" in answer.notes[0]


def test_a_command_line_is_no_table():
    assert QUERY.asks({"command": None, "file": "x"})
    assert not QUERY.asks({"command": "route add default 192.0.2.1"})


def test_commands_have_systems_of_their_own():
    assert QUERY.speaks({"command": None, "commands": False})
    assert not QUERY.speaks({"command": None, "commands": True})
    assert not QUERY.speaks({"command": "route add default 192.0.2.1"})


COMMANDS = [
    # arguments                                   system     first line
    ({"command": "ip route add default via 192.0.2.1", "dialect": "freebsd"}, None, "route add default 192.0.2.1"),
    ({"command": "ip route add default via 192.0.2.1"}, "freebsd4",           "route add default 192.0.2.1"),
    ({"commands": True, "dialect": "freebsd"},    None,      "route add -net 10.0.0.0/8 192.0.2.1"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "to", "line"), COMMANDS)
def test_configuration_commands_are_converted(args, to, line):
    pytest.importorskip("rtentry.dialects.freebsd4")
    text = f"{BSD}10/8               192.0.2.1          UGS         0        0   1500   ne3\n"
    answer = convert(*parse(text), to=to, **{"command": None, **args})
    assert line in next(iter(answer.lines))
    assert answer.data["commands"] == answer.lines
    assert not answer.status or answer.notes


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"command": "route add default 192.0.2.1"}, "--command needs --to SYSTEM"),
        ({"command": "route add default 192.0.2.1", "dialect": "atlantis"}, "atlantis"),
    ],
)
def test_commands_of_nobody_are_wrong_usage(args, reason):
    with pytest.raises(UsageError, match=reason):
        convert(**args)


DROPPED = [
    # what was read, to which system, what is told
    ("2001:db8:7::1/48 dev eth0 proto static", "openbsd7", "openbsd7 does not show bits past the length: 1 route"),
    ("192.0.2.9 dev lo lladdr 00:00:00:00:00:00 NOARP", "openbsd7", "openbsd7 does not list what nobody resolves (NOARP): 1 neighbor"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "system", "expected"), DROPPED)
def test_what_another_kind_of_system_has_not_is_told(line, system, expected):
    assert expected in lost(parse(f"{line} \n"), dialect(system))


ZONES = """\
Internet6:
Destination        Gateway            Flags   Refs      Use   Mtu  Prio Iface
2001:db8:7::/48    fe80::1%em1        UGS        0        0     -     8 em0
2001:db8:8::/48    fe80::1%em0        UGS        0        0     -     8 em0
2001:db8:9::/48    2001:db8::5        U          0        0     -     8 em0
"""


def test_a_zone_is_told_where_the_interface_does_not_say_it():
    told = lost(parse(ZONES), dialect("iproute2"))
    assert "iproute2 does not show the zone of an address: 1 route" in told
    assert "iproute2 does not show an interface by its address: 1 route" in told


def test_what_nobody_resolves_is_listed_only_where_groups_are():
    text = (
        "224.0.0.5 dev eth0 lladdr 01:00:5e:00:00:05 NOARP \n"
        "192.0.2.9 dev lo lladdr 00:00:00:00:00:00 NOARP \n"
        "192.0.2.7 dev eth0 lladdr 02:00:5e:00:53:07 REACHABLE \n"
    )
    shown = {
        name: "".join(in_dialect(parse(text), dialect(name)))
        for name in ("freebsd14", "windows")
    }
    assert "224.0.0.5" in shown["windows"]
    assert "224.0.0.5" not in shown["freebsd14"]
    assert not any("192.0.2.9" in lines for lines in shown.values())
