"""Texts of many rows: equal ones have equal numbers, others have others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry import bulktexts
from rtentry.bulkoctets import columns, cut, newlines, words
from rtentry.bulktexts import Texts

np = pytest.importorskip("numpy")

WIDTH = 11
TEXT = st.text("ab ", min_size=WIDTH, max_size=WIDTH)
PIECES = st.lists(
    st.lists(st.tuples(TEXT, st.booleans()), min_size=1, max_size=20), max_size=4
)


def octets(texts):
    """Texts of one length as rows of octets."""
    data = "".join(texts).encode()
    return np.frombuffer(data, np.uint8).reshape(len(texts), -1)


def numbered(texts, pieces):
    """Number and text of each row of the pieces."""
    for piece in pieces:
        rows = [text for text, _ in piece]
        good = np.array([is_good for _, is_good in piece])
        found = texts.numbers(words(octets(rows), (0, WIDTH)), good, WIDTH)
        yield from zip(found.tolist(), piece, strict=True)


@given(PIECES, st.sampled_from([16, 1]))
def test_a_number_stands_for_one_text(pieces, slots):
    before = bulktexts.SLOTS
    bulktexts.SLOTS = slots  # with few of them most texts share one
    try:
        texts = Texts()
        for number, (text, is_good) in numbered(texts, pieces):
            assert (number >= 0) == is_good
            if is_good:
                assert texts.all[number].rstrip(b"\0") == text.encode()
    finally:
        bulktexts.SLOTS = before
    assert len(set(texts.all)) == len(texts.all)


def test_texts_of_other_lengths_have_other_numbers():
    texts, good = Texts(), np.ones(1, bool)
    one = words(octets(["a" * 8]), (0, 8))
    assert texts.numbers(one, good, 8).tolist() == [0]
    assert texts.numbers(one, good, 9).tolist() == [1]
    assert texts.numbers(one, good, 8).tolist() == [0]


def test_texts_that_cannot_be_told_apart_have_no_number(monkeypatch):
    monkeypatch.setattr(bulktexts, "mixed", lambda texts: np.zeros(len(texts), "u8"))
    texts, good = Texts(), np.ones(2, bool)
    both = words(octets(["a" * 8, "b" * 8]), (0, 8))
    found = [texts.numbers(both, good, 8).tolist() for _ in range(2)]
    assert found == [[0, -1], [0, -1]]


@given(st.lists(st.text("ab\n", max_size=9)), st.integers(0, 5))
def test_newlines_are_found_whatever_length_is_expected(lines, length):
    data = "".join([line + "\n" for line in lines]).encode()
    found = newlines(np.frombuffer(data, np.uint8), length).tolist()
    assert found == [n for n, octet in enumerate(data) if octet == 10]


@given(st.lists(st.text("ab", max_size=3)), st.integers(1, 3))
def test_lines_of_one_length_are_rows(lines, length):
    data = "".join([line + "\n" for line in lines]).encode()
    same = [line for line in lines if len(line) == length]
    starts = [
        len("".join([each + "\n" for each in lines[:n]]))
        for n, line in enumerate(lines)
        if len(line) == length
    ]
    if same:
        found = cut(np.frombuffer(data, np.uint8), np.array(starts), length)
        assert [bytes(row).decode() for row in found] == same


def test_columns_are_cut_out_and_put_side_by_side():
    lines = octets(["abcdefghij", "0123456789"])
    assert columns(lines, 2, 4).tobytes() == b"cd23"
    some = words(lines, (0, 3), (4, 4), (8, 10), more=1)
    assert some.tobytes() == b"abcij\0\0\0" + bytes(8) + b"01289\0\0\0" + bytes(8)
