"""``rtentry explain``: flag words letter by letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import rtentry
from rtentry.dialects import dialect
from rtentry.errors import FormatError, UsageError
from rtentry.queries import Call
from rtentry.queries.explain import QUERY, want


def explain(word: str, system: str | None = None) -> Any:
    words = dialect(system) if system else None
    return QUERY.run(Call((), {"words": [word]}, words))


def test_a_word_is_explained_letter_by_letter():
    answer = explain("UGH3", "openbsd31")
    assert [line.split()[:2] for line in answer.lines] == [
        ["UGH3", "on"],
        ["U", "RTF_UP"],
        ["G", "RTF_GATEWAY"],
        ["H", "RTF_HOST"],
        ["3", "RTF_PROTO3"],
    ]
    [told] = answer.data
    assert told["system"] == "openbsd31"
    assert told["letters"][0] == {"letter": "U", "flag": "RTF_UP", "meaning": "usable"}


@pytest.mark.parametrize(
    ("system", "flag"), [("freebsd4", "RTF_CLONED"), ("macos", "RTF_CLONED")]
)
def test_a_letter_means_what_it_means_on_its_system(system, flag):
    pytest.importorskip(f"rtentry.dialects.{system}")
    [told] = explain("UGHW3", system).data
    assert [each["flag"] for each in told["letters"]][3] == flag


def test_without_a_system_all_that_know_the_word_explain_it():
    answer = explain("UHL")
    systems = [told["system"] for told in answer.data]
    assert systems[0] == "rtentry"
    assert "openbsd31" in systems
    text = [*answer.lines]
    assert text.count("") == len(systems) - 1
    assert text[0] == "UHL on rtentry's own table (rtentry)"


REFUSED = [
    # word    system        reason
    ("UQ",    "openbsd31",  "unknown flag 'Q' in 'UQ' on openbsd31"),
    ("UQ~",   None,         "no system knows all the flags in 'UQ~'"),
    ("U",     "json",       "json prints no flags"),
    ("",      None,         "no flags to explain"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "system", "reason"), REFUSED)
def test_a_word_without_meaning_is_refused(word, system, reason):
    with pytest.raises(FormatError, match=reason):
        explain(word, system)


def test_no_table_is_needed():
    assert not QUERY.asks({"words": ["U"]})


# -- destinations ------------------------------------------------------------------------

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"


def story(*words: str, name: str = "castor.txt") -> Any:
    snapshots = rtentry.parse((EXAMPLES / name).read_text())
    return QUERY.run(Call(snapshots, {"words": list(words)}))


DESTINATIONS = ["192.0.2.1", "10.0.0.0/8", "default", "2001:db8::1", "::"]
FLAGS = ["UG", "UGHW3", "dC", "!H"]


def test_a_destination_is_told_from_flags():
    assert all(QUERY.asks({"words": [word]}) for word in DESTINATIONS)
    assert not any(QUERY.asks({"words": [word]}) for word in FLAGS)


def test_a_story_has_the_decision_what_comes_of_it_and_the_row():
    answer = story("198.51.100.53")
    text = [*answer.lines]
    assert text[0] == "198.51.100.53 on castor: via 192.0.2.1 dev xl0 mtu 1500 by 198.51.100.53"  # fmt: skip
    assert "How that is decided" in text
    assert "What comes of it" in text
    assert any(line.startswith("Its row: ") for line in text)
    assert max(map(len, text)) <= 96
    assert answer.status == 0


CODES = [
    # name         destination      code
    ("castor.txt", "198.51.100.53", "effect-timer"),
    ("castor.txt", "198.51.100.53", "clone-of"),
    ("castor.txt", "198.51.100.7",  "effect-hold"),
    ("castor.txt", "203.0.113.77",  "effect-protocol"),
    ("castor.txt", "203.0.113.77",  "template-protocol"),
    ("castor.txt", "203.0.113.77",  "hop-resolved"),
    ("castor.txt", "192.0.2.77",    "effect-clone"),
    ("castor.txt", "192.0.2.77",    "effect-ask"),
    ("castor.txt", "192.0.2.77",    "hop-unknown"),
    ("castor.txt", "192.0.2.77",    "mtu-route"),
    ("pollux.txt", "203.0.113.1",   "mtu-lock"),
    ("pollux.txt", "203.0.113.1",   "source-chosen"),
    ("pollux.txt", "127.1.2.3",     "effect-error"),
    ("vega.txt",   "192.0.2.9",     "effect-kernel"),
    ("vega.txt",   "10.9.0.1",      "effect-error"),
    ("vega.txt",   "192.0.2.77",    "hop-incomplete"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "dst", "code"), CODES)
def test_a_fact_has_a_code(name, dst, code):
    [told] = story(dst, name=name).data
    found = {fact["code"]: fact["text"] for fact in told["facts"]}
    assert code in found
    assert "{" not in found[code]


def test_a_destination_without_a_route_has_no_row():
    answer = story("2001:db8::1")
    [told] = answer.data
    assert answer.status == 1
    assert "row" not in told
    assert told["outcome"] == "none"


def test_json_has_the_steps_with_their_codes():
    [told] = story("192.0.2.20").data
    assert [step["code"] for step in told["steps"]] == [
        "route-chosen",
        "route-shorter",
        "route-shorter",
    ]
    assert told["row"]["cells"][2]["letters"][0]["flag"] == "RTF_UP"
    assert json.loads(json.dumps(told)) is not None


def test_many_shorter_prefixes_are_counted():
    many = "".join([f"10.0.0.0/{n} via 192.0.2.1 dev eth0\n" for n in range(8, 30)])
    answer = QUERY.run(Call(rtentry.parse(many), {"words": ["10.0.0.1"]}))
    assert any("and 9 routes more" in line for line in answer.lines)


# -- rows --------------------------------------------------------------------------------


def test_a_neighbour_of_a_destination_is_told_beside_the_route():
    [told] = story("192.0.2.77", name="vega.txt").data
    [beside] = told["beside"]
    assert beside["lines"] == ("? (192.0.2.77) at <incomplete> on eth0",)


def test_rows_are_asked_for_by_name():
    answer = story("em0", "lo0", name="rigel.txt")
    assert [each["asked"] for each in answer.data] == ["em0", "lo0"]
    assert [len(each["rows"]) for each in answer.data] == [2, 2]
    assert answer.status == 0
    assert next(iter(answer.lines)) == "em0 on rigel: 2 rows"


def test_a_row_that_is_not_there_is_an_answer_of_no():
    answer = story("em7", name="rigel.txt")
    assert answer.status == 1
    assert [*answer.lines] == ["em7 on rigel: no rows"]


def test_a_word_that_asks_for_no_row_is_refused():
    with pytest.raises(UsageError, match=r"'10\.0\.0\.0/8' asks for no row"):
        story("em0", "10.0.0.0/8", name="rigel.txt")


def test_rows_alone_need_no_routes():
    assert "routes" not in want({"words": ["em0"]})
    assert "routes" in want({"words": ["192.0.2.1"]})
