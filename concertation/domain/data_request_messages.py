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


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestReceived(DataRequestMessage):
    template = "data_request_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestSettled(DataRequestMessage):
    template = "data_request_settled"
    is_refused: bool
    answer: str


DATA_REQUEST_MESSAGES: dict[str, type[DataRequestMessage]] = {
    message.template: message for message in (DataRequestReceived, DataRequestSettled)
}
