"""Work that a browser does for one address, and that one look tells was done.

A task has parts. Of each, words are tried one after the other, until the first byte
that is derived from address, part and word is zero: 256 tries on average, each as slow
for whoever writes a program of their own as for a browser.
"""

from collections.abc import Sequence
from hashlib import pbkdf2_hmac

ROUNDS = 1000
"""Of each try. Fewer, and most of a browser's time would go where no work is done."""
PARTS_A_SECOND = 4
"""For a modest phone; the longest waits are twice as long as the usual ones."""


def is_done(
    challenge: str, address: str, words: Sequence[str], *, parts: int, rounds: int
) -> bool:
    """Look at one part after the other, and at none behind the first wrong one."""
    secret = f"{challenge} {address}".encode()
    return len(words) == parts and all(
        pbkdf2_hmac("sha256", secret, f"{part} {word}".encode(), rounds, dklen=1)
        == b"\0"
        for part, word in enumerate(words)
    )
