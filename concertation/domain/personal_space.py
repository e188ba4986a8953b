"""Small rules about the space of somebody's own address."""

from hashlib import sha256


def space_hash(secret: str) -> str:
    """What the database knows of the secret of a link, or of a browser."""
    return sha256(secret.encode()).hexdigest()
