"""Many addresses at once against the oracle."""

from __future__ import annotations

import random
from importlib.util import find_spec

import pytest

from rtentry.addr import WIDTH, Prefix
from rtentry.frame import Frame
from rtentry.lpm import layout as layout_module
from rtentry.lpm.index import Index
from rtentry.lpm.plain import Plain

np = pytest.importorskip("numpy")

WAYS = (False, True) if find_spec("numba") else (False,)
"""Without numba, and with it."""


@pytest.fixture(params=[0, 1, 2], ids=["many", "some", "few"])
def layout(request, monkeypatch):
    """Tries as they are for few prefixes, and for many."""
    found = {
        version: ((0, 0, each[min(request.param, len(each) - 1)][2]),)
        for version, each in layout_module.STRIDES.items()
    }
    monkeypatch.setattr(layout_module, "STRIDES", found)


def table(version, count, seed=1):
    """Random prefixes, many within others, of all lengths; and their values."""
    rng = random.Random(seed)
    width = WIDTH[version]
    tops = [rng.getrandbits(width) for _ in range(20)]
    found = {Prefix(version, 0, 0): 1}
    for _ in range(count):
        plen = rng.choice([rng.randint(0, width), width, width - 8, width // 2])
        kept = rng.randint(0, width)
        addr = rng.choice(tops) >> kept << kept | rng.getrandbits(kept)
        addr = addr >> width - plen << width - plen
        found[Prefix(version, addr, plen)] = rng.randint(1, 300)
    return found


def asked(prefixes, seed=2):
    """Addresses in and next to prefixes."""
    rng = random.Random(seed)
    for version, addr, plen, _ in prefixes:
        width = WIDTH[version]
        size = 1 << width - plen
        for each in (addr, addr - 1, addr + size, addr + rng.randrange(size)):
            yield each % (1 << width)


def arrays(version, addresses):
    """The same addresses in all the forms that are understood."""
    octets = b"".join([addr.to_bytes(WIDTH[version] // 8) for addr in addresses])
    yield np.frombuffer(octets, np.uint8).reshape(len(addresses), -1)
    if version == 4:
        yield np.array(addresses, np.uint32)
    else:
        yield np.frombuffer(octets, ">u8").reshape(-1, 2).astype(np.uint64)


def expected(plain, version, addresses):
    return [plain.match(Prefix(version, addr, WIDTH[version])) for addr in addresses]


def values(index, slots):
    return [index.values[slot] for slot in slots.tolist()]


@pytest.mark.parametrize("version", WIDTH)
def test_each_address_has_the_value_of_the_oracle(layout, version):
    rows = table(version, 2000)
    index = Index(rows.items())
    plain: Plain[int] = Plain()
    for where, value in rows.items():
        plain.insert(where, value)
    addresses = list(asked(rows))
    want = expected(plain, version, addresses)
    for array in arrays(version, addresses):
        for jit in WAYS:
            assert values(index, index.match_many(array, jit)) == want


@pytest.mark.parametrize("version", WIDTH)
def test_a_change_is_seen_by_the_next_batch(layout, version):
    rows = table(version, 300)
    index = Index(rows.items())
    plain: Plain[int] = Plain()
    for where, value in rows.items():
        plain.insert(where, value)
    addresses = list(asked(rows))
    array = next(arrays(version, addresses))
    rng = random.Random(3)
    for where in rng.sample(list(rows), 200):
        if rng.random() < 0.6:
            index.delete(where)
            plain.delete(where)
        else:
            index.insert(where, 1000)
            plain.insert(where, 1000)
        if rng.random() < 0.2:
            want = expected(plain, version, addresses)
            for jit in WAYS:
                assert values(index, index.match_many(array, jit)) == want


def frame(rows, version):
    """A frame of prefixes, without anything else."""
    import numpy as np

    halves = [(p.addr >> 64, p.addr & (1 << 64) - 1) for p in rows]
    return Frame(
        version,
        np.array([p.addr for p in rows], np.uint32)
        if version == 4
        else np.array(halves, np.uint64).reshape(-1, 2),
        np.array([p.plen for p in rows], np.uint8),
        np.zeros(len(rows), np.int32),
        (),
    )


@pytest.mark.parametrize("version", WIDTH)
def test_an_index_of_a_frame_is_that_of_its_prefixes(layout, version):
    rows = table(version, 2000)
    doubled = [*rows, *random.Random(4).sample(list(rows), 50)]
    random.Random(5).shuffle(doubled)
    index: Index[int] = Index()
    index.load_frame(
        frame(doubled, version), np.arange(len(doubled)), range(len(doubled))
    )
    same = Index((where, at) for at, where in enumerate(doubled))
    assert list(index.items()) == list(same.items())
    addresses = list(asked(rows))
    for array in arrays(version, addresses):
        found = index.match_many(array)
        assert values(index, found) == values(same, same.match_many(array))
        assert (found - 1).tolist() == values(index, found)
    for where in rows:
        index.delete(where)
    assert not index.match_many(array).any()


def test_arrays_of_arrow_are_looked_at_where_they_are():
    pa = pytest.importorskip("pyarrow")
    rows = table(4, 500) | table(6, 500)
    index = Index(rows.items())
    for version in WIDTH:
        addresses = list(asked([p for p in rows if p.version == version]))
        whole, numbers = arrays(version, addresses)
        octets = pa.array(list(map(bytes, whole)), pa.binary(WIDTH[version] // 8))
        want = index.match_many(whole).tolist()
        assert index.match_many(octets).tolist() == want
        assert index.match_many(octets[5:99]).tolist() == want[5:99]
        assert (
            index.match_many(pa.chunked_array([octets[:7], octets[7:]])).tolist()
            == want
        )
        some = [None if at % 3 else bytes(each) for at, each in enumerate(whole)]
        nulls = pa.array(some, octets.type)[1:]
        without = [0 if at % 3 else slot for at, slot in enumerate(want)][1:]
        assert index.match_many(nulls).tolist() == without
        if version == 4:
            assert index.match_many(pa.array(numbers)).tolist() == want


@pytest.mark.parametrize("shape", [(3,), (3, 5), (3, 2)])
def test_what_has_no_addresses_is_an_error(shape):
    with pytest.raises(ValueError, match="has no addresses"):
        Index().match_many(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("version", WIDTH)
def test_no_addresses_have_no_slots(version):
    for array in arrays(version, [5]):
        assert Index().match_many(array[:0]).tolist() == []
        assert Index().match_many(array).tolist() == [0]
