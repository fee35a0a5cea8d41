"""Work ahead: the same in the same order, errors in their place, never more than may wait."""

from __future__ import annotations

from collections.abc import Iterator
from threading import get_ident

import pytest

from rtentry.sources._ahead import ahead


@pytest.mark.parametrize("most", [1, 2, 50])
@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_all_comes_in_its_order(count, most):
    assert list(ahead(iter(range(count)), most)) == list(range(count))


def test_another_thread_makes_it():
    assert get_ident() not in ahead(iter([get_ident()][:0]))
    [made] = ahead(get_ident() for _ in range(1))
    assert made != get_ident()


def test_an_error_comes_behind_what_was_made_before_it():
    def some() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("three")

    found = ahead(some(), 5)
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(ValueError, match="three"):
        next(found)


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_is_made_than_may_wait(most):
    made = []

    def some() -> Iterator[int]:
        for n in range(100):
            made.append(n)
            yield n

    found = ahead(some(), most)
    assert next(found) == 0
    found.close()
    assert len(made) <= most + 2
