"""The command line: options, exit status, one line for an error, a fast start."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rtentry import cli
from rtentry.cli import options
from rtentry.errors import FormatError, SourceError, UsageError
from rtentry.registry import names

ROOT = Path(__file__).parent.parent
ARP = "? (192.0.2.1) at 02:00:5e:00:53:01 on xl0 [ethernet]\n"
BSD = """\
Routing tables

Internet:
Destination        Gateway            Flags     Refs     Use    Mtu  Interface
192.0.2/24         link#1             UC          0        0   1500   ne3
192.0.2.1          2:0:5e:0:53:1      UHL         0        0   1500   ne3
"""


@pytest.fixture(name="bsd")
def write_bsd(tmp_path):
    path = tmp_path / "bsd.txt"
    path.write_text(BSD)
    return str(path)


def run(*argv: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the program of this checkout in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, "-m", "rtentry", *argv],
        env=env, capture_output=True, encoding="utf-8", timeout=60, check=False,
        **{"stdin": subprocess.DEVNULL, **more},  # type: ignore[call-overload]
    )  # fmt: skip
    return done


def told(capsys) -> str:
    """The one line on standard error; nothing may be on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith("\n")
    return str(err)


# -- options -----------------------------------------------------------------------------

LEADING = [
    # words                                    what they say               the rest
    ([],                                       {},                         []),
    (["-F", "x", "show"],                      {"source": "x"},            ["show"]),
    (["-Fx", "show"],                          {"source": "x"},            ["show"]),
    (["--from=x=y"],                           {"source": "x=y"},          []),
    (["--from", "x"],                          {"source": "x"},            []),
    (["--in", "a", "--as", "b"],               {"system": "a", "dialect": "b"}, []),
    (["--to=b", "-N", "c"],                    {"dialect": "b", "netns": "c"}, []),
    (["-j", "--jsonl", "-v"],                  {"json": True, "jsonl": True, "verbose": True}, []),
    (["--color", "never", "-a", "-j"],         {"color": "never"},         ["-a", "-j"]),
    (["netstat", "-j"],                        {},                         ["netstat", "-j"]),
    (["-"],                                    {},                         ["-"]),
    (["-jv"],                                  {},                         ["-jv"]),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "values", "rest"), LEADING)
def test_options_stand_before_the_command(argv, values, rest):
    assert options.leading(argv) == (options.Options()._replace(**values), rest)


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (["-F"], "rtentry: -F needs SOURCE"),
        (["--color"], "rtentry: --color needs WHEN"),
        (["--json=yes"], "rtentry: --json takes no argument"),
    ],
)
def test_an_option_without_its_argument_is_wrong_usage(argv, text):
    with pytest.raises(UsageError, match=text):
        options.leading(argv)


# -- wrong usage, bad input -----------------------------------------------------------------

USAGE = [
    # command line                                  what the line says
    ("bogus",                                       "unknown command 'bogus'; known: check convert"),
    ("--bogus",                                     "unrecognized arguments: --bogus: see rtentry show --help"),
    ("show --bogus",                                "unrecognized arguments: --bogus: see rtentry show --help"),
    ("show a b",                                    "unrecognized arguments: b"),
    ("explain",                                     "say a destination, a link-level address"),
    ("--as atlantis show",                          "unknown system 'atlantis'; known: "),
    ("show --as atlantis",                          "unknown system 'atlantis'; known: "),
    ("--as atlantis netstat -rn",                   "unknown system 'atlantis'; known: "),
    ("--in atlantis netstat -rn",                   "unknown system 'atlantis'; known: "),
    ("explain U --as atlantis",                     "unknown system 'atlantis'; known: "),
    ("--as openbsd31 ipconfig",                     "unknown command 'ipconfig'; known: "),
    ("--color often",                               "--color is auto, always or never"),
    ("show --color often",                          "--color is auto, always or never"),
    ("-F",                                          "-F needs SOURCE"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), USAGE)
def test_wrong_usage_is_one_line_that_says_what_to_do(line, text, capsys):
    assert cli.main(line.split()) == 2
    found = told(capsys)
    assert found.startswith("rtentry")
    assert text in found


def test_a_file_as_command_is_told_how_to_be_read(bsd, capsys):
    assert cli.main([bsd]) == 2
    assert told(capsys).endswith(f"; to read a file: rtentry show {bsd}\n")


