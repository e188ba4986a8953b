"""A part of the access table: the pages about the people of groups.

Each right is asked for at the group, or the process, that the address names.
"""

from concertation.domain.roles import Right

OF_GROUPS: dict[str, Right] = {
    "desk_members.index": Right.READ,
    "desk_members.confirm_action": Right.FILL,
    "desk_members.act": Right.FILL,
    "desk_members.show_form": Right.FILL,
    "desk_members.enrol": Right.FILL,
    "desk_members.papers": Right.READ,
    "desk_members.sheet": Right.READ,
    "desk_member.show": Right.READ,
    "desk_member.mail": Right.READ,
    "desk_member.edit": Right.FILL,
    "desk_member.save": Right.FILL,
    "desk_member.file": Right.READ,
    "desk_member.approve": Right.FILL,
    "desk_member.confirm_decline": Right.FILL,
    "desk_member.decline": Right.FILL,
    "desk_member.promote": Right.FILL,
    "desk_member.confirm_removal": Right.FILL,
    "desk_member.remove": Right.FILL,
    "desk_member.confirm_move": Right.FILL,
    "desk_member.move": Right.FILL,
    "desk_member.confirm_stand_in": Right.FILL,
    "desk_member.stand_in": Right.FILL,
    "desk_member.resend": Right.FILL,
    "desk_member.confirm_erase": Right.FILL,
    "desk_member.erase": Right.FILL,
    "desk_member_exports.show_form": Right.READ,
    "desk_member_exports.order": Right.READ,
    "desk_member_exports.fetch": Right.READ,
    "desk_allotment.show": Right.READ,
    "desk_allotment.allot": Right.FILL,
    "desk_renewal.of_group": Right.READ,
    "desk_renewal.renew_one": Right.FILL,
    "desk_renewal.remind": Right.FILL,
    "desk_renewal.of_phase": Right.READ,
    "desk_renewal.renew_all": Right.FILL,
    "desk_group_meetings.index": Right.READ,
    "desk_group_meetings.invite": Right.FILL,
}
