"""The queries on the command line: arguments, help, answers as text and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rtentry.cli import main, options, output, parser, verbs
from rtentry.cli.options import Options
from rtentry.errors import SourceError, UsageError
from rtentry.model import Snapshot
from rtentry.queries import ROOM, Answer, Call, Param, Query
from rtentry.registry import members

ARP = "? (192.0.2.1) at 02:00:5e:00:53:01\n"


def query(*params: Param, **more: Any) -> Query:
    values = {"help": "one line", "examples": (), "run": lambda _: Answer(())}
    return Query(params=params, **{**values, **more})


FILE = Param(("file",), "a file", "source", "?")
MANY = Param(("files",), "files", "source", "*")
COUNT = Param(("-c", "--count"), "how many", "number")
NAME = Param(("--by-name",), "by what", metavar="WHAT")
ALL = Param(("-a", "--all"), "all", "flag")

ARGUMENTS = [
    # params             words                         values
    ((FILE,),            [],                           {"file": None}),
    ((FILE,),            ["x"],                        {"file": "x"}),
    ((MANY,),            ["x", "y"],                   {"files": ["x", "y"]}),
    ((COUNT, ALL),       ["-a", "--count", "3"],       {"count": 3, "all": True}),
    ((NAME,),            ["--by-name", "x"],           {"by_name": "x"}),
    ((FILE, ALL),        ["x", "-a", "--to", "json"],  {"file": "x", "all": True, "dialect": "json"}),
    ((FILE,),            ["-j", "x", "-v"],            {"file": "x", "json": True, "verbose": True}),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words", "values"), ARGUMENTS)
def test_arguments_are_read_by_name(params, words, values):
    found = verbs.arguments(["ask", *words], query(*params))
    assert found is not None
    assert {key: found[key] for key in values} == values


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--count", "x"], "rtentry ask: argument -c/--count: invalid int value: 'x'"),
        (["--cou", "3"], "rtentry ask: unrecognized arguments: --cou 3"),
        (["--count"], "rtentry ask: argument -c/--count: expected one argument"),
    ],
)
def test_a_wrong_argument_is_one_line_with_where_to_look(words, reason):
    with pytest.raises(UsageError) as caught:
        verbs.arguments(["ask", *words], query(COUNT))
    assert caught.value.text == f"{reason}: see rtentry ask --help\n"


@pytest.mark.parametrize("name", members(ROOM))
def test_every_query_has_help_with_examples(name, capsys):
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    asked = members(ROOM)[name]
    assert asked.help in out
    assert all(command in out for command, _ in asked.examples)
    assert "options of every command" in out


def test_a_query_without_examples_has_none():
    assert parser.examples(query()) == ""


def test_the_options_of_every_command_are_grouped():
    found = {field: (words, holder) for words, field, holder, _ in options.grouped()}
    assert found["dialect"] == (["--as", "--to"], "SYSTEM")
    assert found["json"] == (["-j", "--json"], "")
    assert all(text for *_, text in options.grouped())


# -- answers ---------------------------------------------------------------------------------


DATA = [
    # options                    data              lines
    (Options(),              [1, 2],           ["text"]),
    (Options(json=True),     [1, "ä"],         ['[1, "ä"]']),
    (Options(jsonl=True),    [1, 2],           ["1", "2"]),
    (Options(jsonl=True),    {"a": 1},         ['{"a": 1}']),
]  # fmt: skip


@pytest.mark.parametrize(("options", "data", "lines"), DATA)
def test_an_answer_is_text_or_json(options, data, lines):
    assert [*verbs.lines_of(Answer(["text"], data), options)] == lines


def test_an_answer_without_data_is_the_snapshots(capsys):
    output.records((Snapshot("fw"),), Options(json=True))
    found = json.loads(capsys.readouterr().out)
    assert found["snapshots"] == [{"host": "fw"}]


@pytest.fixture(name="ask")
def install(monkeypatch, tmp_path):
    """A query of our own in the room."""
    path = tmp_path / "arp.txt"
    path.write_text(ARP)
    asked: list[Call] = []

    def run(call: Call) -> Answer:
        asked.append(call)
        return Answer(["yes"], status=1, notes=("by the way",))

    made = query(FILE, run=run, asks=lambda args: args["file"] != "nothing")
    monkeypatch.setattr(verbs, "member", lambda *_: made)
    return str(path), asked


def test_a_query_gets_snapshots_arguments_and_dialect(ask, capsys):
    path, asked = ask
    assert verbs.run(Options(), ["ask", path, "--as", "openbsd31"]) == 1
    assert capsys.readouterr() == ("yes\n", "rtentry: by the way\n")
    [call] = asked
    assert len(call.snapshots) == 1
    assert call.dialect is not None
    assert (call.args["file"], call.dialect.name) == (path, "openbsd31")


def test_a_query_reads_the_source_if_it_names_no_file(ask):
    path, asked = ask
    verbs.run(Options(source=path), ["ask"])
    assert len(asked[0].snapshots) == 1


def test_a_query_that_asks_for_no_table_reads_none(ask):
    _, asked = ask
    verbs.run(Options(source="/gone"), ["ask", "nothing"])
    assert asked[0].snapshots == ()


TEXTS = [
    (None, None),
    ("", ""),
    ("route add default 192.0.2.1", "route add default 192.0.2.1"),
    ("FILE", "ip route add default\n"),
]


@pytest.mark.parametrize(("text", "said"), TEXTS)
def test_commands_are_told_or_read_from_a_file(text, said, tmp_path):
    path = tmp_path / "commands"
    path.write_text("ip route add default\n")
    assert verbs.text_of(str(path) if text == "FILE" else text) == said


@pytest.mark.parametrize(
    ("data", "reason"), [(b"a\0b", "binary"), (None, "no such file")]
)
def test_a_file_of_commands_that_cannot_be_read_is_no_input(data, reason, tmp_path):
    path = tmp_path / "commands"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SourceError, match=reason):
        verbs.text_of(str(path))
