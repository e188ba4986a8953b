"""Refusals about the site's own settings."""

from concertation.domain.errors import Refusal


class SiteChangedMeanwhile(Refusal):
    """Another administrator saved the settings since this page was opened."""

    code = "site_changed_meanwhile"


class AccentUnreadable(Refusal):
    """Its contrast is too low on what it is used on."""

    code = "accent_unreadable"


class TooManyLogos(Refusal):
    code = "too_many_logos"


class LogoGone(Refusal):
    """Another administrator took it away since this page was opened."""

    code = "logo_gone"


class CategoryNameTaken(Refusal):
    """Another kind that is offered has this name: nobody could tell them apart."""

    code = "category_name_taken"


class MeaningUnsaid(Refusal):
    """People chose it: whether its new name is a correction has to be said."""

    code = "meaning_unsaid"


class LastCategory(Refusal):
    """One kind at least must be left to choose."""

    code = "last_category"


class TooManyCategories(Refusal):
    code = "too_many_categories"
