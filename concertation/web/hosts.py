"""The hosts that are answered: those of the settings."""

from flask import Request
from werkzeug.sansio.utils import host_is_trusted

FOR_PROGRAMS = frozenset({"/healthz", "/readyz", "/metrics"})
"""What watches over the site knows its address, not its name. They hold no link."""


class HostAwareRequest(Request):
    """Finds an IPv6 address among the trusted hosts, too.

    Werkzeug 3.1 cuts each of them at its first colon, so that it finds none.
    """

    _trusted: list[str] | None = None

    @property
    def trusted_hosts(self) -> list[str] | None:
        """None, which trusts every host, when this one was found here."""
        host: str = self.environ.get("HTTP_HOST", "")
        address = host[: host.find("]") + 1]
        is_ours = bool(address) and address in (self._trusted or ())
        is_ours |= self.environ.get("PATH_INFO") in FOR_PROGRAMS
        # Without a list, it is only looked at whether this can be a host and a port.
        return None if is_ours and host_is_trusted(host, []) else self._trusted

    @trusted_hosts.setter
    def trusted_hosts(self, hosts: list[str] | None) -> None:
        self._trusted = hosts
