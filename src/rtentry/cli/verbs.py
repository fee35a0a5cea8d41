"""The commands of ``rtentry.queries`` on the command line: what they are given, answers."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from rtentry.cli import plain
from rtentry.cli.options import OPTIONS, Options, ask, checked, known, refuse_empty
from rtentry.cli.output import cut, records, say, told, warn
from rtentry.errors import FormatError, UsageError
from rtentry.light import Any
from rtentry.model import Snapshot
from rtentry.packet import Reply
from rtentry.queries import ROOM, Answer, Call, Query, Stream
from rtentry.registry import member
from rtentry.sources import EVERYTHING, Ask, read, replies, watch


def run(options: Options, argv: Sequence[str]) -> int:
    """Run a query: read what it needs, print its answer, return its exit status."""
    query: Query = member(ROOM, argv[0])
    args = arguments(argv, query)
    if args is None:
        return 0
    refuse_empty(args)
    options = options._replace(**{k: args[k] for k in Options._fields if args[k]})
    checked(options if query.asks(args) else options._replace(system=None))
    answer = streamed(query, args, options)
    call = Call((), args)
    if answer is not None:
        options = options._replace(json=False, jsonl=False)  # it is what was asked for
    else:
        call = asked(query, args, options)
        gc.freeze()
        gc.enable()  # a question may live long (see __main__)
        answer = query.run(call)
    warn(answer.notes)
    if answer.tables is not None or answer.octets is not None:
        put(answer)
    elif answer.data is None and (options.json or options.jsonl):
        records(call.snapshots, options)
    else:
        put_lines = told_at_once if answer.is_live else say if answer.is_ended else cut
        put_lines(lines_of(answer, options))
    warn(answer.after())
    return answer.status() if callable(answer.status) else answer.status


def streamed(query: Query, args: dict[str, Any], options: Options) -> Answer | None:
    """The answer of a query that reads a large file in pieces; ``None`` = it does not."""
    data = "json" if options.json else "jsonl" if options.jsonl else None
    if query.stream is None or options.lenient or (data and options.dialect):
        return None
    from rtentry.dialects import dialects
    from rtentry.sources.capture import pieces, within

    named = [args[p.dest] for p in query.params if p.kind == "source" and args[p.dest]]
    where = [*named, options.source][0]
    lines = pieces(where)
    if lines is None:
        return None
    from rtentry.sources._spill import in_order  # for large files only

    speaks = data or options.dialect
    words = known(speaks) if speaks else None
    tried = within(options.system) or dialects()
    try:
        call = Call((), args, words, in_order=in_order)
        return query.stream(lines, tried, call)
    except FormatError as error:
        raise FormatError(
            error.message, line=error.line, column=error.column, source=where
        ) from None


def told_at_once(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def asked(query: Query, args: dict[str, Any], options: Options) -> Call:
    """What a query is given: everything that its arguments name is read."""
    args |= {"system": options.system, "dialect": options.dialect}
    args |= {"json": options.json or options.jsonl}
    args |= {"jsonl": options.jsonl and not options.json}
    texts = {p.dest: args[p.dest] for p in query.params if p.kind == "lines"}
    args |= {dest: text_of(text) for dest, text in texts.items()}
    streams = {p.dest: args[p.dest] for p in query.params if p.kind == "stream"}
    args |= {dest: stream(where) for dest, where in streams.items() if where}
    own = options.dialect is None or not query.speaks(args)
    words = None if own else known(str(options.dialect))
    snapshots, second = places(query, args, options)
    read_from = {dest: text for dest, text in texts.items() if text != args[dest]}
    replied = answers(query, args, options)
    colour = wants_colour(options)
    batches = partial(watch, options.source, ask(options, ()))
    return Call(snapshots, args, words, colour, second, read_from, replied, batches)


def put(answer: Answer) -> None:
    """Write what comes in pieces: into a file, whole or not at all, or as it comes."""
    from rtentry.sources import _stream

    if answer.tables is not None:
        _stream.write_tables(answer.tables, str(answer.into))
    elif answer.into is not None:
        _stream.write(answer.octets or (), answer.into)
    else:
        _stream.told(answer.octets or ())


def stream(where: str) -> Stream:
    """A file, or standard input, that is read as it is needed."""
    from rtentry.sources._stream import stream as opened

    return opened(where)


def places(
    query: Query, args: Mapping[str, Any], options: Options
) -> tuple[tuple[Snapshot, ...], tuple[Snapshot, ...]]:
    """What the place to read says, and the second one if the query takes two."""
    if not query.asks(args):
        return (), ()
    wanted = wishes(query, args, options)
    found = []
    for where in named(query, args, options):
        found.append(read(where, wanted))
        for snapshot in found[-1]:
            told(snapshot, options, where)
    return found[0], found[1] if len(found) > 1 else ()


def named(query: Query, args: Mapping[str, Any], options: Options) -> list[str]:
    """
    The places to read, that of ``-F`` first.

    Raises:
        UsageError: if there are more than the query takes, or one that is read twice.
    """
    params = [p.dest for p in query.params if p.kind == "source"]
    every = [args[dest] for dest in params if args[dest] is not None]
    if options.source != Options().source or not every:
        every.insert(0, options.source)
    if every.count("-") > 1:
        raise UsageError("rtentry: standard input (-) can be read once\n")
    if len(every) > max(len(params), 1):
        told = f"-F {every[0]}, {', '.join(every[1:])}"
        raise UsageError(f"rtentry: one place too many to read: {told}\n")
    return every


def answers(
    query: Query, args: Mapping[str, Any], options: Options
) -> tuple[Reply, ...]:
    """What the kernel of the place says of the query's packets; nothing without one."""
    if query.packets is None or not query.asks(args):
        return ()
    wanted = wishes(query, args, options)
    [place, *_] = named(query, args, options)
    return replies(place, wanted, query.packets(args))


