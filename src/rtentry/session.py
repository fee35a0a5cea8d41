r"""
Terminal sessions: a text cut at its prompts, each with the host and command it names.

    [root@ganymed:~#] arp -an      root@fw:~ # arp -an     user@host ~ % netstat -rn
    ganymed# netstat -rn           $ ip route              C:\> route print

A sign alone, or behind a host's name, counts only before a command that prints tables, or
is beside those in most sessions (or where the same prompt stood before one): prose and
headings have such signs, too.  Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rtentry.light import NamedTuple
from rtentry.written import first_line

TERMINAL = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*.)"
    r"|\[\d{1,3}(?:;\d{1,3})*m"
)
"""
What a terminal takes as orders, not text: colours, titles (ECMA-48, xterm).

Of a colour that went through a web page the first character may be lost.
"""

TAGS = r"</?(?:pre|code)\b[^>\n]*>|\[/?code[^]\n]*\]"
FENCE = re.compile(
    r"^[ \t]*(?:(?:`{3,}|~{3,}|</?(?:pre|code)\b|\[/?code\b)[^|\n]*"
    r"|(?:\"{3}|'{3})[,;)]*|[\w.-]+:[ ][|>][+-]?|={3,}[ ]\w[^|\n]*"
    r"|\{(?:noformat|code)\b[^}\n]*\}|EO[A-Z]{1,4}|(?:lines [\d-]+(?:/\d+)? )?\(END\)"
    r"|~+|\"[^\"\n]+\" (?:\[[^]\n]+\] )?\d+L, \d+[BC]|/\*+|\*+/)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""
Marks around a listing in Markdown, HTML, a forum, Jira, Python, C, YAML or a shell's script,
on lines of their own; what less(1) and vi(1) show below it; titles (``=== ROUTES ===``).
"""

FENCES = {
    **{sign: (sign,) for sign in "`~<[\"'|>={"},
    "(": ("(END)",),
    "*": ("/*", "*/"),
}
"""A sign, and what of it none is without: most texts have no sign, which is soon seen."""

GLUED = re.compile(
    rf"^[^\n]*(?:(?:{TAGS})+|[=(][ ]*[rbf]?(?:\"{{3}}|'{{3}})\\?)"
    rf"(?=[ \t]*(?!{TAGS})[^\s<])"
    rf"|(?<=\S)(?:(?:{TAGS})[^\n]*|\"{{3}}[,;)]*|'{{3}}[,;)]*)[ \t]*$"
    r"|^`(?=[^`\n]+\n)|(?<=[^`\s])`$",
    re.MULTILINE | re.IGNORECASE,
)
"""Such marks on the first or the last line of a listing, and what is outside of them."""
GLUES = "<[\"'`"
"""What none of these is without."""

MORE = re.compile(r"^-- ?more ?--[^\r\n]{,30}\r *\r?", re.MULTILINE | re.IGNORECASE)
"""What more(1) showed, and struck out again, before a line."""

ENTITY = re.compile(r"&(lt|gt|amp|quot|nbsp|#0*39);")
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "nbsp": " "}
"""How HTML writes what has a meaning there."""

HARD = "\xa0"
"""A blank at which no line is broken."""

INSIDE = re.compile(rf"{TERMINAL.pattern}|(?P<entity>{ENTITY.pattern})|{HARD}")
"""What :func:`plain` reads otherwise within a line."""

FENCED = "```"
"""What stands for a host where there is a fence, not a prompt."""

PROMPT = re.compile(
    r"""
    ^ [ \t]* (?: \( [\w.-]++ \) [ ] )?              # (virtual environment)
    (?: [└╰]─++ [ ]? )?
    (?P<prompt>
        (?P<login> \[? [\w.-]++ @ (?P<at> [\w.-]++ )
            (?: : (?: [~/] [^][#$%>\n]*+ | [^][\s#$%>]*+ ) | [ ] [^][\s#$%>]++ )?
            \]? [ ]? [#$%>] \]? )
      | (?P<name> -? [A-Za-z] [\w.-]*+ )
            (?: :? [ ]? [~/] [^][#$%>\n]*+ )? [#$%>]
      | [#$%>λ\u276f] | [+]{1,4}
      | ➜ [ ]+ \S+ (?: [ ] git:\( \S+ \) (?: [ ] ✗ )? )?
      | (?P<task> [\w.-]++ ) [ ]\|[ ] [A-Z]+!? [ ]\|[ ] rc=\d+ [ ] >>    # ansible
      | (?P<windows> (?: PS [ ] )? [A-Za-z] : \\ [^<>|\n]*+ > )
    )
    (?: (?(windows) [ \t]*+ | [ \t]++ ) (?P<command> \S [^\n]* ) )? [ \t]* $
    """,
    re.MULTILINE | re.VERBOSE,
)

SIGNS = "#$%>λ\u276f+➜"
"""What no prompt is without."""

SHELL = re.compile(r"-?(?:ba|da|k|z|c|tc|a|pdk|mk)?sh(?:-[\d.]+)?")
"""What stands before the sign where nobody has set a prompt: no host."""

