"""What the public holidays of France are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.recurrence import PublicHoliday

NAMES: dict[PublicHoliday, LazyString] = {
    PublicHoliday.NEW_YEAR: _l("New Year’s Day"),
    PublicHoliday.EASTER_MONDAY: _l("Easter Monday"),
    PublicHoliday.LABOUR_DAY: _l("Labour Day"),
    PublicHoliday.VICTORY_DAY: _l("Victory in 1945"),
    PublicHoliday.ASCENSION: _l("Ascension Day"),
    PublicHoliday.WHIT_MONDAY: _l("Whit Monday"),
    PublicHoliday.NATIONAL_DAY: _l("Bastille Day"),
    PublicHoliday.ASSUMPTION: _l("Assumption"),
    PublicHoliday.ALL_SAINTS: _l("All Saints’ Day"),
    PublicHoliday.ARMISTICE: _l("Armistice of 1918"),
    PublicHoliday.CHRISTMAS: _l("Christmas"),
}


def holiday_name(holiday: PublicHoliday) -> str:
    return str(NAMES[holiday])