def wishes(query: Query, args: Mapping[str, Any], options: Options) -> Ask:
    """What a query asks of a source."""
    want = query.want(args) if callable(query.want) else query.want
    wanted = ask(options, want or EVERYTHING)
    packets = query.packets(args) if query.packets else ()
    versions = tuple(sorted({packet.dst.version for packet in packets}))
    return wanted._replace(versions=versions, most=query.most, frames=query.frames)


def text_of(text: Any) -> Any:
    """
    Text itself, or that of standard input (``-``) or of a file, if it is one word.

    Of several words ``-`` stands for the lines of standard input.

    Raises:
        SourceError: if the file cannot be read, or is no text.
    """
    if isinstance(text, list):
        lines = text_of("-").splitlines() if "-" in text else []
        return [x for word in text for x in (lines if word == "-" else [word])]
    if text is None or len(text.split()) != 1:
        return text
    from rtentry.sources.capture import decode, load

    return decode(load(text), text)


def lines_of(answer: Answer, options: Options) -> Iterable[str]:
    """The answer's text, or its data as JSON."""
    if not options.json and not options.jsonl:
        return answer.lines
    import json

    is_many = isinstance(answer.data, list | Iterator)
    if answer.is_live or (options.jsonl and is_many):
        return (json.dumps(item, ensure_ascii=False) for item in answer.data)
    data = list(answer.data) if isinstance(answer.data, Iterator) else answer.data
    return [json.dumps(data, ensure_ascii=False)]


def wants_colour(options: Options) -> bool:
    """Whether to colour: asked for, or on a terminal where NO_COLOR is not set."""
    if options.color != "auto":
        return options.color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def arguments(argv: Sequence[str], query: Query) -> dict[str, Any] | None:
    """
    The values of a query's arguments; ``None`` if its help was asked for and printed.

    Raises:
        UsageError: at an argument that it does not take.
    """
    every = {w: (field, bool(takes)) for w, (field, takes, _) in OPTIONS.items()}
    found = plain.arguments(argv[1:], query, every)
    if found is not None:
        return found
    from rtentry.cli.parser import explained

    return explained(argv, query)
