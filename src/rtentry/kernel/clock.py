"""
The clock of a wire: booting hosts, turning it, letting packets arrive.

A caller turns it; what is due on any host happens in order of time.
"""

from __future__ import annotations

from rtentry.addr import Prefix
from rtentry.kernel import expire, input, sock
from rtentry.kernel.link import attach
from rtentry.kernel.packet import Packet
from rtentry.kernel.state import Kernel
from rtentry.kernel.systems import system
from rtentry.kernel.timer import schedule
from rtentry.kernel.wire import Wire


def boot(name: str, place: Wire | None) -> Kernel:
    """A new kernel of a system, its timers running."""
    kind = system(name)
    k = Kernel(kind, Wire() if place is None else place)
    for ifname in kind.found:
        attach(k, ifname)
    for timer, after in kind.boot.items():
        schedule(k, int(k.wire.now) + after, timer)
    return k


def turn(place: Wire, seconds: float) -> None:
    """Turn the clock on a wire; what is due on its hosts happens in order of time."""
    end = place.now + seconds
    while True:
        times = [
            (when, k) for k in place.kernels if (when := expire.due(k)) is not None
        ]
        soonest = min(times, key=lambda pair: pair[0], default=None)
        if soonest is None or soonest[0] > end:
            break
        place.now = max(place.now, soonest[0])
        expire.run(soonest[1], int(place.now))
        drain(place)
    place.now = end


def drain(place: Wire) -> None:
    """Let packets on a wire arrive, until there are none."""
    while place.busy:
        k = place.busy.popleft()
        if k.inbox:
            ifp, packet = k.inbox.popleft()
            input.receive(k, ifp, packet, int(place.now))


def ping(k: Kernel, dst: Prefix, count: int, tableid: int = 0) -> int:
    """
    Send pings from a raw socket, one a second; the clock is turned meanwhile.

    Returns:
        0, or the error of the last one if sending each of them gave one.
    """
    holder = sock.open_socket(k, "raw")
    holder.version, holder.tableid = dst.version, tableid
    packet = Packet("echo", 0, dst.addr, version=dst.version)
    errors = []
    for n in range(count):
        if n:
            turn(k.wire, 1)
        errors.append(sock.send_to(k, holder, packet, int(k.wire.now)))
        drain(k.wire)
    sock.close(k, holder, int(k.wire.now))
    return errors[-1] if errors and all(errors) else 0


def knob(k: Kernel, name: str, value: int | None) -> int:
    """Read a limit by its sysctl name, or turn it; gives the value before; KeyError."""
    knob = k.system.sysctls[name]
    before = k.knobs[knob]
    if value is not None:
        if knob in k.system.turned:
            k.system.turned[knob](k, value, int(k.wire.now))
        k.knobs[knob] = value
    return before
