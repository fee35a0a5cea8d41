"""``rtentry.arrow.parquet``, ``pages`` and ``thrift``: our pages say what pyarrow's say."""

from __future__ import annotations

import io

import pytest

pa = pytest.importorskip("pyarrow")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from pyarrow import parquet  # noqa: E402

from rtentry.arrow import parquet as ours  # noqa: E402
from rtentry.arrow import thrift  # noqa: E402

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=40)


INT32 = pa.int32()


def written(batches, schema, **options):
    """What is read of a file with these batches."""
    file = io.BytesIO()
    writer = ours.Writer(file, schema, use_dictionary=False, **options)
    for batch in batches:
        writer.write(batch)
    writer.close()
    return parquet.ParquetFile(io.BytesIO(file.getvalue()))


def coded(texts, kind=INT32):
    return (
        pa.array(texts, pa.string())
        .dictionary_encode()
        .cast(pa.dictionary(kind, pa.string()))
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([1, 8, ours.ROWS]))
def test_a_column_with_numbers_is_read_as_plain_text(parts, rows):
    batches = [
        pa.record_batch(
            {"n": pa.array(range(len(part)), pa.int64()), "few": coded(part)}
        )
        for part in parts
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ours, "ROWS", rows)
        found = written(batches, batches[0].schema).read()
    assert found.schema == pa.schema({"n": pa.int64(), "few": pa.string()})
    assert found["few"].to_pylist() == [text for part in parts for text in part]
    assert found["n"].to_pylist() == [n for part in parts for n in range(len(part))]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 9), st.sampled_from([pa.int8(), pa.int32(), pa.int64()]))
def test_a_part_of_a_column_is_that_part(texts, first, kind):
    batch = pa.record_batch({"few": coded(texts, kind)}).slice(first, 20)
    found = written([batch], batch.schema).read()
    assert found["few"].to_pylist() == texts[first : first + 20]


@pytest.mark.parametrize("count", [1, 2, 256, 257, 65536, 65537])
def test_numbers_have_room_for_all_values(count):
    texts = [str(n) for n in range(count)]
    batch = pa.record_batch({"few": coded(texts)})
    assert written([batch], batch.schema).read()["few"].to_pylist() == texts


def test_rows_with_the_same_values_are_one_row_group():
    batches = [pa.record_batch({"few": coded(["a", "b"])})] * 3
    found = written(
        [*batches, *[pa.record_batch({"few": coded(["c"])})] * 2], batches[0].schema
    )
    groups = [found.metadata.row_group(n).num_rows for n in range(2)]
    assert (groups, found.num_row_groups) == ([6, 2], 2)
    column = found.metadata.row_group(0).column(0)
    assert column.encodings == ("PLAIN", "RLE", "RLE_DICTIONARY")
    assert column.num_values == 6


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, None], pa.uint32()),
        pa.array([True, None]),
        pa.array(["a", None]),
        pa.array([b"a", None]),
        pa.array([5, None]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["x", None])),
        pa.array([None, None], pa.dictionary(pa.int8(), pa.string())),
    ],
    ids=lambda column: str(column.type),
)
def test_columns_of_any_type_are_written(column):
    batch = pa.record_batch({"a": column, "b": coded(["x", "y"])})
    found = written([batch, batch], batch.schema, compression="snappy")
    assert found.read()["a"].to_pylist() == column.to_pylist() * 2
    plain = getattr(column.type, "value_type", column.type)
    assert found.schema_arrow.field("a").type == plain


INTEGERS = [
    (pa.from_numpy_dtype(name), -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    if name.startswith("i")
    else (pa.from_numpy_dtype(name), 0, 2**bits - 1)
    for bits in (8, 16, 32, 64)
    for name in (f"int{bits}", f"uint{bits}")
]


@pytest.mark.parametrize(("kind", "least", "most"), INTEGERS, ids=str)
@given(st.data())
def test_integers_and_what_is_told_of_them_are_those_of_pyarrow(
    kind, least, most, data
):
    value = st.one_of(st.none(), st.integers(least, most))
    parts = data.draw(st.lists(st.lists(value, min_size=1, max_size=20), min_size=1))
    batches = [pa.record_batch({"n": pa.array(part, kind)}) for part in parts]
    found = written(batches, batches[0].schema)
    table = pa.Table.from_batches(batches)
    file = io.BytesIO()
    parquet.write_table(table, file)
    assert found.read() == table
    told, wanted = (
        each.metadata.row_group(0).column(0).statistics
        for each in (found, parquet.ParquetFile(file))
    )
    assert told.null_count == wanted.null_count == table["n"].null_count
    assert (told.min, told.max) == (wanted.min, wanted.max)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.text(), st.text("é", max_size=70))),
    st.integers(1, 300),
    st.integers(0, 9),
    st.booleans(),
)
def test_texts_are_read_as_they_were(texts, times, first, nullable):
    texts = texts if nullable else [text or "" for text in texts]
    schema = pa.schema([pa.field("a", pa.string(), nullable)])
    batch = pa.record_batch([pa.array(texts * times, pa.string())], schema).slice(first)
    found = written([batch, batch], schema)
    assert found.read()["a"].to_pylist() == (texts * times)[first:] * 2
    if batch.num_rows:
        told = found.metadata.row_group(0).column(0)
        assert told.statistics.null_count == 2 * batch["a"].null_count
        assert "DELTA_LENGTH_BYTE_ARRAY" in told.encodings


