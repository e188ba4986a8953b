"""Every blueprint, in the order a visitor meets them, and what they all share."""

from flask import Flask

from concertation.web.access import register_access
from concertation.web.addresses import KeyConverter
from concertation.web.assets import register_assets
from concertation.web.desk.accounts import bp as desk_accounts
from concertation.web.desk.allotment import bp as desk_allotment
from concertation.web.desk.attendee import bp as desk_attendee
from concertation.web.desk.attendees import bp as desk_attendees
from concertation.web.desk.categories import bp as desk_categories
from concertation.web.desk.copies import bp as desk_copies
from concertation.web.desk.data_requests import bp as desk_data_requests
from concertation.web.desk.events import bp as desk_events
from concertation.web.desk.exports import bp as desk_exports
from concertation.web.desk.figures import bp as desk_figures
from concertation.web.desk.group_meetings import bp as desk_group_meetings
from concertation.web.desk.groups import bp as desk_groups
from concertation.web.desk.guests import bp as desk_guests
from concertation.web.desk.imports import bp as desk_imports
from concertation.web.desk.journal import bp as desk_journal
from concertation.web.desk.logos import bp as desk_logos
from concertation.web.desk.mail_texts import bp as desk_mail_texts
from concertation.web.desk.mailbox import bp as desk_mailbox
from concertation.web.desk.member import bp as desk_member
from concertation.web.desk.member_exports import bp as desk_member_exports
from concertation.web.desk.members import bp as desk_members
from concertation.web.desk.my_account import bp as desk_my_account
from concertation.web.desk.notices import bp as desk_notices
from concertation.web.desk.notices import bp_of_processes as desk_process_notices
from concertation.web.desk.offers import bp as desk_offers
from concertation.web.desk.organisations import bp as desk_organisations
from concertation.web.desk.papers import bp as desk_papers
from concertation.web.desk.partners import bp as desk_partners
from concertation.web.desk.passwords import bp as desk_passwords
from concertation.web.desk.phases import bp as desk_phases
from concertation.web.desk.places import bp as desk_places
from concertation.web.desk.privacy import bp as desk_privacy
from concertation.web.desk.process_archive import bp as desk_process_archive
from concertation.web.desk.process_states import bp as desk_process_states
from concertation.web.desk.processes import bp as desk_processes
from concertation.web.desk.processing import bp as desk_processing
from concertation.web.desk.programme import bp as desk_programme
from concertation.web.desk.questions import bp as desk_questions
from concertation.web.desk.questions import bp_of_processes as desk_process_questions
from concertation.web.desk.reminders import bp as desk_reminders
from concertation.web.desk.renewal import bp as desk_renewal
from concertation.web.desk.report import bp as desk_report
from concertation.web.desk.second_factor import bp as desk_second_factor
from concertation.web.desk.sign_in import bp as desk_sign_in
from concertation.web.desk.site import bp as desk_site
from concertation.web.desk.targets import bp as desk_targets
from concertation.web.desk.visibility import bp as desk_visibility
from concertation.web.desk.welcome import bp as desk_welcome
from concertation.web.desk.workshops import bp as desk_workshops
from concertation.web.errors import register_errors
from concertation.web.formatting import register_filters
from concertation.web.kept import register_shelf
from concertation.web.locale import register_locale
from concertation.web.micro_cache import register_micro_cache
from concertation.web.page_context import register_page_context
from concertation.web.phase_words import register_phase_words
from concertation.web.private_events import register_private_events
from concertation.web.request_watch import register_request_watch
from concertation.web.security import register_security
from concertation.web.site.appearance import bp as site_appearance
from concertation.web.site.data_requests import bp as site_data_requests
from concertation.web.site.enrolment import bp as site_enrolment
from concertation.web.site.events import bp as site_events
from concertation.web.site.groups import bp as site_groups
from concertation.web.site.home import bp as site_home
from concertation.web.site.invitation import bp as site_invitation
from concertation.web.site.my_enrolments import bp as site_my_enrolments
from concertation.web.site.my_registration import bp as site_my_registration
from concertation.web.site.operations import bp as site_operations
from concertation.web.site.pages import bp as site_pages
from concertation.web.site.processes import bp as site_processes
from concertation.web.site.registration import bp as site_registration
from concertation.web.site.space import bp as site_space

BLUEPRINTS = (
    site_home,
    site_processes,
    site_groups,
    site_events,
    site_registration,
    site_my_registration,
    site_enrolment,
    site_my_enrolments,
    site_invitation,
    site_space,
    site_data_requests,
    site_pages,
    site_appearance,
    site_operations,
    desk_sign_in,
    desk_passwords,
    desk_my_account,
    desk_second_factor,
    desk_events,
    desk_copies,
    desk_attendees,
    desk_attendee,
    desk_questions,
    desk_programme,
    desk_workshops,
    desk_places,
    desk_mail_texts,
    desk_reminders,
    desk_notices,
    desk_visibility,
    desk_guests,
    desk_exports,
    desk_figures,
    desk_papers,
    desk_imports,
    desk_members,
    desk_member,
    desk_group_meetings,
    desk_allotment,
    desk_member_exports,
    desk_renewal,
    desk_welcome,
    desk_processes,
    desk_process_states,
    desk_phases,
    desk_groups,
    desk_offers,
    desk_process_questions,
    desk_partners,
    desk_targets,
    desk_process_notices,
    desk_report,
    desk_process_archive,
    desk_accounts,
    desk_site,
    desk_logos,
    desk_categories,
    desk_organisations,
    desk_journal,
    desk_privacy,
    desk_data_requests,
    desk_processing,
    desk_mailbox,
)


def register_web(app: Flask) -> None:
    # Before the first route is made: each takes its converters from here.
    app.url_map.converters["int"] = KeyConverter
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_locale(app)
    register_private_events(app)
    register_filters(app)
    register_phase_words(app)
    register_assets(app)
    register_page_context(app)
    register_errors(app)
    # What answers first is registered first; what speaks last about an answer, too.
    register_shelf(app)
    register_micro_cache(app)
    register_request_watch(app)
    register_access(app)
    register_security(app)
