"""
Texts of rows, each different one with a number: many rows looked up at once.

A text is a row of 64-bit words.  Where it may be found a number tells that is made of
its words; whether it is there, all words are compared.  Needs numpy, the extra
``[scale]``.  Pure.
"""

from __future__ import annotations

from functools import cache

from rtentry.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rtentry.frame import Array

SLOTS = 16
"""Bits of the numbers by which texts are found at once."""


GOLDEN = 0x9E3779B97F4A7C15
"""An odd number whose powers have bits of all kinds: 2 ** 64 by the golden ratio."""


class Seen(NamedTuple):
    """
    Texts of one length.

    Fields:
        keys:   a number for each text, ascending.
        texts:  the texts, as rows of 64-bit words.
        number: the number of each.
        slots:  index of a text by the upper bits of its key.
    """

    keys: Array
    texts: Array
    number: Array
    slots: Array


class Texts:
    """
    Texts with their numbers, from 0.

    Fields:
        seen: those of one length, by that length.
        all:  octets of each, by number; zeros up to a whole word.
    """

    def __init__(self) -> None:
        self.seen: dict[int, Seen] = {}
        self.all: list[bytes] = []

    def numbers(self, texts: Array, good: Array, length: int) -> Array:
        """
        The number of each text; those that are new are learned.

        Args:
            texts:  as rows of 64-bit words.
            good:   which of them count; of all others the number is -1, as it is of the
                    few that cannot be told from one that was seen.
            length: to be told from texts of another length.
        """
        import numpy as np

        keys = mixed(texts)
        seen, missing = self.seen.get(length), good
        number = np.full(len(keys), -1, np.int32)
        if seen is not None:
            at = seen.slots.take((keys >> np.uint64(64 - SLOTS)).view(np.int64))
            same = alike(seen, at, texts) & good
            number, missing = np.where(same, seen.number.take(at), -1), good & ~same
        if seen is not None and missing.any():  # those that share a slot with another
            self.find(seen, keys, texts, number, missing)
            missing = good & (number < 0)
        if missing.any():
            seen = self.learned(keys[missing], texts[missing], length)
            self.find(seen, keys, texts, number, missing)
        return number

    def find(
        self, seen: Seen, keys: Array, texts: Array, number: Array, which: Array
    ) -> None:
        """Put into *number* those of some texts, looked for by their keys."""
        import numpy as np

        at = np.searchsorted(seen.keys, keys[which]).clip(max=len(seen.keys) - 1)
        same = alike(seen, at, texts[which])
        number[which] = np.where(same, seen.number[at], -1)

    def learned(self, keys: Array, texts: Array, length: int) -> Seen:
        """What was seen, with texts that were not seen yet."""
        import numpy as np

        keys, first = np.unique(keys, return_index=True)
        texts = texts[first]
        seen = self.seen.get(length)
        if seen is not None:
            at = np.searchsorted(seen.keys, keys).clip(max=len(seen.keys) - 1)
            new = seen.keys[at] != keys
            keys, texts = keys[new], texts[new]
        number = np.arange(len(self.all), len(self.all) + len(keys), dtype=np.int32)
        self.all += map(bytes, texts)
        if seen is not None:
            keys = np.concatenate([seen.keys, keys])
            texts = np.concatenate([seen.texts, texts])
            number = np.concatenate([seen.number, number])
        order = np.argsort(
            keys, kind="stable"
        )  # quick where two rows of them are sorted
        keys, texts, number = keys[order], texts[order], number[order]
        slots = np.zeros(1 << SLOTS, np.int32)
        slots[keys >> np.uint64(64 - SLOTS)] = np.arange(len(keys))
        self.seen[length] = Seen(keys, texts, number, slots)
        return self.seen[length]


def alike(seen: Seen, at: Array, texts: Array) -> Array:
    """Which texts are those at their places among what was seen."""
    import numpy as np

    same = np.ones(len(texts), bool)
    differ = seen.texts.take(at, axis=0) != texts
    same[differ.ravel().nonzero()[0] // texts.shape[1]] = False
    return same


def mixed(texts: Array) -> Array:
    """A number for each text; equal ones have equal numbers."""
    import numpy as np

    found = np.zeros(len(texts), np.uint64)
    for column, odd in zip(texts.T, multipliers(texts.shape[1]), strict=True):
        found += column * odd
    return found


@cache
def multipliers(count: int) -> Array:
    """Odd numbers of 64 bits, always the same."""
    import numpy as np

    powers = [pow(GOLDEN, n, 1 << 64) for n in range(1, count + 1)]
    return np.array(powers, np.uint64)  # numpy.random is slow to load
