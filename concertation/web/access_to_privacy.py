"""Who may call the routes about data of people; see `access_table`."""

from concertation.domain.roles import Right

ABOUT_PRIVACY: dict[str, Right] = {
    "desk_privacy.index": Right.PROTECT,
    "desk_privacy.retention": Right.ADMINISTER,
    "desk_privacy.save_retention": Right.ADMINISTER,
    "desk_privacy.notice": Right.ADMINISTER,
    "desk_privacy.save_notice": Right.ADMINISTER,
    "desk_privacy.purges": Right.PROTECT,
    "desk_privacy.export_purges": Right.PROTECT,
    "desk_processing.index": Right.PROTECT,
    "desk_data_requests.index": Right.PROTECT,
    "desk_data_requests.show_recording": Right.PROTECT,
    "desk_data_requests.record": Right.PROTECT,
    "desk_data_requests.show_extending": Right.PROTECT,
    "desk_data_requests.extend": Right.PROTECT,
    "desk_data_requests.lift": Right.PROTECT,
    "desk_data_requests.show": Right.PROTECT,
    "desk_data_requests.settle": Right.PROTECT,
    "desk_data_requests.confirm_erasing": Right.PROTECT,
    "desk_data_requests.erase": Right.PROTECT,
}
