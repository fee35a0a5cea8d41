"""The lookup on engines that map Arrow batches: as the documentation says."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow")

from rtentry.addr import parse_prefix  # noqa: E402
from rtentry.lookup.batch import Lookup, map_batches  # noqa: E402
from rtentry.model import Route  # noqa: E402

TABLE = [Route(parse_prefix("192.0.2.0/24"), ifname="eth0")]

TEXTS = ["192.0.2.1", "x", "::1"] * 40


@pytest.fixture
def expected():
    return Lookup(TABLE, "src")(pa.table({"src": TEXTS}))


@pytest.mark.filterwarnings("ignore")
def test_dask_maps_partitions(expected):
    dask = pytest.importorskip("dask.dataframe")
    pandas = pytest.importorskip("pandas")
    find = Lookup(TABLE, "src")

    def look(part):
        return find(pa.Table.from_pandas(part, preserve_index=False)).to_pandas()

    frame = dask.from_pandas(pandas.DataFrame({"src": TEXTS}), npartitions=4)
    found = frame.map_partitions(look, meta=look(frame.head(0)))
    told = found.compute(scheduler="processes").reset_index(drop=True)
    rows = told.astype(object).where(told.notna(), None).to_dict("records")
    assert rows == expected.to_pylist()


def test_spark_maps_in_arrow_an_iterator_of_batches(expected):
    batches = pa.table({"src": TEXTS}).to_batches(max_chunksize=7)
    found = list(map_batches(Lookup(TABLE, "src"), iter(batches)))
    assert len(found) == len(batches)
    assert pa.Table.from_batches(found).equals(expected)


def test_spark_does_so_itself(expected):
    pyspark = pytest.importorskip("pyspark")
    find = Lookup(TABLE, "src")
    types = "src string, route_dst string, route_gateway string, route_ifname string, route_answer string"
    spark = pyspark.sql.SparkSession.builder.master("local[2]").getOrCreate()
    try:
        frame = spark.createDataFrame([(text,) for text in TEXTS], "src string")
        found = frame.mapInArrow(lambda batches: map_batches(find, batches), types)
        rows = [row.asDict() for row in found.collect()]
    finally:
        spark.stop()
    assert rows == expected.to_pylist()
