"""Files of columns, Parquet and Arrow, as record batches: read and written (pyarrow)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from rtentry.arrow import form, needed
from rtentry.errors import SourceError
from rtentry.light import Any
from rtentry.sources._progress import Progress

MAGIC = {b"PAR1": "parquet", b"ARROW1": "arrow"}
"""What files of columns begin with."""

ROWS = 1 << 23
"""How many rows are read at a time: a row group of what is written, with a dictionary."""

DICTIONARY = 1 << 26
"""How large a dictionary of a Parquet file may be (octets)."""


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


def batches(where: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
    """The record batches of a file; of these columns, ``None`` = of all."""
    with arrow(where) as pa, Progress(where) as progress:
        found = parquet if form_of(where) == "parquet" else ipc
        for batch, share in found(pa, where, columns):
            if progress.shown:
                progress.tell(share, batch.num_rows)
            yield batch


def parquet(
    _: Any, where: str, columns: Sequence[str] | None
) -> Iterator[tuple[Any, float]]:
    """The batches of a Parquet file, each with the share of rows that is read then."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(where) as file:
        done, rows = 0, file.metadata.num_rows
        for batch in file.iter_batches(batch_size=ROWS, columns=columns):
            done += batch.num_rows
            yield batch, done / rows


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
    Write record batches, or tables, of one schema.

    Args:
        tables: at least one.
        name:   the file.
        where:  what it will be called: the form of the file.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    with arrow(where) as pa:
        every = iter(tables)
        first = next(every)
        with (
            writer(pa, name, form(where), first.schema) as file,
            ThreadPoolExecutor(1) as beside,
        ):
            before: Future[None] | None = None
            for table in chain([first], every):
                if before is not None:
                    before.result()
                before = beside.submit(put, file, form(where), table)
            if before is not None:
                before.result()


def put(file: Any, kind: str | None, table: Any) -> None:
    """Write one table: as one row group, in Parquet."""
    if kind == "parquet" and table.num_rows:
        file.write(table, table.num_rows)
    elif table.num_rows:
        file.write(table)


def writer(pa: Any, name: str, kind: str | None, schema: Any) -> Any:
    """What writes a file of some form."""
    if kind == "parquet":
        from pyarrow.parquet import ParquetWriter

        few = [f.name for f in schema if pa.types.is_dictionary(f.type)]
        text = {f.name for f in schema if pa.types.is_string(f.type)}
        packed = {name: "snappy" if name in text else "none" for name in schema.names}
        return ParquetWriter(
            name,
            schema,
            use_dictionary=few,
            write_statistics=[f.name for f in schema if f.name not in few],
            dictionary_pagesize_limit=DICTIONARY,
            compression=packed,
        )
    options = pa.ipc.IpcWriteOptions(unify_dictionaries=True)
    return pa.ipc.new_file(name, schema, options=options)
