"""
What happens to clones when their template goes, changes, or another comes between.

Source: OpenBSD net/route.c 1.49 (2004), rtflushclone(); FreeBSD net/route.c,
rt_fixdelete(), rt_fixchange().
"""

from __future__ import annotations

from collections.abc import Iterator

from rtentry.kernel.hold import unlink
from rtentry.kernel.message import about, post
from rtentry.kernel.rtf import CLONING, HOST, TEMPLATE, UP
from rtentry.light import TYPE_CHECKING

if TYPE_CHECKING:
    from rtentry.kernel.entry import Entry
    from rtentry.kernel.state import Kernel


def flush_clones(k: Kernel, rt: Entry, now: int) -> None:
    """The clones of a template go with it, one RTM_DELETE each (OpenBSD 3.4)."""
    if not rt.flags & CLONING:
        return
    for clone in list(rt.clones or ()):
        if clone.flags & UP:
            post(k, about("RTM_DELETE", clone))
            unlink(k, clone, now)


def fix_delete(k: Kernel, rt: Entry, now: int) -> None:
    """The clones of a template go with it, without a word (FreeBSD, macOS)."""
    if not rt.flags & TEMPLATE or rt.flags & HOST:
        return
    for clone in list(rt.clones or ()):
        if clone.flags & UP:
            unlink(k, clone, now)


def fix_change(k: Kernel, rt: Entry, now: int) -> None:
    """
    A network was added or got a new gateway: clones that it concerns go.

    Its own clones, and those of less specific networks that it would now be the
    template of: a route that comes between a template and its clones.
    """
    if rt.flags & HOST:
        return
    for clone in list(concerned(rt)):
        if clone.flags & UP:
            unlink(k, clone, now)


def concerned(rt: Entry) -> Iterator[Entry]:
    """The clones that *rt* would be the template of, and its own."""
    yield from rt.clones or ()
    for parent in rt.table.matches(rt.addr):
        if parent is rt or parent.mask & rt.mask != parent.mask:
            continue
        for clone in parent.clones or ():
            if clone.addr & rt.mask == rt.addr:
                yield clone
