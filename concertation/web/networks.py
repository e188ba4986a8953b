"""Where a request comes from, as far as it is counted."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

NETWORK_BITS = {4: 32, 6: 64}
"""One IPv6 subscriber holds a whole /64."""
UNKNOWN = "unknown"


def network_of_request() -> str:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        # As a socket that takes both kinds tells of IPv4: else all were one network.
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{NETWORK_BITS[address.version]}", strict=False))


def is_anybodys(network: str) -> bool:
    """Whether it says nothing of who asks.

    From this machine itself comes a proxy that the settings do not name: everybody
    would be one network, and the first hundreds would shut the doors for all others.
    """
    return network == UNKNOWN or ip_network(network).is_loopback
