from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.errors import FormatError
from rtentry.wire.attr import (
    attribute,
    attributes,
    cstring,
    named,
    number,
    s32,
    u8,
    u16,
    u32,
    u64,
    unread,
)

BROKEN = [
    # octets, what is wrong with them
    (b"\4\0\1", "3 octets are left after the attributes"),
    (
        b"\3\0\1\0",
        "attribute 1 at offset 0 of the body: length 3, but 4 octets are left",
    ),
    (b"\0\0\1\0", "length 0, but 4"),
    (b"\x09\0\7\0abcd", "attribute 7 at offset 0 of the body: length 9, but 8"),
    (attribute(1, b"abcd") + b"\x08\0\2\0abc", "attribute 2 at offset 8"),
]


@pytest.mark.parametrize(("data", "what"), BROKEN)
def test_an_attribute_past_the_end_is_an_error(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        list(attributes(data))


@given(st.lists(st.tuples(st.integers(0, 0x3FFF), st.binary(max_size=40))))
def test_attributes_come_back_as_they_were_written(
    pairs: list[tuple[int, bytes]],
) -> None:
    data = b"".join([attribute(kind, value) for kind, value in pairs])
    assert list(attributes(data)) == pairs


def test_flag_bits_of_a_type_are_not_part_of_it() -> None:
    nested = attribute(0x8000 | 12, b"")
    network_order = attribute(0x4000 | 13, b"")
    assert [kind for kind, _ in attributes(nested + network_order)] == [12, 13]


def test_padding_of_the_last_attribute_may_be_missing() -> None:
    assert list(attributes(b"\x05\0\1\0x")) == [(1, b"x")]


NUMBERS = [
    # reader, octets (low one first), number
    (u8, b"\xfe", 0xFE),
    (u16, b"\x01\x02", 0x201),
    (u32, b"\x01\0\0\x80", 0x80000001),
    (s32, b"\xff\xff\xff\xff", -1),
    (s32, b"\x05\0\0\0", 5),
    (u64, b"\x01\0\0\0\0\0\0\x80", 0x8000000000000001),
]


@pytest.mark.parametrize(("read", "data", "expected"), NUMBERS)
def test_numbers_are_in_the_order_of_the_host(read, data: bytes, expected: int) -> None:
    from sys import byteorder

    assert read(data if byteorder == "little" else data[::-1]) == expected


@pytest.mark.parametrize("read", [u8, u16, u32, s32, u64])
def test_a_number_that_is_too_short_is_an_error(read) -> None:
    with pytest.raises(FormatError, match="0 octets where"):
        read(b"")


def test_a_number_can_be_missing() -> None:
    attrs = {6: (7).to_bytes(4, "little")}
    assert number(attrs, 6, None) is not None
    assert attrs == {}
    assert number(attrs, 6, None) is None
    assert number(attrs, 6, 5) == 5
    with pytest.raises(FormatError, match="attribute 6: 1 octets where 4 are needed"):
        number({6: b"x"}, 6, None)


def test_text_ends_at_its_nul() -> None:
    assert cstring(b"eth0\0\0\0") == "eth0"
    assert cstring(b"eth0") == "eth0"
    assert cstring(b"et\xff0\0") == "et\\xff0"


def test_what_no_row_knows_is_kept_in_hexadecimal() -> None:
    attrs = {9: b"\x01\x02", 3: b"abc\0", 200: b""}
    assert named(attrs, ((3, "label", cstring), (4, "absent", u32))) == (
        ("label", "abc"),
    )
    assert unread(attrs) == (("attr#9", "0102"), ("attr#200", ""))


def test_the_error_of_a_value_names_its_attribute() -> None:
    with pytest.raises(FormatError, match=r"attribute 4 \(mark\): 1 octets where 4"):
        named({4: b"x"}, ((4, "mark", u32),))
