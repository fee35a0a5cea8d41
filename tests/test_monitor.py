"""``rtentry monitor`` on batches that are given to it."""

from __future__ import annotations

import json

import pytest

from rtentry.addr import parse_address, parse_mac, parse_prefix
from rtentry.cli import main
from rtentry.dialects import dialect
from rtentry.errors import UsageError
from rtentry.flags import RTF
from rtentry.model import Neighbor, Route, Snapshot
from rtentry.queries import Call
from rtentry.queries.monitor import run
from rtentry.watch import Batch, Notice

R1 = parse_address("192.0.2.1")


def route(n, gateway=R1):
    dst = parse_prefix(f"10.{n}.0.0/16")
    return Route(dst, gateway, "eth0", RTF.UP | RTF.GATEWAY, rtype="unicast")


def added(at, n):
    notice = Notice("route", route(n))
    whole = Snapshot(routes=tuple(route(i) for i in range(1, n + 1)))
    return Batch(
        at,
        (notice,),
        ((Snapshot(), Snapshot(routes=(route(n),))),),
        whole=lambda: whole,
    )


BATCHES = [
    Batch(100.0),
    added(101.0, 1),
    added(102.5, 2),
    Batch(103.0),
    added(104.0, 3),
]


def call(batches=BATCHES, words=None, **args):
    given = words and dialect(words)
    return Call((), args, given, batches=lambda _: iter(batches))


def told(**args):
    answer = run(call(**args))
    lines = [each.partition(" ")[2] for each in list(answer.lines)[:-1]]
    assert callable(answer.status)
    return lines, answer.status()


def test_each_change_is_a_line_and_the_end_a_summary():
    *lines, last = run(call()).lines
    assert [line[13:] for line in lines] == [
        f"+ 10.{n}.0.0/16 via 192.0.2.1 dev eth0" for n in (1, 2, 3)
    ]
    assert last == "3 changes in 4 s, nothing lost"


def test_it_ends_after_so_many_changes():
    assert len(told(count=2)[0]) == 2


def test_it_ends_after_so_many_seconds():
    lines, status = told(timeout=2.5)
    assert (len(lines), status) == (2, 0)


def test_it_ends_when_a_rule_is_kept():
    lines, status = told(until="expect 10.2.0.0/16")
    assert (len(lines), status) == (2, 0)


def test_what_did_not_come_in_time_is_a_no():
    lines, status = told(until="expect 10.9.0.0/16", timeout=2)
    assert (len(lines), status) == (2, 1)


def test_a_rule_that_is_kept_from_the_start_ends_it_at_once():
    assert told(until="absent 10.9.0.0/16") == ([], 0)


def test_changes_are_data_a_summary_last():
    *events, last = run(call()).data
    assert [e["what"] for e in events] == ["added"] * 3
    assert (events[0]["at"], events[0]["new"]["dst"]) == (101.0, "10.1.0.0/16")
    assert last == {
        "summary": "3 changes in 4 s, nothing lost",
        "changes": 3,
        "lost": 0,
    }


LOST = Batch(105.0, (), ((Snapshot(), Snapshot(routes=(route(7),))),), lost=True)


def test_losses_are_told_before_what_the_table_read_again_says():
    *lines, last = run(call([*BATCHES, LOST])).lines
    assert [line[13:] for line in lines[3:]] == [
        "messages were lost; the table was read again",
        "+ 10.7.0.0/16 via 192.0.2.1 dev eth0",
    ]
    assert last == "4 changes in 5 s, messages were lost 1 time"
    assert [e.get("lost") for e in run(call([LOST])).data] == [True, None, 1]


def neighbor():
    near = Neighbor(R1, parse_mac("02:00:5e:10:00:01"), "eth0", "STALE")
    step = Snapshot(), Snapshot(neighbors=(near,))
    return Batch(101.0, (Notice("neighbor", near),), (step,))


def test_what_changes_by_itself_is_told_if_asked_for():
    assert told(batches=[neighbor()])[0] == []
    assert len(told(batches=[neighbor()], all=True)[0]) == 1


def test_only_what_is_asked_for_is_told():
    both = [neighbor(), *BATCHES]
    assert len(told(batches=both, all=True, kind=["neighbor"])[0]) == 1
    assert len(told(batches=both, all=True, kind=["route"])[0]) == 3


def test_an_unknown_kind_is_wrong_usage():
    with pytest.raises(UsageError, match="no kind 'socket': interface, address"):
        run(call(kind=["socket"]))


@pytest.mark.parametrize("limit", [{"count": 0}, {"count": -1}, {"timeout": -0.5}])
def test_a_limit_is_more_than_nothing(limit):
    [name] = limit
    with pytest.raises(UsageError, match=f"--{name} is more than 0"):
        run(call(**limit))


def test_in_a_tool_s_words_every_message_is_told():
    answer = run(call([neighbor(), BATCHES[1]], words="iproute2"))
    assert list(answer.lines) == [
        "192.0.2.1 dev eth0 lladdr 02:00:5e:10:00:01 STALE ",
        "10.1.0.0/16 via 192.0.2.1 dev eth0 ",
    ]


def test_words_that_it_has_not_are_wrong_usage():
    with pytest.raises(UsageError, match="windows has no monitor"):
        run(call(words="windows"))


def test_in_a_file_nothing_happens(capsys, tmp_path):
    (tmp_path / "a").write_text("default via 192.0.2.1 dev eth0\n")
    assert main(["-F", str(tmp_path / "a"), "monitor"]) == 3
    assert "nothing happens there" in capsys.readouterr().err


def test_json_comes_line_by_line(monkeypatch, capsys):
    monkeypatch.setattr("rtentry.cli.verbs.watch", lambda *_: iter(BATCHES))
    assert main(["--json", "monitor", "--count", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line).get("what") for line in lines] == ["added", None]
