"""Lines in order, by temporary files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtentry.sources import _spill

LINES = st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8")))


@pytest.mark.parametrize("room", [1, 2, 100])
@given(LINES)
def test_lines_come_in_order_however_many_are_sorted_at_a_time(room, texts):
    lines = [f"{text}\n" for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_spill, "ROOM", room)
        assert [*_spill.in_order(lines)] == sorted(lines)
