"""What we write to who asked for something about their own data."""

from dataclasses import dataclass
from datetime import datetime

from concertation.domain.snapshots import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestMessage(Message):
    reference: str
    kind: str
    """A `RequestKind`."""
    asked_at: datetime
    channel: str = "space"
    """A `RequestChannel`."""
    is_extended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestReceived(DataRequestMessage):
    template = "data_request_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestSettled(DataRequestMessage):
    template = "data_request_settled"
    is_refused: bool
    answer: str
    is_limited: bool = False
    """Whether their data are kept without being used from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestExtended(DataRequestMessage):
    template = "data_request_extended"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRestrictionLifted(DataRequestMessage):
    template = "data_restriction_lifted"
    is_limitation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestWaiting(DataRequestMessage):
    """To who answers it at the desk: it does not say whose it is."""

    template = "data_request_waiting"
    account_id: int
    request_id: int


DATA_REQUEST_MESSAGES: dict[str, type[DataRequestMessage]] = {
    message.template: message
    for message in (
        DataRequestReceived,
        DataRequestWaiting,
        DataRequestExtended,
        DataRequestSettled,
        DataRestrictionLifted,
    )
}
