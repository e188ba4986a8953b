"""What the words of a process are called in the reader's language."""

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from concertation.domain.process import GroupRule, PartnerRole

GROUP_RULE_NAMES: dict[GroupRule, LazyString] = {
    GroupRule.ONE: _l("Each person is in one group"),
    GroupRule.SEVERAL: _l("Each person may be in several groups"),
    GroupRule.RANKED: _l("People rank the groups, and the desk allots one to each"),
}

PARTNER_ROLE_NAMES: dict[PartnerRole, LazyString] = {
    PartnerRole.PILOT: lazy_pgettext("partner", "Pilot"),
    PartnerRole.CO_PILOT: lazy_pgettext("partner", "Co-pilot"),
    PartnerRole.PARTNER: lazy_pgettext("partner", "Partner"),
}


def group_rule_name(rule: GroupRule) -> str:
    return str(GROUP_RULE_NAMES[rule])


def partner_role_name(role: PartnerRole) -> str:
    return str(PARTNER_ROLE_NAMES[role])
