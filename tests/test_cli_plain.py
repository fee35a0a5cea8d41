"""Arguments read quickly are those that argparse reads; what it does not know is left to it."""

from __future__ import annotations

import pytest
from tests.test_cli_verbs import ALL, COUNT, FILE, MANY, NAME, query

from rtentry.cli import options, parser, plain

EVERY = {w: (field, bool(takes)) for w, (field, takes, _) in options.OPTIONS.items()}

SAME = [
    # params       words
    ((FILE,),      []),
    ((FILE,),      ["x"]),
    ((FILE,),      ["-"]),
    ((MANY,),      ["x", "y"]),
    ((MANY,),      []),
    ((COUNT, ALL), ["-a", "--count", "3"]),
    ((COUNT, ALL), ["--count=3"]),
    ((NAME,),      ["--by-name", "x", "-j"]),
    ((FILE, ALL),  ["x", "-a", "--to", "json"]),
    ((FILE, ALL),  ["-N", "blue", "x", "--jsonl"]),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), SAME)
def test_a_plain_line_has_the_values_that_argparse_finds(params, words):
    asked = query(*params)
    found = plain.arguments(words, asked, EVERY)
    assert found is not None
    assert found == parser.explained(["ask", *words], asked)


LEFT = [
    # params       words
    ((FILE,),      ["x", "y"]),
    ((COUNT,),     ["--count", "x"]),
    ((COUNT,),     ["--count"]),
    ((COUNT,),     ["--count", "-1"]),
    ((COUNT,),     ["--cou", "3"]),
    ((ALL,),       ["--all=yes"]),
    ((ALL,),       ["--help"]),
    ((ALL,),       ["--"]),
    ((FILE,),      ["-Fx"]),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), LEFT)
def test_what_needs_an_explanation_is_left_to_argparse(params, words):
    assert plain.arguments(words, query(*params), EVERY) is None


def test_all_queries_have_the_same_values_either_way():
    from rtentry.queries import ROOM
    from rtentry.registry import members

    for name, asked in members(ROOM).items():
        found = plain.arguments(["x"], asked, EVERY)
        if found is not None:
            assert found == parser.explained([name, "x"], asked)
