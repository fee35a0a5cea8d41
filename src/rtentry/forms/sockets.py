"""
Sockets: ``netstat -an`` of BSDs and of Linux, ``ss -tan``.

Only what has addresses as numbers is read; a listing with names, or of sockets that are
in files, is left as prose.  Source: netstat(1), ss(8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rtentry.addr import WIDTH, Prefix, parse_address, show_address
from rtentry.columns import Cells, Codec, parse_count
from rtentry.errors import FormatError
from rtentry.forms.tables import Layout, Rows, table
from rtentry.light import NamedTuple
from rtentry.listing import Form, Found, View
from rtentry.model import Snapshot, Socket

FIRST = 2
"""Lines down to the first row; if it has no numbers the listing has names."""

STARTS = ("Active Internet connections", "Proto", "State", "Netid")
"""How such a table begins."""

ENDS = (
    "Active UNIX domain sockets",
    "Active LOCAL (UNIX)",
    "Active Multipath",
    "IPv6/IPv4 Group Memberships",
)
"""How other tables begin that follow without a blank line."""


class Ends(NamedTuple):
    """
    How a tool writes the ends of connections, and their states.

    Fields:
        sign:   what stands between address and port.
        any:    any address, by IP version.
        form:   an address of IPv6.
        states: TCP states that it has other words for, ``""`` = no state; else as
                RFC 9293 has them.
        gap:    what joins the words of a state.
    """

    sign: str
    any: Mapping[int, str]
    form: str
    states: Mapping[str, str]
    gap: str

    def read(self, cell: str) -> tuple[str, int | None]:
        """Address and port of a cell; FormatError if it has none."""
        host, sign, port = cell.rpartition(self.sign)
        if not sign:
            raise FormatError(f"{cell!r} is not an address and a port")
        return host, None if port == "*" else parse_count(port)

    def show(self, host: Prefix, port: int | None) -> str:
        """One end as text."""
        text = show_address(host)
        if host.version == 6:
            text = self.form.format(text)
        text = text if host.addr else self.any[host.version]
        return f"{text}{self.sign}{port or '*'}"

    def state(self, word: str) -> str | None:
        """The state that a word is; ``None`` = none."""
        own = {shown: state for state, shown in self.states.items()}
        return own.get(word, word.replace(self.gap, "-")) or None

    def word(self, state: str | None) -> str:
        """Inverse of :meth:`state`."""
        text = state or ""
        return self.states.get(text, text.replace("-", self.gap))


BSD = Ends(".", {4: "*", 6: "*"}, "{}", {"SYN-RECEIVED": "SYN_RCVD"}, "_")
LINUX = Ends(
    ":",
    {4: "0.0.0.0", 6: "::"},
    "{}",
    {"SYN-RECEIVED": "SYN_RECV", "FIN-WAIT-1": "FIN_WAIT1", "FIN-WAIT-2": "FIN_WAIT2"},
    "_",
)
SS = Ends(
    ":",
    {4: "0.0.0.0", 6: "[::]"},
    "[{}]",
    {"ESTABLISHED": "ESTAB", "SYN-RECEIVED": "SYN-RECV", "": "UNCONN"},
    "-",
)


class Shape(NamedTuple):
    """
    The cells of a row.

    Fields:
        ends:   how ends are written.
        fields: what its cells are: ``proto``, ``recvq``, ``sendq``, ``local``, ``peer``,
                ``state``, ``process``.
    """

    ends: Ends
    fields: tuple[str, ...]

    def read(self, cells: Cells) -> Socket:
        """The socket of a row; what its fields do not say is kept as it stood."""
        pairs = zip(self.fields, cells, strict=True)
        said = {name: (text or "").strip() for name, text in pairs}
        proto = said.get("proto", "tcp")
        (host, lport), (far, pport) = map(self.ends.read, (said["local"], said["peer"]))
        process = said.get("process", "")
        made = Socket(
            proto,
            address(host, far, proto),
            lport or 0,
            peer=None if pport is None else address(far, host, proto),
            pport=pport,
            state=self.ends.state(said["state"]),
            pid=pid_of(process),
            comm=comm_of(process) or None,
            extra=tuple([(name, parse_count(said[name])) for name in COUNTS]),
        )
        plain = dict(zip(self.fields, self.write(made), strict=True))
        odd = [(name, text) for name, text in said.items() if text != plain[name]]
        return made._replace(extra=(*made.extra, *odd))

    def write(self, socket: Socket) -> Cells:
        """The cells of a socket."""
        version = socket.local.version
        nobody = Prefix(version, 0, WIDTH[version])
        values = {
            "proto": socket.proto,
            "local": self.ends.show(socket.local, socket.lport),
            "peer": self.ends.show(socket.peer or nobody, socket.pport),
            "state": self.ends.word(socket.state),
            "process": "",
            **{name: str(value) for name, value in socket.extra},
        }
        return tuple([values.get(field, "") for field in self.fields])


COUNTS = ("recvq", "sendq")
"""Octets that wait to be read, and to be sent."""


def address(host: str, other: str, proto: str) -> Prefix:
    """An address; any is of the version that the other end, or the protocol, has."""
    text, _, zone = host.strip("[]").removeprefix("::ffff:").partition("%")
    if text in ("*", "", "::", "0.0.0.0"):
        is6 = ":" in host + other or proto.endswith("6")
        return Prefix(6, 0, 128) if is6 else Prefix(4, 0, 32)
    return parse_address(f"{text}%{zone}" if zone else text)


def pid_of(text: str) -> int | None:
    """The process in ``1234/sshd`` or ``users:(("sshd",pid=1234,fd=3))``."""
    head = text.partition("pid=")[2].partition(",")[0] or text.partition("/")[0]
    return int(head) if head.isdecimal() else None


def comm_of(text: str) -> str:
    """The command in it."""
    if text.startswith("users:"):
        return text.partition('"')[2].partition('"')[0]
    return text.partition("/")[2].strip()


def sockets(snapshot: Snapshot, view: View) -> Sequence[Socket]:
    """The sockets of a snapshot."""
    del view
    return snapshot.sockets


def form(name: str, layouts: Sequence[Layout]) -> Form:
    """A form of sockets: what it does not understand is no listing."""
    made = table(name, "sockets", layouts, Rows(sockets))
    return made._replace(parse=lenient(made.parse))


def lenient(
    parse: Callable[[Sequence[str], int], Found | None],
) -> Callable[[Sequence[str], int], Found | None]:
    """A reader that takes a listing with names, as its first row has, for prose."""

    def read(lines: Sequence[str], index: int) -> Found | None:
        if not lines[index].startswith(STARTS):
            return None
        end = index
        while end < len(lines) and not lines[end].startswith(ENDS):
            end += 1
        try:
            return parse(lines[:end], index)
        except FormatError as error:
            if (error.line or index) > index + FIRST:
                raise
            return None

    return read


def layout(
    shape: Shape,
    heading: str,
    row: str,
    titles: tuple[str, ...] = (),
    variant: str = "",
) -> Layout:
    """One way that such a table is printed."""
    return Layout(
        "",
        titles,
        heading,
        row,
        Codec(shape.read, shape.write),
        variant=variant,
        blanks=tuple(
            [i for i, f in enumerate(shape.fields) if f in ("state", "process")]
        ),
    )


NETSTAT = ("proto", "recvq", "sendq", "local", "peer", "state")

ON_BSD = form(
    "netstat -an",
    [
        layout(
            Shape(BSD, NETSTAT),
            f"Proto Recv-Q Send-Q  Local Address          Foreign Address        {state}",
            "%-5.5s %6s %6s  %-22.22s %-22.22s %s",
            (f"Active Internet connections{more}",),
            f"{state}{more}",
        )
        for state in ("(state)", "TCP-State")
        for more in (" (including servers)", "")
    ],
)
"""Sockets of a BSD."""

ON_LINUX = form(
    "netstat -an",
    [
        layout(
            Shape(LINUX, (*NETSTAT, *process)),
            "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
            + ("PID/Program name    " if process else ""),
            "%-4s  %6s %6s %-23s %-23s %-11s" + (" %-19s" if process else ""),
            (f"Active Internet connections ({more})",),
            f"{more}{''.join(process)}",
        )
        for process in ((), ("process",))
        for more in ("servers and established", "w/o servers", "only servers")
    ],
)
"""Sockets of Linux, as net-tools show them."""

SS_FIELDS = ("state", "recvq", "sendq", "local", "peer", "process")

BY_SS = form(
    "ss -tan",
    [
        layout(
            Shape(SS, (*netid, *SS_FIELDS)),
            ("Netid " if netid else "")
            + f"State  Recv-Q Send-Q Local Address:Port  Peer Address:Port{more}",
            ("%-5s " if netid else "") + "%-9s %-6s %-6s %18s %18s %s",
            variant=f"{''.join(netid)}{more}",
        )
        for netid in ((), ("proto",))
        for more in (" Process", "", "Process")
    ],
)
"""Sockets of Linux, as ss(8) shows them."""