INPUT = [
    # the file                              what the line says
    (None,                                  ": no such file or directory"),
    (b"",                                   ": empty: there is nothing to read"),
    (b" \n\n",                              ": empty: there is nothing to read"),
    (b"\x7fELF\0\0",                        ": binary: not a text with listings"),
    (b"Nothing here.\n",                    ": no listing found: is it the output of"),
    (BSD.replace("UC", "UQ").encode(),      ":5:39: unknown flag 'Q' in 'UQ'"),
    (BSD[:-20].encode(),                    ":6: "),
    (b'{"schema": "rtentry/1", "snaps',     ":1:25: unterminated string"),
    (b'{"schema": "rtentry/1", "snapshots": [{"routes": [{"dst": 1}]}]}',
                                            ": snapshots[0].routes[0].dst: wrong value 1"),
    (b'{"kind":"route","dst":"::/0"}\n{',   ":2:2: not JSON: "),
]  # fmt: skip


@pytest.mark.parametrize(("data", "text"), INPUT)
@pytest.mark.parametrize(
    "command", ["show {}", "convert {} --to json", "-F {} netstat -rn"]
)
def test_bad_input_is_one_line_with_file_and_place(
    data, text, command, tmp_path, capsys
):
    path = tmp_path / "input"
    if data is not None:
        path.write_bytes(data)
    assert cli.main(command.format(path).split()) == 3
    assert told(capsys).startswith(f"rtentry: {path}{text}")


def test_an_empty_folder_is_no_input(tmp_path, capsys):
    assert cli.main(["show", str(tmp_path)]) == 3
    assert told(capsys).startswith(f"rtentry: {tmp_path}: no listing found")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads all files")
def test_a_file_that_may_not_be_read_is_no_input(bsd, capsys):
    Path(bsd).chmod(0)
    assert cli.main(["show", bsd]) == 3
    assert "permission denied" in told(capsys)


@pytest.mark.parametrize(
    "argv", [["-N", "gone"], ["-F", "netns:gone", "netstat", "-rn"]]
)
@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_a_namespace_that_is_not_there_is_no_input(argv, capsys):
    assert cli.main(argv) == 3
    assert "'gone'" in told(capsys)


BAD_JSON = [
    ("listings[0].form", "netstat -x"),
    ("listings[0].dialect", "atlantis"),
    ("listings[0].blocks[0].family", "inet7"),
    ("listings[0].blocks[0].row", "%"),
    ("listings[0].kind", "routes"),
    ("routes[0].gateway", {"lladdr": "02:00"}),
]


@pytest.mark.parametrize(("place", "value"), BAD_JSON)
def test_json_that_contradicts_itself_never_ends_in_a_traceback(
    place, value, bsd, tmp_path, capsys
):
    assert cli.main(["convert", bsd, "--to", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    at = document["snapshots"][0]
    *way, last = place.replace("[0]", ".0").split(".")
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[last] = value
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(document))
    status = cli.main(["convert", str(path)])
    if status:
        assert status == 3
        told(capsys)


def test_an_error_of_several_lines_is_one_line(capsys):
    assert cli.failed(FormatError("one\n two")) == 3
    assert told(capsys) == "rtentry: one  two\n"


def test_what_the_system_refuses_is_told_in_its_words(capsys):
    assert cli.failed(PermissionError(13, "Permission denied", "/x")) == 3
    assert told(capsys) == "rtentry: /x: permission denied\n"
    assert cli.failed(OSError("odd")) == 3
    assert told(capsys) == "rtentry: odd\n"
    assert cli.failed(SourceError("x: gone")) == 3
    assert told(capsys) == "rtentry: x: gone\n"


def test_what_cannot_be_written_now_is_not_written_at_the_end(monkeypatch):
    class Gone:
        def flush(self) -> None:
            raise BrokenPipeError

    moved: list[int] = []
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(os, "dup2", lambda _, number: moved.append(number))
    assert cli.failed(BrokenPipeError()) == 0
    assert moved == [1]


def test_an_interrupt_ends_it(monkeypatch):
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupt)
    assert cli.main([]) == 130


# -- answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("argv", [["--help"], ["-h"], ["-j", "--help"]])
def test_help_names_every_command_and_option(argv, capsys):
    assert cli.main(argv) == 0
    out, err = capsys.readouterr()
    assert err == ""
    words = [
        *names(options.QUERIES),
        "netstat",
        *options.OPTIONS,
        "--schema",
        "exit status",
    ]
    assert all(word in out for word in words)


