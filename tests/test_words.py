"""Tables of words: read and written by their rows, and as members of JSON objects."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtentry.columns import parse_count
from rtentry.dialects import dialect
from rtentry.errors import FormatError
from rtentry.listing import View
from rtentry.model import Block, Snapshot
from rtentry.words.array import Objects, array
from rtentry.words.attribute import (
    Values,
    Word,
    flag,
    parse_hex,
    parse_ms,
    parse_seconds,
    pieces,
    read,
    show_ms,
    show_seconds,
    table,
    until,
    write,
)
from rtentry.words.grammar import Grammar, Look, Style, finished
from rtentry.words.lines import Choice, lines
from rtentry.words.pairs import dump, load, to_pairs, to_words
from rtentry.words.reader import blanks, unfold

FRUIT = table(
    Word("of", "kind"),
    Word("size", "size", parse_count, str, number=True),
    flag("ripe", group="flags"),
    flag("sold", group="flags"),
    Word("sugar", "sugar", parse_count, str, group="metrics", number=True),
    Word("named", "name", take=until(lambda word: word == "end"), key="title"),
    flag("end"),
)
"""A table that is not of any tool: words for fruit."""

PIECES = pieces(FRUIT)

LINES = [
    # words, values
    ("", {}),
    ("of apple", {"kind": "apple"}),
    ("ripe", {"ripe": True}),
    ("size 3 ripe sold", {"size": 3, "ripe": True, "sold": True}),
    ("sugar lock 4", {"sugar": 4, "locks": ("sugar",)}),
    ("named Cox's Orange end", {"name": "Cox's Orange", "end": True}),
]


@pytest.mark.parametrize(("words", "values"), LINES)
def test_words_are_read_and_written_by_the_same_rows(words, values):
    assert read(words.split(), FRUIT, "a fruit") == values
    assert write(values, PIECES).split() == words.split()


def test_rows_are_written_in_the_order_of_the_table():
    values = read(["end", "ripe", "of", "apple"], FRUIT, "a fruit")
    assert write(values, PIECES) == "of apple ripe end "


BROKEN = [
    ("foo", "unknown word 'foo' in a fruit"),
    ("of apple foo", "unknown word 'foo' in a fruit"),
    ("of", "'of' without a value in a fruit"),
    ("sugar lock", "'sugar' without a value in a fruit"),
    ("of apple of pear", "'of' stands twice in a fruit"),
    ("size big", "'big' is not a number"),
]


@pytest.mark.parametrize(("words", "message"), BROKEN)
def test_a_word_that_the_table_does_not_explain_is_an_error(words, message):
    with pytest.raises(FormatError, match=message.replace("'", ".")):
        read(words.split(), FRUIT, "a fruit")


def test_another_spacing_is_another_table_of_blanks():
    spaced = pieces(FRUIT, {"of": (" ", ""), "ripe": ("-", "-")})
    assert write({"kind": "apple", "ripe": True}, spaced) == " of apple-ripe-"


NUMBERS = [
    # parse, text, value
    (parse_hex, "0x1F", 31),
    (parse_hex, "31", 31),
    (parse_seconds, "599sec", 599),
    (parse_seconds, "-5sec", -5),
    (parse_ms, "250ms", 250),
    (parse_ms, "1.5s", 1500),
    (parse_ms, "0.50ms", "0.50ms"),
    (parse_ms, "300", "300"),
    (parse_ms, "1.23457e+06s", 1234570000),
]


@pytest.mark.parametrize(("parse", "text", "value"), NUMBERS)
def test_a_number_is_read_in_its_unit(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_hex, "0x"),
        (parse_hex, "0xg"),
        (parse_hex, "x"),
        (parse_seconds, "5"),
        (parse_seconds, "sec"),
        (parse_ms, "1.x5ms"),
        (parse_ms, "ms"),
        (parse_ms, "nans"),
        (parse_ms, "1e999s"),
        (parse_ms, "s"),
    ],
)
def test_what_is_no_number_of_that_unit_is_an_error(parse, text):
    with pytest.raises(FormatError, match="is not a"):
        parse(text)


@given(st.integers(0, 999_999))
def test_milliseconds_come_back_below_a_thousand_seconds(value):
    assert parse_ms(show_ms(value)) == value


@given(st.integers(-(2**31), 2**31))
def test_seconds_come_back(value):
    assert parse_seconds(show_seconds(value)) == value


# -- JSON ------------------------------------------------------------------------------

VALUES: Values = {
    "kind": "apple", "size": 3, "ripe": True, "sugar": 4, "name": "Cox", "end": True,
}  # fmt: skip
OBJECT = (
    ("of", "apple"), ("size", 3), ("flags", ["ripe"]), ("metrics", [(("sugar", 4),)]),
    ("title", "Cox"), ("end", None),
)  # fmt: skip


def metrics_words(value: Any) -> list[str]:
    return [word for pairs in value for word in to_words(pairs, FRUIT, {}, "metrics")]


def test_an_object_has_the_members_of_the_table():
    assert to_pairs(VALUES, FRUIT, {}) == OBJECT
    words = to_words(OBJECT, FRUIT, {"metrics": metrics_words}, "a fruit")
    assert read(words, FRUIT, "a fruit") == VALUES


def test_flags_are_listed_even_where_there_is_none():
    assert to_pairs({}, FRUIT, {}) == (("flags", []),)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ((("foo", 1),), "unknown key 'foo' in a fruit"),
        ((("size", "3"),), "'size' is \"3\""),
        ((("size", True),), "'size' is true"),
        ((("of", 3),), "'of' is 3, not a text"),
        ((("flags", [3]),), "'flags' is 3, not a text"),
        ((("end", 1),), "'end' is 1"),
        ([], r"\[\] is not a fruit"),
    ],
)
def test_a_member_that_the_table_does_not_explain_is_an_error(pairs, message):
    with pytest.raises(FormatError, match=message):
        to_words(pairs, FRUIT, {}, "a fruit")


PRETTY = """\
[ {
        "of": "apple",
        "flags": [ "ripe","sold" ],
        "none": [ ],
        "metrics": [ {
                "sugar": 4
            } ],
        "inner": {
            "a": null
        }
    },{
        "of": "pear"
    } ]"""


def test_pretty_json_is_set_as_iproute2_sets_it():
    value, end = load(PRETTY)
    assert end == len(PRETTY)
    assert dump(value, pretty=True) == PRETTY
    assert dump(value) == "".join(PRETTY.split())


def test_keys_may_come_twice():
    text = '{"dst":1,"dst":2}'
    value, _ = load(text)
    assert value == (("dst", 1), ("dst", 2))
    assert dump(value) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.tuples(st.text(), inner), min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


@given(JSON, st.booleans())
def test_json_comes_back(value, pretty):
    text = dump(value, pretty=pretty)
    if any(ord(char) < 32 for char in text.replace("\n", "")):
        return  # iproute2 does not escape other control characters
    assert load(text) == (value, len(text))


@pytest.mark.parametrize("text", ["[", '{"a"', "nothing", "[" * 100_000])
def test_broken_json_is_an_error(text):
    with pytest.raises(FormatError, match="broken JSON"):
        load(text)


# -- listings --------------------------------------------------------------------------


def read_fruit(words, around, before):
    del around, before
    return read(words, FRUIT, "a fruit"), frozenset()


def show_fruit(values: Values, style: Style) -> str:
    spacing = {"of": (" ", "")} if style.spacing else {}
    return write(values, pieces(FRUIT, spacing))


FRUIT_LINES = Grammar(
    "a fruit",
    ("wide",),
    lambda lines, index: lines[index].lstrip().startswith("of "),
    lambda above, line: line.startswith("\t"),
    lambda body: None,
    read_fruit,
    show_fruit,
    lambda values: 4 if values["kind"] == "apple" else 6,
)
EVERYTHING = Choice(lambda snapshot, view: snapshot.routes, lambda view: Style())
FORM = lines("fruit", "routes", FRUIT_LINES, EVERYTHING)

BLOCKS = [
    # lines, blocks: rows, family, options, format
    (["of apple ", "of apple ripe "], [((0, 2), "inet", (), None)]),
    (["of apple", "of apple ripe"], [((0, 2), "inet", ("stripped",), None)]),
    ([" of apple"], [((0, 1), "inet", ("wide",), None)]),
    (["of apple ", "of pear "],
     [((0, 1), "inet", (), None), ((1, 2), "inet6", (), None)]),
    (["of apple ", "of apple"],
     [((0, 1), "inet", (), None), ((1, 2), "inet", ("stripped",), None)]),
    (["of  apple", "of  apple", "of apple ripe "],
     [((0, 3), "inet", (), "%s  %s")]),
    (["of  apple", "of  apple", "of pear"],
     [((0, 2), "inet", (), "%s  %s"), ((2, 3), "inet6", ("stripped",), None)]),
    (["of apple \tripe"], [((0, 1), "inet", (), "%s %s \t%s")]),
    (["of apple", "\tripe", "of apple"],
     [((0, 1), "inet", (), "%s %s\n\t%s"), ((1, 2), "inet", ("stripped",), None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_rows_that_look_alike_share_a_block(text, blocks):
    found = FORM.parse(text, 0)
    assert found is not None
    assert [(b.rows, b.family, b.options, b.row) for b in found.blocks] == blocks
    assert (found.end, found.loose) == (len(text), 0)
    shown = FORM.show(Snapshot(routes=found.records), found.blocks, View())
    assert list(shown) == text


def test_a_row_in_another_order_is_loose():
    found = FORM.parse(["of apple ", "of apple sold ripe "], 0)
    assert found is not None
    assert found.loose == 1


def test_a_listing_that_breaks_says_where():
    with pytest.raises(FormatError) as raised:
        FORM.parse(["prose", "of apple ", "of apple", "\tsweet"], 1)
    error = raised.value
    assert (error.message, error.line, error.column) == (
        "unknown word 'sweet' in a fruit",
        3,
        2,
    )


def test_a_block_whose_format_has_other_words_is_shown_plainly():
    look = Look((), "%s %s %s")
    assert finished(FRUIT_LINES, "of apple ", look) == "of apple "


@given(st.text(" \tab%{}\n", max_size=30))
def test_blanks_of_any_text_come_back(text):
    assert blanks(text) % tuple(text.split()) == text


def test_lines_that_were_folded_are_unfolded():
    assert unfold("a \\\tb \\    c\\d") == "a \n\tb \n    c\\d"


# -- arrays ----------------------------------------------------------------------------

ARRAY = array(
    "fruit as JSON",
    "routes",
    Objects(
        FRUIT_LINES,
        lambda keys: "of" in keys,
        lambda value: to_words(value, FRUIT, {"metrics": metrics_words}, "a fruit"),
        lambda values, style: to_pairs(values, FRUIT, {}),
    ),
    EVERYTHING,
)

SAID = '[{"of":"apple","size":3,"flags":[]},{"of":"apple","flags":["ripe"]}]'


@pytest.mark.parametrize("pretty", [False, True])
def test_an_array_comes_back(pretty):
    value, _ = load(SAID)
    text = dump(value, pretty=pretty).split("\n")
    found = ARRAY.parse(["prose", *text, "", "more"], 1)
    assert found is not None
    assert (found.end, found.loose) == (1 + len(text), 0)
    assert found.blocks == (
        Block((0, 2), "inet", options=("pretty",) if pretty else ()),
    )
    shown = ARRAY.show(Snapshot(routes=found.records), found.blocks, View())
    assert list(shown) == text


def test_an_array_set_otherwise_is_loose():
    found = ARRAY.parse(["[", ' {"of": "apple", "flags": []}', "]"], 0)
    assert found is not None
    assert (len(found.records), found.loose) == (1, 1)


@pytest.mark.parametrize(
    "text",
    ["[]", "[ ]", "[1]", '[{"from":"x"}]', '[{"of":"apple"}] more', "[{", "prose"],
)
def test_other_arrays_are_not_ours(text):
    assert ARRAY.parse([text], 0) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"of":"apple","foo":1}]', "unknown key 'foo' in a fruit"),
        ('[{"of":"apple"', "broken JSON: expecting ',' delimiter"),
        ('[{"of":"apple"},3]', "3 is not a fruit"),
    ],
)
def test_an_array_that_breaks_is_an_error(text, message):
    with pytest.raises(FormatError, match=message) as raised:
        ARRAY.parse(["prose", text], 1)
    assert raised.value.line == 1


@given(st.text('[]{}":,0of aple', max_size=40))
@settings(deadline=None)
def test_any_text_is_an_array_or_none_or_an_error(text):
    with suppress(FormatError):
        ARRAY.parse([f'[{{"of":{text}'], 0)


EXCERPT = [
    "...",
    "default via 192.0.2.1 dev eth0 ",
    "[...]",
    "192.0.2.0/24 dev eth0 ",
    "...",
]


def test_dots_cut_a_listing_into_blocks():
    form = dialect("iproute2").form("ip route")
    found = form.parse(EXCERPT, 0)
    assert found is not None
    assert found.end == len(EXCERPT)
    assert [b.rows for b in found.blocks] == [(0, 1), (1, 2), (2, 2)]
    assert [b.titles for b in found.blocks] == [("...",), ("[...]",), ("...",)]
    shown = form.show(Snapshot(routes=found.records), found.blocks, View())
    assert list(shown) == EXCERPT


def test_a_line_behind_dots_that_is_none_is_an_error():
    form = dialect("iproute2").form("ip route")
    with pytest.raises(FormatError, match="unknown word 'lines'") as caught:
        form.parse(["default via 192.0.2.1 dev eth0", "...", "192.0.2.0/24 lines"], 0)
    assert caught.value.line == 2


@pytest.mark.parametrize("remark", ["# mine", "<-- here", "// old"])
def test_a_comment_behind_a_line_is_kept(remark):
    lines = ["default via 192.0.2.1 dev eth0 ", f"192.0.2.0/24 dev eth0 {remark}"]
    form = dialect("iproute2").form("ip route")
    found = form.parse(lines, 0)
    assert found is not None
    assert found.records[1].ifname == "eth0"
    snapshot = Snapshot(routes=found.records)
    assert list(form.show(snapshot, found.blocks, View())) == lines


@pytest.mark.parametrize("line", ["192.0.2.0/24 dev # eth0", "a # b"])
def test_a_comment_does_not_make_a_line(line):
    form = dialect("iproute2").form("ip route")
    with pytest.raises(FormatError):
        form.parse(["default via 192.0.2.1 dev eth0 ", line], 0)
