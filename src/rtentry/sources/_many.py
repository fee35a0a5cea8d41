"""
Many datagrams by one call: recvmmsg(2), by ctypes.

A thread that takes them one by one has to wait for the interpreter's lock after each, for
some milliseconds while another one works.
"""

from __future__ import annotations

import ctypes
import errno
import os

from rtentry.errors import SourceError

MSG_TRUNC, MSG_DONTWAIT = 0x20, 0x40

SLOTS, SIZE = 32, 1 << 16
"""How many datagrams are taken by a call, and the octets of the largest one."""


class Iovec(ctypes.Structure):
    """struct iovec: where a datagram is put (writev(2))."""

    _fields_ = (("base", ctypes.c_void_p), ("len", ctypes.c_size_t))


class Msghdr(ctypes.Structure):
    """struct msghdr (recvmsg(2)); of its members only the buffers are used."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("namelen", ctypes.c_uint),
        ("iov", ctypes.POINTER(Iovec)),
        ("iovlen", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("controllen", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class Mmsghdr(ctypes.Structure):
    """struct mmsghdr (recvmmsg(2)): one of several messages, and its length."""

    _fields_ = (("hdr", Msghdr), ("len", ctypes.c_uint))


class Taker:
    """
    Takes the datagrams that are there from a socket, many at a time.

    Raises:
        AttributeError: if this system has no recvmmsg.
    """

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.recvmmsg = ctypes.CDLL(None, use_errno=True).recvmmsg
        self.octets = bytearray(SLOTS * SIZE)
        start = ctypes.addressof(ctypes.c_char.from_buffer(self.octets))
        every = [Iovec(start + n * SIZE, SIZE) for n in range(SLOTS)]
        self.places = (Iovec * SLOTS)(*every)
        self.messages = (Mmsghdr * SLOTS)()
        for place, message in zip(self.places, self.messages, strict=True):
            message.hdr.iov, message.hdr.iovlen = ctypes.pointer(place), 1

    def take(self) -> bytes:
        """
        The datagrams that are there, as if they were one; empty if there is none.

        Raises:
            OSError:     as recvmmsg(2) does.
            SourceError: if one is larger than SIZE.
        """
        flags = MSG_DONTWAIT | MSG_TRUNC
        found = self.recvmmsg(self.fileno, self.messages, SLOTS, flags, None)
        if found < 0:
            code = ctypes.get_errno()
            if code in (errno.EAGAIN, errno.EINTR):
                return b""
            raise OSError(code, os.strerror(code))
        sizes = [message.len for message in self.messages[:found]]
        if max(sizes) > SIZE:
            raise SourceError(
                f"a datagram of {max(sizes)} octets for a buffer of {SIZE}"
            )
        view = memoryview(self.octets)
        return b"".join([view[n * SIZE :][:size] for n, size in enumerate(sizes)])
