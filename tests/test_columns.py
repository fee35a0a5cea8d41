from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.addr import Cut, Name, parse_r1
from rtentry.columns import (
    Codec,
    Column,
    bit,
    codec,
    count,
    each,
    is_masked,
    is_name,
    named,
    shown,
    word,
)
from rtentry.errors import FormatError
from rtentry.flags import NTF


class Record(NamedTuple):
    """A record to read and write."""

    name: str | None
    refs: int | None = 7
    flags: NTF = NTF(0)


COUNTS = [
    # cell, value
    ("0", 0),
    ("15455", 15455),
    ("-3", -3),
    ("-", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "value"), COUNTS)
def test_a_count_is_a_number_or_not_said(cell: str | None, value: int | None) -> None:
    assert count("refs").parse(cell) == value


@pytest.mark.parametrize("cell", ["", "x", "1.5", "1_000", "0x10", "\u0661", "--1"])
def test_a_count_is_decimal_digits(cell: str) -> None:
    with pytest.raises(FormatError, match="is not a number"):
        count("refs").parse(cell)


def test_what_was_not_said_is_shown_as_the_tool_does() -> None:
    assert count("refs").show(None) == "-"
    assert count("mtu", "").show(None) == ""
    assert count("mtu", "").parse("") is None
    assert count("expire", None).show(None) is None
    assert count("refs").show(0) == "0"


def test_a_word_is_kept_as_it_is() -> None:
    column = word("ifname", "-")
    assert (column.parse("fxp0"), column.show("fxp0")) == ("fxp0", "fxp0")
    assert (column.parse("-"), column.show(None)) == (None, "-")
    with pytest.raises(FormatError, match="no ifname in this row"):
        column.parse("")
    assert word("ifname").parse("") is None
    assert word("ifname", None).show(None) is None


def test_a_flag_shows_itself_by_a_text() -> None:
    column = bit("flags", NTF.PERMANENT, " permanent")
    assert column.parse("permanent") == NTF.PERMANENT
    assert column.parse(None) == NTF(0)
    assert column.show(NTF.PERMANENT | NTF.STATIC) == " permanent"
    assert column.show(NTF.STATIC) is None
    with pytest.raises(FormatError, match="'perm' is not 'permanent'"):
        column.parse("perm")


NAMES = [
    # cell, whether it can be a name, whether somebody made an address unreadable
    ("localhost", True, False),
    ("printer.third-floo", True, False),
    ("your-net", True, False),
    ("a_b", True, False),
    ("192.0.2.1", False, False),
    ("-x", False, False),
    ("a b", False, False),
    ("a/8", False, False),
    ("", False, False),
    ("192.0.2.x", False, True),
    ("192.0.2.1xx", False, True),
    ("2001:dbxxxx::/64", False, True),
    ("fe80::5eff:xxxx:xxxx%em0", False, True),
    ("192.0.2.#", False, True),
    ("██:██:██:██:██:██", False, True),
    ("192.0.xx.yy/24", False, True),
    ("yy:yy:yy:yy:yy:yy", False, True),
    ("52:54:xx:xx:xx:xx", False, True),
    ("10.*.*.1", False, True),
    ("<redacted>", False, True),
    ("<redacted-ipv4>/24", False, True),
    ("[hidden]", False, True),
    ("<incomplete>", False, False),
    ("<Link#1>", False, False),
    ("<>", False, False),
    ("<1>", False, False),
    ("[hidden", False, False),
    ("10.x", False, False),
    ("10.1.2.!", False, False),
]


@pytest.mark.parametrize(("cell", "name", "masked"), NAMES)
def test_what_can_stand_for_an_address(cell: str, name: bool, masked: bool) -> None:
    assert is_name(cell) == name
    assert is_masked(cell) == masked


def test_what_is_no_address_may_be_a_name() -> None:
    read = named(parse_r1, 10, {"default": parse_r1("0/0")})
    assert read("10/8") == parse_r1("10/8")
    assert read("default") == parse_r1("0/0")
    assert read("loopback") == Name("loopback")
    assert isinstance(read("printer.th"), Cut)
    assert read("192.0.2.xx") == Cut("192.0.2.xx")
    with pytest.raises(FormatError, match="'10/99' is not a destination"):
        read("10/99")


def test_a_name_is_written_as_it_is_or_cut() -> None:
    write = shown(lambda prefix: "an address", 5)
    assert write(Name("printer")) == "print"
    assert write(Cut("prin")) == "prin"
    assert write(parse_r1("10/8")) == "an address"
    assert shown(str)(Name("printer")) == "printer"


CODEC = codec(
    Record,
    (
        word("name"),
        bit("flags", NTF.STATIC, "static"),
        bit("flags", NTF.PERMANENT, "perm"),
    ),
)


def test_a_codec_reads_and_writes_a_record() -> None:
    record = Record("x", 7, NTF.STATIC | NTF.PERMANENT)
    assert CODEC.read(("x", "static", "perm")) == record
    assert CODEC.write(record) == ("x", "static", "perm")
    assert CODEC.read(("x", None, None)) == Record("x", 7, NTF(0))


def test_a_field_without_a_column_has_its_default() -> None:
    assert CODEC.read(("x", None, None)).refs == 7


def test_a_column_may_be_printed_from_the_whole_record() -> None:
    both = Column("name", str, lambda record: f"{record.name}{record.refs}", whole=True)
    assert codec(Record, (both,)).write(Record("x", 3)) == ("x3",)


rows = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b"]),
        st.sampled_from([None, "static"]),
        st.sampled_from([None, "perm"]),
    )
)


@given(rows)
def test_many_rows_are_read_and_written_as_one_by_one(cells) -> None:
    records = [CODEC.read(row) for row in cells]
    assert CODEC.read_all(cells) == records
    assert list(CODEC.write_all(records)) == [CODEC.write(r) for r in records]
    slow = Codec(CODEC.read, CODEC.write)
    assert slow.read_all(cells) == records
    assert list(slow.write_all(records)) == [CODEC.write(r) for r in records]


@given(st.lists(st.integers(0, 5)) | st.lists(st.integers()))
def test_each_is_a_map(column: list[int]) -> None:
    assert list(each(str, column)) == [str(value) for value in column]


def test_each_asks_once_where_values_come_again() -> None:
    asked: list[int] = []

    def ask(value: int) -> int:
        asked.append(value)
        return value

    assert list(each(ask, [1, 2] * 50)) == [1, 2] * 50
    assert sorted(asked) == [1, 2]
