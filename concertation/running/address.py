"""The address to listen on: found behind a name, and free."""

import errno
import socket

NOT_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


def free_address(host: str, port: int) -> str:
    """Return the first address behind the host's name that this machine has.

    Raise `OSError` when there is none, or when something else listens there.
    """
    missing = OSError(errno.EADDRNOTAVAIL, "no such address")
    for family, address in _addresses(host, port):
        try:
            _listen_for_a_moment(family, address, port)
        except OSError as error:
            if error.errno not in NOT_HERE:
                raise
            missing = error
        else:
            return address
    raise missing


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "no name of a host") from error
    return [(family, str(address[0])) for family, *_, address in found]


def _listen_for_a_moment(family: socket.AddressFamily, address: str, port: int) -> None:
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))
