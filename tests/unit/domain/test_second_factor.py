"""Secrets that are made and not stored, steps of time, codes as people type them."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta

from concertation.domain.second_factor import (
    RECOVERY_CODES,
    STEP,
    as_typed,
    new_recovery_codes,
    new_salt,
    recovery_hash,
    step_of,
    steps_around,
    totp_secret,
)

KEY = "the key of a site"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)


def test_a_secret_is_the_same_each_time_and_has_twenty_bytes():
    secret = totp_secret(KEY, 1, "salt")

    assert secret == totp_secret(KEY, 1, "salt")
    assert len(b32decode(secret)) == 20


def test_a_secret_needs_the_key_the_account_and_what_its_row_holds():
    secrets = {
        totp_secret(KEY, 1, "salt"),
        totp_secret("another key", 1, "salt"),
        totp_secret(KEY, 2, "salt"),
        totp_secret(KEY, 1, "other salt"),
    }

    assert len(secrets) == 4


def test_salts_differ():
    assert len({new_salt() for _ in range(50)}) == 50


def test_a_step_is_half_a_minute_and_its_neighbours_are_taken():
    step = step_of(NOW)

    assert step_of(NOW + timedelta(seconds=19)) == step
    assert step_of(NOW + timedelta(seconds=20)) == step + 1
    assert steps_around(NOW) == (step - 1, step, step + 1)
    assert timedelta(seconds=30) == STEP


def test_recovery_codes_are_ten_and_all_different():
    codes = new_recovery_codes()

    assert len(set(codes)) == len(codes) == RECOVERY_CODES == 10
    assert {len(as_typed(code)) for code in codes} == {12}


def test_a_recovery_code_is_known_however_it_is_typed():
    known = recovery_hash(KEY, 1, "BCDF-GHJK-2345")

    assert recovery_hash(KEY, 1, " bcdf ghjk2345") == known
    assert recovery_hash(KEY, 2, "BCDF-GHJK-2345") != known
    assert recovery_hash("another key", 1, "BCDF-GHJK-2345") != known
    assert "BCDF" not in known
