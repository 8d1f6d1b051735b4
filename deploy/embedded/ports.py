"""Free ports on loopback. Knows only what is free this moment."""

import random
import socket

BELOW_CLIENTS = range(20_000, 32_000)
"""Linux gives the ports above these to clients: one found free there may be taken before a server stands on it."""


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different, from no place in particular: others are looking for some as well."""
    found: list[int] = []
    for port in random.sample(BELOW_CLIENTS, len(BELOW_CLIENTS)):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    return found


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now; a port in TIME_WAIT counts as free, as servers reuse it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