@pytest.mark.parametrize("lengths", [[0, 255], [255, 0], [0, 70_000], [5], [7] * 130])
@pytest.mark.parametrize("count", [1, 32, 33, 34, 128, 129, 130, 161, 162, 1000])
def test_texts_of_any_length_are_read_by_other_programs(tmp_path, lengths, count):
    duckdb = pytest.importorskip("duckdb")
    texts = [chr(97 + n % 26) * lengths[n % len(lengths)] for n in range(count)]
    batch = pa.record_batch({"a": texts})
    with (tmp_path / "t.parquet").open("wb") as file:
        writer = ours.Writer(file, batch.schema)
        writer.write(batch)
        writer.close()
    name = str(tmp_path / "t.parquet")
    assert parquet.read_table(name)["a"].to_pylist() == texts
    found = duckdb.execute("select a from read_parquet(?)", [name]).fetchall()
    assert [text for (text,) in found] == texts


def test_a_column_that_must_have_values_tells_no_levels():
    schema = pa.schema([pa.field("a", pa.dictionary(pa.int32(), pa.string()), False)])
    batch = pa.record_batch([coded(["x", "y", "x"])], schema=schema)
    found = written([batch], schema)
    assert found.read().to_pylist() == [{"a": "x"}, {"a": "y"}, {"a": "x"}]
    assert not found.schema_arrow.field("a").nullable


def test_a_file_without_rows_has_its_columns():
    schema = pa.schema({"few": pa.dictionary(pa.int32(), pa.string())}, {"k": "v"})
    found = written([], schema)
    assert (found.metadata.num_rows, found.schema_arrow.names) == (0, ["few"])
    assert found.schema_arrow.metadata[b"k"] == b"v"


def test_other_programs_read_it(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    texts = ["a", None, "b", "a"] * 100
    batch = pa.record_batch({"few": coded(texts), "n": list(range(400))})
    with (tmp_path / "t.parquet").open("wb") as file:
        writer = ours.Writer(file, batch.schema)
        writer.write(pa.Table.from_batches([batch, batch]))
        writer.close()
    query = "select few, count(*), max(n) from read_parquet(?) group by 1 order by 1"
    found = duckdb.execute(query, [str(tmp_path / "t.parquet")]).fetchall()
    assert found == [("a", 400, 399), ("b", 200, 398), (None, 200, 397)]


STRUCTURES = st.recursive(
    st.one_of(
        st.tuples(
            st.sampled_from([thrift.I16, thrift.I32, thrift.I64]),
            st.integers(-(2**40), 2**40),
        ),
        st.tuples(st.just(thrift.BINARY), st.binary(max_size=200)),
        st.tuples(st.just(thrift.BYTE), st.integers(0, 255)),
        st.tuples(st.just(thrift.DOUBLE), st.floats(allow_nan=False)),
        st.sampled_from([(thrift.TRUE, True), (thrift.FALSE, False)]),
        st.lists(st.integers(-9, 9), max_size=40).map(
            lambda each: (thrift.LIST, (thrift.I32, each))
        ),
    ),
    lambda inner: st.one_of(
        st.dictionaries(st.integers(1, 300), inner, max_size=4).map(
            lambda s: (thrift.STRUCT, s)
        ),
        st.lists(
            st.dictionaries(st.integers(1, 40), inner, max_size=2), max_size=20
        ).map(lambda each: (thrift.LIST, (thrift.STRUCT, each))),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.integers(1, 300), STRUCTURES, max_size=6))
def test_a_structure_is_read_as_it_was_written(fields):
    octets = thrift.structure(fields)
    reader = thrift.Reader(octets + b"rest")
    assert reader.struct() == fields
    assert reader.place == len(octets)
