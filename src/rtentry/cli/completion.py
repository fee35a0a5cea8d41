"""
Completion for shells: what may stand where the cursor is.

The shells' scripts are short: they give the line up to the cursor to
``rtentry --complete LINE`` and take what it prints, a word and its help a line.  So all
shells complete alike, and a new command, option or dialect is completed by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from rtentry.cli.options import ABOUT, OPTIONS
from rtentry.dialects import dialects
from rtentry.light import NamedTuple
from rtentry.queries import ROOM, Param, Query
from rtentry.registry import member, names
from rtentry.sources import ALL_NETNS
from rtentry.sources import ROOM as SOURCES
from rtentry.sources._netns import FOLDERS

FILES = ":files"
"""What stands for the names of files, which the shell knows itself."""

BASH = r"""
_rtentry() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" cut word files=
    local full="${line##*[[:space:]]}" cur="${COMP_WORDS[COMP_CWORD]}"
    [ "$cur" = "$full" ] || case "$full" in *"$cur") ;; *) cur= ;; esac
    cut="${full%"$cur"}"
    COMPREPLY=()
    for word in $(rtentry --complete "$line" 2>/dev/null); do
        if [ "$word" = :files ]; then files=yes; continue; fi
        word="${word%%$'\t'*}"
        COMPREPLY+=("${word#"$cut"}")
    done
    if [ -n "$files" ]; then
        for word in $(compgen -f -- "$full"); do COMPREPLY+=("${word#"$cut"}"); done
    fi
}
complete -o filenames -o nosort -F _rtentry rtentry
"""

ZSH = r"""
#compdef rtentry
_rtentry() {
    local -a found
    local line word files=
    for line in "${(@f)$(rtentry --complete "$LBUFFER" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then files=yes; continue; fi
        [[ -n $line ]] || continue
        word=${line%%$'\t'*}
        found+=("${word//:/\\:}:${line#*$'\t'}")
    done
    (( $#found )) && _describe -V rtentry found
    if [[ -n $files ]]; then _files; fi
}
compdef _rtentry rtentry
"""

FISH = r"""
function __rtentry_complete
    for line in (rtentry --complete (commandline -cp | string collect) 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c rtentry -f -a '(__rtentry_complete)'
"""

SCRIPTS: Mapping[str, str] = {"bash": BASH, "zsh": ZSH, "fish": FISH}


class Word(NamedTuple):
    """A word that may follow, and what it is for."""

    text: str
    help: str = ""


def script(shell: str) -> list[str]:
    """The completion script of a shell; KeyError if it is not known."""
    return SCRIPTS[shell].strip().splitlines()


def complete(line: str) -> Iterator[str]:
    """What may stand at the end of a line: word, tab, help."""
    words = line.split()[1:]
    last = words.pop() if words and not line[-1:].isspace() else ""
    for found in candidates(words, last):
        if found.text == FILES:
            yield FILES
        elif found.text.startswith(last):
            yield f"{found.text}\t{found.help}"


def candidates(words: Sequence[str], last: str) -> Iterable[Word]:
    """The words that may follow some others; *last* is what is typed of it already."""
    rest = list(words)
    while rest and rest[0] in OPTIONS:
        field, placeholder, _ = OPTIONS[rest.pop(0)]
        if placeholder and not rest:
            return values(field)
        if placeholder:
            rest.pop(0)
    if not rest:
        return options() if last.startswith("-") else commands()
    if rest[0] in names(ROOM):
        return of_query(member(ROOM, rest[0]), rest[1:], last)
    return [Word(FILES)]


def commands() -> Iterator[Word]:
    """All commands."""
    for name in names(ROOM):
        query: Query = member(ROOM, name)
        yield Word(name, query.help)
    every = [tool for each in dialects() for tool in each.tools]
    for tool in sorted(set(every)):
        yield Word(tool, "as the system that --as names prints it")


def options() -> Iterator[Word]:
    """The options of every command."""
    fields = {field: told for field, _, told in OPTIONS.values() if told}
    for word, (field, _, _) in OPTIONS.items():
        yield Word(word, fields.get(field, ""))
    for word, told in ABOUT.items():
        if told:
            yield Word(word, told)


def of_query(query: Query, words: Sequence[str], last: str) -> Iterator[Word]:
    """What may follow in the arguments of a query."""
    takes = {name: p for p in query.params for name in p.names if p.kind != "flag"}
    before = words[-1] if words else ""
    if before in takes and before.startswith("-"):
        yield from of_param(takes[before])
        return
    if before in OPTIONS and OPTIONS[before][1]:
        yield from values(OPTIONS[before][0])
        return
    if last.startswith("-"):
        yield from [
            Word(n, p.help) for p in query.params for n in p.names if n[0] == "-"
        ]
        yield from options()
        return
    for param in query.params:
        if not param.names[0].startswith("-"):
            yield from of_param(param)


def of_param(param: Param) -> Iterator[Word]:
    """The values of an argument."""
    yield from [Word(choice) for choice in param.choices]
    if param.kind == "source":
        yield from sources()
    elif param.kind == "lines" or not param.choices:
        yield Word(FILES)


# -- values of options -----------------------------------------------------------------------


def systems() -> Iterator[Word]:
    """The names of dialects, and of systems."""
    for name in sorted({each.system for each in dialects()}):
        yield Word(name, "the newest of them")
    for each in dialects():
        yield Word(each.name, each.title)


def namespaces() -> Iterator[Word]:
    """The network namespaces of this machine."""
    for folder in FOLDERS:
        if os.path.isdir(folder):  # noqa: PTH112 - pathlib costs 8 ms
            yield from map(Word, sorted(os.listdir(folder)))  # noqa: PTH208
            return


def sources() -> Iterator[Word]:
    """The places to read from."""
    for name in names(SOURCES):
        text = name if name == "live" else f"{name}:"
        yield Word(text, member(SOURCES, name).help)
    yield from [Word(f"netns:{each.text}") for each in namespaces()]
    yield Word(FILES)


def values(field: str) -> Iterator[Word]:
    """The values of an option of every command."""
    return VALUES.get(field, lambda: iter(()))()


VALUES: Mapping[str, Callable[[], Iterator[Word]]] = {
    "source": sources,
    "system": systems,
    "dialect": systems,
    "netns": lambda: chain([Word(ALL_NETNS, "each one")], namespaces()),
    "color": lambda: map(Word, ("auto", "always", "never")),
}
