"""The weighing of a new password, in a process of its own: it comes in, its score out.

The lists of common words weigh fourteen megabytes. A password is set a few times a
day; every web process would carry them all the time.
"""

import json
import sys

from zxcvbn import zxcvbn


def score_of(password: str, known_words: list[str]) -> int:
    """From 0 to 4, by how many guesses it withstands."""
    most = len(password)
    return int(zxcvbn(password, user_inputs=known_words, max_length=most)["score"])


if __name__ == "__main__":
    sys.stdout.write(str(score_of(*json.load(sys.stdin))))
