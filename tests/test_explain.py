"""``rtentry explain``: flag words letter by letter."""

from __future__ import annotations

from typing import Any

import pytest

from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.queries import Call
from rtentry.queries.explain import QUERY


def explain(word: str, system: str | None = None) -> Any:
    words = dialect(system) if system else None
    return QUERY.run(Call((), {"flags": word}, words))


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
    assert not QUERY.asks({"flags": "U"})