COMMANDS: Mapping[str, str] = {
    # command: words that may follow it, beside options, addresses and nothing
    "netstat": "",
    "arp": "",
    "ndp": "",
    "ss": "",
    "route": "get print show monitor add delete del change flush",
    "ip": "a addr address l link r ro rou rout route n neigh neighbor neighbour ru rule"
    " nexthop m mo monitor maddr s",
    "cat": "/proc/net/route /proc/net/arp /proc/net/ipv6_route /proc/net/rt_cache"
    " /proc/net/fib_trie /proc/net/snmp /proc/net/stat/rt_cache",
}
"""Commands that print tables, and how prose that begins with their name is told apart."""

BESIDE = frozenset(
    ["date", "exit", "hostname", "ifconfig", "logout", "ping", "uname", "uptime"]
)
"""Commands that a session has beside those, behind a sign that prose does not begin with."""

RUNNERS = frozenset(["sudo", "doas", "time", "LANG=C", "LC_ALL=C"])
"""Words before a command that do not change what it prints."""

ELSEWHERE = frozenset(
    (
        "adb", "chroot", "crictl", "docker", "ip", "jexec", "kubectl",
        "lxc", "nerdctl", "nsenter", "oc", "podman", "setfib", "ssh", "timeout",
        "toybox", "vagrant", "watch", "wsl",
    )
)  # fmt: skip
"""Commands that run another, which stands behind words of theirs."""

ECHOED = ("ip", "netstat", "route", "arp", "ndp")
ECHO = re.compile(
    r"^[ \t]*(?:[*=-]{1,5} ?)?(?P<command>(?:sudo )?(?:/[\w/]+/)?"
    rf"(?:{'|'.join(ECHOED)})(?: [\w./:-]+){{1,8}}) ?:? ?[*=-]{{0,5}}[ \t]*$",
    re.MULTILINE,
)
"""A line that is a command, with no prompt before it: a script says what follows."""
ECHOES = re.compile(
    rf"\n[ \t*=-]*(?=[a-z/])(?:sudo )?(?:/[\w/]+/)?(?:{'|'.join(ECHOED)}) "
)
"""How such a line begins, behind the end of another: that is found twice as fast."""

OTHERWISE = frozenset(
    (
        "a", "add", "and", "append", "are", "change", "del", "delete", "flush", "for",
        "in", "is", "of", "on", "prepend", "replace", "restore", "save", "set", "the",
        "to", "with",
    )
)  # fmt: skip
"""Words of prose, and of commands that print no table."""


FAR = 7
"""How far off the next line may be if each newline is doubled: there were two blank ones."""


class Chunk(NamedTuple):
    """
    The lines from one prompt to the next.

    Fields:
        host, command: from the prompt; ``None`` = not said.
        lines:         as text, without line ends.
        numbers:       their numbers in the document, from 1.
    """

    host: str | None
    command: str | None
    lines: Sequence[str]
    numbers: Sequence[int]

    def is_said(self, at: int) -> bool:
        """Whether there is a line, and something in it."""
        return 0 <= at < len(self.lines) and bool(self.lines[at].strip())

    def is_lone(self, at: int) -> bool:
        """Whether a line says something between blank ones."""
        near = self.is_said(at - 1) or self.is_said(at + 1)
        return self.is_said(at) and not near

    def is_doubled(self, at: int) -> bool:
        """Whether the newlines may be doubled there: some lone lines follow closely."""
        if not self.is_lone(at):
            return False
        near = next((i for i in range(at + 2, at + FAR) if self.is_said(i)), at)
        return self.is_lone(at + 2) or (self.is_lone(near) and self.is_lone(near + 2))


class Prompt(NamedTuple):
    """
    A prompt found.

    Fields:
        host:    what it names; ``None`` = none.
        command: what was typed; ``None`` = nothing, or something that prints no table.
        line:    index of its line.
    """

    host: str | None
    command: str | None
    line: int


# -- the text --------------------------------------------------------------------------


def plain(text: str) -> str:
    """The text without what is not of it: colours, carriage returns, hard blanks."""
    if "\x1b" in text or ("[" in text and "[0m" in text):
        text = TERMINAL.sub("", text)
    if "\b" in text:
        text = struck(text)
    if is_returned(text):
        text = text.replace("\r", "\n")  # as Mac OS ended lines before it was a Unix
    if "\r" in text:
        text = re.sub(r"\r+(?=\n|\Z)", "", MORE.sub("", text))
    text = text.removesuffix("\x1a")  # DOS, CP/M: the end of a text
    if "&" in text:
        text = ENTITY.sub(lambda found: entity(found[1]), text)
    if any(mark in text for mark in GLUES):
        text = GLUED.sub("", text)
    return text.replace(HARD, " ").removeprefix("\ufeff")


def is_returned(text: str) -> bool:
    """Whether carriage returns alone end the lines of a text."""
    return "\r" in text and "\n" not in text


def entity(name: str) -> str:
    """What a name of HTML's stands for."""
    return ENTITIES.get(name, "'")


