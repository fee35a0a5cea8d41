"""Files of columns, Parquet and Arrow, as record batches: read and written (pyarrow)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from rtentry.arrow import form, needed
from rtentry.errors import SourceError
from rtentry.light import Any
from rtentry.sources._ahead import ahead
from rtentry.sources._progress import Progress

MAGIC = {b"PAR1": "parquet", b"ARROW1": "arrow"}
"""What files of columns begin with."""

ROWS = 1 << 20
"""How many rows are read at a time."""

TEXT = 8
"""An address that stands in a file itself takes more octets than this."""

WAITING = 4
"""How many batches may wait to be written: some are written together."""


def form_of(where: str) -> str | None:
    """What a file is, by what it begins with; ``None`` = no file of columns."""
    if not os.path.isfile(where):  # noqa: PTH113 - pathlib costs 8 ms
        return None
    try:
        with open(where, "rb") as file:  # noqa: PTH123 - as above
            head = file.read(8)
    except OSError:
        return None
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


@contextmanager
def arrow(where: str) -> Iterator[Any]:
    """
    pyarrow, to work on a file with.

    Raises:
        SourceError: if it is not installed, or the file is damaged.
    """
    needed()
    import pyarrow

    try:
        yield pyarrow
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise SourceError(f"{where}: {os.strerror(error.errno).lower()}") from None
        raise SourceError(f"{where}: {str(error).splitlines()[0]}".lower()) from None


def schema(where: str) -> Any:
    """The schema of a file."""
    with arrow(where) as pa:
        if form_of(where) == "parquet":
            from pyarrow.parquet import read_schema

            return read_schema(where)
        with pa.memory_map(where) as file:
            return pa.ipc.open_file(file).schema


def batches(
    where: str, columns: Sequence[str] | None = None, *, is_told: bool = False
) -> Iterator[Any]:
    """
    The record batches of a file; texts of which few are different are dictionaries.

    Args:
        where:   the file.
        columns: those that are read; ``None`` = all.
        is_told: as in Progress.
    """
    with arrow(where) as pa, Progress(where, is_told=is_told) as progress:
        is_parquet = form_of(where) == "parquet"
        found = parquet(where, columns) if is_parquet else ipc(pa, where, columns)
        for batch, share in ahead(found):
            if progress.shown:
                progress.tell(share, batch.num_rows)
            yield batch


def parquet(where: str, columns: Sequence[str] | None) -> Iterator[tuple[Any, float]]:
    """The batches of a Parquet file, each with the share of rows that is read then."""
    from pyarrow.parquet import ParquetFile, read_metadata

    told = read_metadata(where)
    known = {
        "metadata": told,
        "read_dictionary": list(numbered(told)),
        "pre_buffer": False,  # else all that was read stays in memory
    }
    with ParquetFile(where, **known) as file:
        done, rows = 0, told.num_rows
        for batch in file.iter_batches(batch_size=ROWS, columns=columns):
            done += batch.num_rows
            yield batch, done / rows


def numbered(told: Any) -> Iterator[str]:
    """The columns of text whose rows take too few octets for any but a number."""
    groups = [told.row_group(n) for n in range(told.num_row_groups)]
    for n in range(told.num_columns):
        column = told.schema.column(n)
        if column.name != column.path or column.logical_type.type != "STRING":
            continue
        chunks = [group.column(n) for group in groups]
        size = sum([chunk.total_uncompressed_size for chunk in chunks])
        if size < TEXT * told.num_rows and any(c.has_dictionary_page for c in chunks):
            yield column.name


def ipc(
    pa: Any, where: str, columns: Sequence[str] | None
) -> Iterator[tuple[Any, float]]:
    """The batches of an Arrow file, likewise; their octets stay where they are."""
    with pa.memory_map(where) as source:
        file = pa.ipc.open_file(source)
        for n in range(file.num_record_batches):
            batch = file.get_batch(n)
            share = (n + 1) / file.num_record_batches
            yield batch if columns is None else batch.select(columns), share


def write(tables: Iterable[Any], name: str, where: str) -> None:
    """
    Write record batches, or tables, of one schema; each while the next ones are made.

    Args:
        tables: at least one.
        name:   the file.
        where:  what it will be called: the form of the file.
    """
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[None]] = deque()
    with arrow(where) as pa:
        every = iter(tables)
        first = next(every)
        with (
            writer(pa, name, form(where), first.schema) as file,
            ThreadPoolExecutor(1) as beside,
        ):
            for table in chain([first], every):
                waiting.append(beside.submit(file.write, table))
                if len(waiting) > WAITING:
                    waiting.popleft().result()
            for one in waiting:
                one.result()


@contextmanager
def writer(pa: Any, name: str, kind: str | None, schema: Any) -> Iterator[Any]:
    """What writes a file of some form."""
    if kind == "parquet":
        from rtentry.arrow.parquet import Writer

        numbers = [f.name for f in schema if not pa.types.is_string(f.type)]
        with open(name, "wb") as octets:  # noqa: PTH123 - pathlib costs 8 ms
            made = Writer(
                octets,
                schema,
                use_dictionary=False,
                write_statistics=numbers,
                compression="none",
            )
            yield made
            made.close()
        return
    options = pa.ipc.IpcWriteOptions(unify_dictionaries=True)
    with pa.ipc.new_file(name, schema, options=options) as made:
        yield made
