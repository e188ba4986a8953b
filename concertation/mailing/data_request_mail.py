"""Write to who asked for something about their own data."""

from concertation.domain.data_request_messages import DataRequestMessage
from concertation.domain.data_requests import last_day
from concertation.wording.data_requests import request_name
from concertation.wording.site import dpo_email


def data_request_mail_context(message: DataRequestMessage) -> dict[str, object]:
    return {
        "message": message,
        "asked_for": request_name(message.kind),
        "last_day": last_day(message.asked_at),
        "dpo_email": dpo_email(),
    }