def test_the_version_is_the_project_s(capsys):
    assert cli.main(["--version"]) == 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert capsys.readouterr().out == f"rtentry {project['version']}\n"


def test_the_schema_is_the_published_one(capsys):
    assert cli.main(["--schema"]) == 0
    published = ROOT / "src" / "rtentry" / "schema.json"
    assert capsys.readouterr().out == published.read_text()


def test_options_of_show_need_no_command(bsd, capsys):
    assert cli.main(["-F", bsd, "-6"]) == 0
    six = capsys.readouterr().out
    assert cli.main(["-F", bsd, "show", "-6"]) == 0
    assert capsys.readouterr().out == six
    assert "192.0.2.1 " not in six


@pytest.mark.parametrize(
    "argv",
    [
        ["-F", "{}", "-j"],
        ["-F", "{}", "--json", "show"],
        ["show", "{}", "-j"],
        ["-j", "-F", "{}", "netstat", "-rn"],
        ["convert", "{}", "--to", "json"],
        ["--to", "json", "convert", "{}"],
        ["--as", "json", "show", "{}"],
    ],
)
def test_json_is_one_document_however_it_is_asked_for(argv, bsd, capsys):
    assert cli.main([word.format(bsd) for word in argv]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    [snapshot] = json.loads(out)["snapshots"]
    assert [r["dst"] for r in snapshot["routes"]] == ["192.0.2.0/24", "192.0.2.1/32"]


def test_jsonl_is_a_record_a_line(bsd, capsys):
    assert cli.main(["--jsonl", "show", bsd]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["kind"] for each in found] == ["route", "route"]


def test_a_document_is_converted_and_comes_back(tmp_path, capsys, bsd):
    text = f"[root@fw:~#] netstat -rn\n{BSD}\n[root@gw:~#] arp -an\n{ARP}"
    path = tmp_path / "two.txt"
    text = text.replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert cli.main(["convert", str(path)]) == 0
    assert capsys.readouterr().out == text
    assert cli.main(["convert", str(path), "--to", "json"]) == 0
    (tmp_path / "two.json").write_text(capsys.readouterr().out)
    for source in ("two.json", "json:two.json"):
        where = source.replace("two.json", str(tmp_path / "two.json"))
        assert cli.main(["convert", where]) == 0
        assert capsys.readouterr().out == text


def test_standard_input_is_a_source(bsd):
    with Path(bsd).open("rb") as file:
        done = run("convert", "-", stdin=file)
    assert (done.returncode, done.stdout, done.stderr) == (0, BSD, "")


def test_a_closed_standard_input_is_no_input():
    done = run("convert", "-", stdin=None, preexec_fn=lambda: os.close(0))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("rtentry: -: ")


def test_notes_are_told_with_verbose(tmp_path, capsys):
    path = tmp_path / "notes.txt"
    path.write_text(f"$ netstat -gn\nGroups\n$ arp -an\n{ARP}")
    for argv in (["-v", "convert", str(path)], ["convert", str(path), "-v"]):
        assert cli.main(argv) == 0
        assert capsys.readouterr().err == (
            "rtentry: lines 2-2: netstat -gn: not understood\n"
        )
    assert cli.main(["convert", str(path)]) == 0
    assert capsys.readouterr().err == ""


# -- a terminal and a pipe ----------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


COLOURS = [
    # --color      NO_COLOR  terminal  coloured
    ("auto",       None,     True,     True),
    ("auto",       "",       True,     True),
    ("auto",       "1",      True,     False),
    ("auto",       None,     False,    False),
    ("always",     "1",      False,    True),
    ("never",      None,     True,     False),
]  # fmt: skip


@pytest.mark.parametrize(("when", "no_color", "terminal", "coloured"), COLOURS)
def test_colours_are_for_terminals(
    when, no_color, terminal, coloured, bsd, monkeypatch
):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    out = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert cli.main(["show", bsd, "--color", when]) == 0
    assert ("\x1b[" in out.getvalue()) is coloured


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    path = tmp_path / "many.txt"
    rows = [
        f"192.0.2.{i % 256:<10} 2:0:5e:0:53:1      UHL         0        0   1500   ne3\n"
        for i in range(20_000)
    ]
    path.write_text(BSD + "".join(rows))
    command = f"{sys.executable} -m rtentry convert {path} | head -1"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["sh", "-c", command], env=env, capture_output=True, check=False, timeout=120
    )
    assert (done.stdout, done.stderr) == (b"Routing tables\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_an_error(bsd):
    with Path("/dev/full").open("wb") as full:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(
            [sys.executable, "-m", "rtentry", "convert", bsd],
            env=env, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (3, b"rtentry: no space left on device\n")


# -- empty values --------------------------------------------------------------------------------

EMPTY = [
    # words                        what is said
    (["-F", ""],                   "-F needs SOURCE"),
    (["show", "-F", ""],           "-F needs SOURCE"),
    (["show", "--from="],          "-F needs SOURCE"),
    (["--as=", "netstat", "-rn"],  "--as needs SYSTEM"),
    (["get", "192.0.2.1", "-N", ""], "-N needs NAME"),
    (["-F"],                       "-F needs SOURCE"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "reason"), EMPTY)
def test_a_variable_that_a_script_did_not_set_is_no_value(argv, reason, capsys):
    assert cli.main(argv) == 2
    assert tuple(capsys.readouterr()) == ("", f"rtentry: {reason}\n")


PLACES = [
    ("live:x", "live: takes no place: it reads this machine"),
    ("netns:", "netns: needs a name: netns:NAME"),
]


@pytest.mark.parametrize(("place", "reason"), PLACES)
def test_a_place_that_a_source_has_not_is_an_error(place, reason, capsys):
    assert cli.main(["-F", place, "show"]) == 3
    assert capsys.readouterr().err == f"rtentry: {reason}\n"


# -- a fast start ----------------------------------------------------------------------------------

SLOW = {
    "argparse", "asyncio", "contextlib", "ctypes", "dataclasses", "enum", "importlib",
    "inspect", "ipaddress", "json", "logging", "numpy", "pathlib", "re", "socket",
    "subprocess", "threading", "typing",
}  # fmt: skip
"""Modules that a short command does not wait for."""

PATTERNS = {"contextlib", "enum", "re"}
"""What finds listings in a text waits for these."""

PROBE = """\
import os, sys
before = {*sys.modules}
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
from rtentry.cli import main
status = main(sys.argv[1:])
print(status, *{*sys.modules} - before, file=sys.stderr)
"""


def loaded(argv):
    """Modules of the library, and the number of ours, that a command brings with it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *argv],
        env=env, capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    status, *found = done.stderr.split()
    assert status in ("0", "1")  # there need be no IPv6
    ours = {name for name in found if name.partition(".")[0] == "rtentry"}
    return {*found} - ours, len(ours)


@pytest.mark.skipif(sys.platform != "linux", reason="live reading: Linux")
@pytest.mark.parametrize(
    ("command", "most"),
    [
        ("netstat -rn", 65),
        ("route -n", 65),
        ("get 127.0.0.1", 59),
        ("get ::1", 62),
        ("arp -an", 70),
        ("show", 62),
        ("--version", 20),
    ],
)
def test_a_short_command_loads_little(command, most):
    library, ours = loaded(command.split())
    assert not library & SLOW
    assert ours <= most, f"{ours} modules of ours: each costs 0.1 to 0.3 ms"


@pytest.mark.parametrize(
    "command", ["netstat -rn", "netstat -r", "--as openbsd31 netstat -rn"]
)
def test_a_classic_command_of_a_capture_loads_nothing_slow(command, bsd):
    library, _ = loaded(["-F", bsd, *command.split()])
    assert not library & (SLOW - PATTERNS)


def test_a_capture_of_a_named_era_is_read_without_the_other_dialects(bsd):
    _, ours = loaded(["--in", "openbsd31", "-F", str(bsd), "get", "127.0.0.1"])
    assert ours <= 78


@pytest.mark.skipif(sys.platform != "linux", reason="live reading: Linux")
@pytest.mark.parametrize(
    ("command", "most"), [("ip route", 106), ("--as openbsd31 netstat -rn", 74)]
)
def test_a_whole_dialect_loads_nothing_slow_but_its_patterns(command, most):
    library, ours = loaded(command.split())
    assert not library & (SLOW - PATTERNS)
    assert ours <= most
