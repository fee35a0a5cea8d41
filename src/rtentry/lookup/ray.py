"""
The lookup on Ray: Parquet in, a folder of Parquet out, by as many workers as there are.

The table is put into the object store once; the workers of a node look at it there and
do not copy it.  What is to be done is cut into parts of some row groups; a part makes
one file, whole or not at all, so that one whose worker died is just done again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from rtentry.errors import SourceError, UsageError
from rtentry.light import Any, NamedTuple
from rtentry.lookup.batch import Lookup
from rtentry.lookup.column import note, parse
from rtentry.lookup.plain import Wrong

STORE = 256 << 20
"""What a cluster of one's own may hold beside the table (octets)."""

ROWS = 1 << 21
"""Rows of a part, about."""


class Job(NamedTuple):
    """
    What is to be done.

    Fields:
        where:   the Parquet file with the addresses.
        into:    the folder to be written, which must not be there yet.
        address: that of a cluster; ``None`` = one of this machine's, for this job.
        workers: how many processors a cluster of one's own has; ``None`` = all.
        rows:    rows of a part, about.
    """

    where: str
    into: str
    address: str | None = None
    workers: int | None = None
    rows: int = ROWS


class Part(NamedTuple):
    """
    A part of it: some row groups.

    Fields:
        number:     which part, from 0.
        where:      the file that they are in.
        first, end: the first group, and the one behind the last.
        row:        number of the first row, from 0.
        into:       the file that is made.
    """

    number: int
    where: str
    first: int
    end: int
    row: int
    into: str


def run(find: Lookup, job: Job, wrong: Wrong) -> Iterator[bytes]:
    """
    Do it; nothing is said, but *wrong* is told of the rows without an address.

    Raises:
        SourceError: if the addresses cannot be read, or there is no such cluster.
        UsageError:  if the folder is there.
    """
    if find_spec("ray") is None:
        raise SourceError("ray is not installed: pip install rtentry[ray]")
    if os.path.exists(job.into):  # noqa: PTH110 - pathlib costs 8 ms
        raise UsageError(f"rtentry: {job.into}: is there already\n")
    unfinished = f"{os.path.abspath(job.into)}.{os.getpid()}"  # noqa: PTH100
    each = list(parts(job, unfinished))
    started = start(job, sum(size_of(find)))
    try:
        os.mkdir(unfinished)  # noqa: PTH102 - as above
        done = work(find, each)
        os.rename(unfinished, job.into)  # noqa: PTH104 - as above
    finally:
        if started:
            import ray

            ray.shutdown()
    told(done, wrong)
    yield b""


def parts(job: Job, folder: str) -> Iterator[Part]:
    """The parts of a job."""
    from pyarrow import ArrowException
    from pyarrow.parquet import read_metadata

    try:
        found = read_metadata(job.where)
    except (ArrowException, OSError) as error:
        told = str(error).splitlines()[0].lower()
        raise SourceError(f"{job.where}: {told}") from None
    where = os.path.abspath(job.where)  # noqa: PTH100 - pathlib costs 8 ms
    number = first = row = rows = 0
    for group in range(found.num_row_groups):
        rows += found.row_group(group).num_rows
        if rows >= job.rows or group + 1 == found.num_row_groups:
            into = f"{folder}/part-{number:06}.parquet"
            yield Part(number, where, first, group + 1, row, into)
            number, first, row, rows = number + 1, group + 1, row + rows, 0


def size_of(find: Lookup) -> Iterator[int]:
    """The sizes of the arrays of a lookup (octets)."""
    import pickle

    found: list[Any] = []
    pickle.dumps(find, protocol=5, buffer_callback=found.append)
    for buffer in found:
        yield buffer.raw().nbytes


def start(job: Job, size: int) -> bool:
    """Connect to the cluster, or make one with room for the table; whether that was done."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    if ray.is_initialized():
        return False
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if job.address:
            ray.init(address=job.address, **quiet)
        else:
            ray.init(
                address="local",
                num_cpus=job.workers or os.cpu_count(),
                include_dashboard=False,
                object_store_memory=STORE + 2 * size,
                _node_ip_address="127.0.0.1",
                **quiet,
            )
    except (ConnectionError, RuntimeError, ValueError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SourceError(f"{job.address or 'ray'}: {told.lower()}") from None
    return True


def work(find: Lookup, each: Sequence[Part]) -> list[dict[str, Any]]:
    """Do all parts; what each says of itself."""
    import logging
    import warnings

    import ray.data

    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    table = ray.put(find)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = [part._asdict() for part in each]
        found = ray.data.from_items(rows, override_num_blocks=max(len(rows), 1))
        way: Any = do
        mapped = found.map(way, fn_args=([table],))
        try:
            done: list[dict[str, Any]] = mapped.take_all() if rows else []
        except ray.exceptions.RayError as error:
            told = str(error).strip().splitlines() or [type(error).__name__]
            raise SourceError(f"ray: {told[-1]}") from None
    return sorted(done, key=lambda part: part["number"])


def do(row: dict[str, Any], table: list[Any]) -> dict[str, Any]:
    """
    Do one part: in a worker.

    Args:
        row:   the part.
        table: the lookup, where the object store has it.

    Returns:
        its number, how many of its rows have no address, and the first of these.
    """
    import ray
    from pyarrow.parquet import ParquetFile, write_table

    part = Part(**row)
    find: Lookup = ray.get(table[0])
    with ParquetFile(part.where) as file:
        groups = list(range(part.first, part.end))
        found = file.read_row_groups(groups, columns=[find.column])
    whole = f"{part.into}.{os.getpid()}"
    write_table(find(found), whole)
    os.replace(whole, part.into)  # noqa: PTH105 - pathlib costs 8 ms
    wrong = Wrong()
    wrong.lines = part.row
    for chunk in found.column(find.column).chunks:
        note(chunk, parse(chunk)[1], wrong)
    return {
        "number": part.number,
        "count": wrong.count,
        "numbers": [number for number, _ in wrong.first],
        "texts": [text for _, text in wrong.first],
    }


def told(done: Sequence[dict[str, Any]], wrong: Wrong) -> None:
    """Note the rows without an address."""
    wrong.what = "row"
    for part in done:
        first = dict(zip(part["numbers"], part["texts"], strict=True))
        wrong.add_all(list(first), first.__getitem__)
        wrong.count += part["count"] - len(first)