def inside(line: str) -> Iterator[tuple[int, str, str]]:
    """What is read otherwise within a line: its column then, how, and how it stands."""
    shorter = 0
    for found in INSIDE.finditer(line):
        read = read_of(found)
        yield found.start() - shorter, read, found[0]
        shorter += len(found[0]) - len(read)


def read_of(found: re.Match[str]) -> str:
    """What is read of something that INSIDE matches."""
    if found["entity"]:
        return entity(found["entity"][1:-1])
    return " " if found[0] == HARD else ""


def struck(text: str) -> str:
    """The text without what was struck out by backspaces, as script(1) records it."""
    out: list[str] = []
    for letter in text:
        if letter != "\b":
            out.append(letter)
        elif out and out[-1] != "\n":
            out.pop()
    return "".join(out)


def chunks(text: str, first: int = 1) -> Iterator[Chunk]:
    """
    The text cut at its prompts and fences; hosts hold until another is named.

    Args:
        text:  the text.
        first: number in the document of its first line.
    """
    lines = text.split("\n")
    host = command = None
    begin = 0
    for cut in sorted(
        [*prompts(text), *echoes(text), *fences(text)], key=lambda prompt: prompt.line
    ):
        numbers = range(first + begin, first + cut.line)
        part = Chunk(host, command, lines[begin : cut.line], numbers)
        yield part
        is_fence = cut.host == FENCED
        has_output = any(map(part.is_said, range(len(part.lines))))
        if not is_fence or has_output:
            command = cut.command
        host = host if is_fence else cut.host or host
        begin = cut.line + 1
    numbers = range(first + begin, first + len(lines))
    yield Chunk(host, command, lines[begin:], numbers)


def fences(text: str) -> Iterator[Prompt]:
    """The marks around listings, as prompts at which nothing was typed."""
    every = [mark for sign, marks in FENCES.items() if sign in text for mark in marks]
    if not any(mark in text for mark in every):
        return
    line = at = 0
    for found in FENCE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        yield Prompt(FENCED, None, line)


def echoes(text: str) -> Iterator[Prompt]:
    """The lines that are commands and nothing else."""
    if not (ECHOES.match(f"\n{first_line(text)}") or ECHOES.search(text)):
        return
    line = at = 0
    for found in ECHO.finditer(text):
        command = found["command"].rstrip(":")
        if prints_tables(command) and not OTHERWISE.intersection(command.split()):
            line += text.count("\n", at, found.start())
            at = found.start()
            yield Prompt(None, command, line)


# -- prompts -----------------------------------------------------------------------------


def prompts(text: str) -> Iterator[Prompt]:
    """The prompts of a text, in order."""
    seen: set[str] = set()
    line = at = 0
    for found in prompt_lines(text):
        command = (found["command"] or "").rstrip() or None
        is_known = found["login"] or found["task"] or found["prompt"] in seen
        if not (is_known or counts(found, command)):
            continue
        is_typed = command and (found["login"] or prints_tables(command))
        host = host_of(found) if command or is_known else None
        line += text.count("\n", at, found.start())
        at = found.start()
        seen.add(found["prompt"])
        yield Prompt(host, command if is_typed else None, line)


def prompt_lines(text: str) -> Iterator[re.Match[str]]:
    """The lines that look like prompts; only those with such a sign are looked at."""
    if not any(sign in text for sign in SIGNS):
        return
    end = -1
    for sign in re.finditer(f"[{SIGNS}]", text):
        if sign.start() < end:
            continue
        begin = text.rfind("\n", 0, sign.start()) + 1
        end = (text.find("\n", begin) + 1 or len(text) + 1) - 1
        if found := PROMPT.match(text, begin):
            yield found


def counts(found: re.Match[str], command: str | None) -> bool:
    """Whether a line that looks like a prompt without a user is one."""
    if command is None:
        return not any(map(str.isspace, found["prompt"]))
    is_shell = found["name"] or found["prompt"] in "$%"
    return prints_tables(command) or bool(is_shell and command.split()[0] in BESIDE)


def host_of(found: re.Match[str]) -> str | None:
    """The host that a prompt names; ``None`` if it names none."""
    name: str | None = found["at"] or found["name"] or found["task"]
    return None if name is None or SHELL.fullmatch(name) else name


def prints_tables(command: str) -> bool:
    """Whether a command line is one of COMMANDS, not prose that begins like one."""
    words = [word for word in command.split() if word not in RUNNERS] or [""]
    behind = range(1, len(words)) if words[0] in ELSEWHERE else ()
    return is_table_of(words) or any(is_table_of(words[i:]) for i in behind)


def is_table_of(words: Sequence[str]) -> bool:
    """Whether words are one of COMMANDS with something that may follow it."""
    tool = words[0].replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    if tool not in COMMANDS:
        return False
    follows = words[1] if len(words) > 1 else "-"
    return (
        follows in COMMANDS[tool].split()
        or follows[0] in "-|>/;&"
        or not follows.strip("0123456789abcdef.:")
    )
