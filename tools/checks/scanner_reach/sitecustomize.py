"""Loaded into the scanners by PYTHONPATH: `*.localhost` is this machine, as browsers have it, and no other host is
there at all, so that neither asks its authors' servers anything."""

import re
import socket

found = socket.getaddrinfo


def here(host, *rest, **named):
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "127.0.0.1", "localhost") and not name.endswith(".localhost"):
        raise socket.gaierror(socket.EAI_NONAME, f"the checks stay on this machine: {name}")
    return found("127.0.0.1" if name else name, *rest, **named)


socket.getaddrinfo = here

compiled = re.compile


def compile_moved(pattern, flags=0):
    """Debian's wapiti 3.0.4 ends the addresses that it leaves out with flags, which Python takes only in front since
    3.11."""
    if isinstance(pattern, str) and pattern.endswith(r"\Z(?ms)"):
        pattern = "(?ms)" + pattern.removesuffix("(?ms)")
    return compiled(pattern, flags)


re.compile = compile_moved
