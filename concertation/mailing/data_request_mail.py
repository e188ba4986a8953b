"""Write to who asked for something about their own data."""

from concertation.domain.data_request_messages import (
    DataRequestMessage,
    DataRequestWaiting,
)
from concertation.domain.data_requests import RequestChannel, last_day
from concertation.links import public_url_for
from concertation.wording.data_requests import request_name, request_title
from concertation.wording.site import dpo_email


def data_request_mail_context(message: DataRequestMessage) -> dict[str, object]:
    context: dict[str, object] = {
        "message": message,
        "asked_for": request_name(message.kind),
        "last_day": last_day(message.asked_at, is_extended=message.is_extended),
        "from_space": message.channel == RequestChannel.SPACE,
        "dpo_email": dpo_email(),
    }
    if isinstance(message, DataRequestWaiting):
        context["title"] = request_title(message.kind)
        context["link"] = public_url_for(
            "desk_data_requests.show",
            lang=message.locale,
            request_id=message.request_id,
        )
    return context
