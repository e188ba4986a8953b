"""Every page in every state, and how a person gets there."""

from tests.browser import (
    states_data_requests,
    states_desk_groups,
    states_directory,
    states_enrolment,
    states_guests,
    states_letters,
    states_life,
    states_limits,
    states_notices,
    states_people,
    states_privacy,
    states_process_states,
    states_processes,
    states_proof,
    states_public,
    states_questions,
    states_restricted,
    states_site,
    states_space,
)
from tests.browser.gallery import LOCKED_OUT
from tests.browser.state import State
from tests.factories import FORM


def _desk(path: str, **changes) -> State:
    return State(path=f"/bureau{path}", at_desk=True, **changes)


SITE = {
    "home": State(path="/"),
    **{
        f"event-{slug}": State(path=f"/evenements/{slug}")
        for slug in (
            "open",
            "crowd",
            "full",
            "no-list",
            "soon",
            "closed",
            "past",
            "cancelled",
            "long",
            "unlimited",
        )
    },
    "form": State(path="/evenements/open/inscription"),
    "form-errors": State(
        path="/evenements/open/inscription",
        fills={"email": "person@", "phone": "zero"},
        presses=True,
        status=422,
    ),
    "form-consent-errors": State(
        path="/evenements/consent/inscription", fills=FORM, presses=True, status=422
    ),
    "form-waiting": State(path="/evenements/full/inscription"),
    "form-stale": State(
        path="/evenements/open/inscription",
        fills=FORM,
        presses=True,
        forges=True,
        status=422,
    ),
    "receipt-place": State(
        path="/evenements/unlimited/inscription", fills=FORM, presses=True
    ),
    "receipt-waiting": State(
        path="/evenements/full/inscription", fills=FORM, presses=True
    ),
    **{
        f"refusal-{slug}": State(path=f"/evenements/{slug}/inscription", status=409)
        for slug in ("no-list", "soon", "closed", "past", "cancelled")
    },
    **{
        f"mine-{name}": State(path=f"/inscriptions/{{{name}}}")
        for name in ("confirmed", "waiting", "ended", "lost")
    },
    "answers": State(path="/inscriptions/{confirmed}/modifier"),
    "answers-errors": State(
        path="/inscriptions/{confirmed}/modifier",
        fills={"family_name": "", "category": ""},
        presses=True,
        status=422,
    ),
    "leaving": State(path="/inscriptions/{confirmed}/annuler"),
    "leaving-the-list": State(path="/inscriptions/{waiting}/annuler"),
    "erasing": State(path="/inscriptions/{confirmed}/effacer"),
    "erased": State(path="/donnees-effacees"),
    "privacy": State(path="/donnees-personnelles"),
    "accessibility": State(path="/accessibilite"),
    "missing": State(path="/no-such-page", status=404),
    "bug": State(path="/evenements/open/agenda.ics", status=500),
    "sign-in": State(path="/bureau/connexion"),
    "sign-in-errors": State(path="/bureau/connexion", presses=True, status=422),
    "sign-in-throttled": State(
        path="/bureau/connexion",
        fills={"email": LOCKED_OUT, "password": "a guess"},
        presses=True,
        status=429,
    ),
}

DESK = {
    "events": _desk("/"),
    "new": _desk("/nouvel-evenement"),
    "new-errors": _desk(
        "/nouvel-evenement",
        fills={"title": "X", "capacity": "-1", "contact_email": "x"},
        presses=True,
        status=422,
    ),
    "edit": _desk("/evenements/open/modifier"),
    "edit-draft": _desk("/evenements/draft/modifier"),
    "edit-stale": _desk(
        "/evenements/open/modifier",
        fills={"title": "X"},
        presses=True,
        lingers=True,
        status=409,
    ),
    "edit-cancelled": _desk("/evenements/cancelled/modifier", status=409),
    **{
        f"sheet-{slug}": _desk(f"/evenements/{slug}")
        for slug in ("draft", "full", "unlimited", "cancelled", "past", "long", "old")
    },
    "call-off-nobody": _desk("/evenements/soon/annuler"),
    "preview-draft": _desk("/evenements/draft/apercu"),
    "preview-published": _desk("/evenements/open/apercu"),
    "stale": _desk("/evenements/draft/apercu", presses=True, forges=True, status=400),
    "call-off": _desk("/evenements/full/annuler"),
    "call-off-errors": _desk("/evenements/full/annuler", presses=True, status=422),
    "attendees-none": _desk("/evenements/soon/inscrits"),
    "attendees": _desk("/evenements/full/inscrits"),
    "attendees-many": _desk("/evenements/crowd/inscrits?page=5"),
    **{
        f"attendee-{name}": _desk(f"/evenements/full/inscrits/{{{name}}}")
        for name in ("attendee", "waiter", "leaver", "erased")
    },
    "attendee-mail": _desk("/evenements/full/inscrits/{attendee}/courriels/{told}"),
    "attendee-cancel": _desk("/evenements/full/inscrits/{attendee}/annuler"),
    "attendee-erase": _desk("/evenements/full/inscrits/{attendee}/effacer"),
    "beyond": _desk("/evenements/full/inscrits/{waiter}/au-dela"),
    "beyond-errors": _desk(
        "/evenements/full/inscrits/{waiter}/au-dela", presses=True, status=422
    ),
    "beyond-seated": _desk("/evenements/full/inscrits/{attendee}/au-dela", status=409),
    "substitute": _desk("/evenements/full/inscrits/{attendee}/remplacer"),
    "substitute-errors": _desk(
        "/evenements/full/inscrits/{attendee}/remplacer", presses=True, status=422
    ),
    "twin": _desk("/evenements/full/inscrits/{waiter}/fusionner"),
    "merge": _desk("/evenements/full/inscrits/{attendee}/fusionner/{waiter}"),
    "notes": _desk("/evenements/full/inscrits/{waiter}/notes"),
    "notes-errors": _desk(
        "/evenements/full/inscrits/{attendee}/notes", presses=True, status=422
    ),
    "note-deletion": _desk("/evenements/full/inscrits/{waiter}/notes/{note}/supprimer"),
    "actions-nobody": _desk("/evenements/full/inscrits/actions?do=promote"),
    "actions-unsaid": _desk("/evenements/full/inscrits/actions?whom=all"),
    "actions-cancel": _desk("/evenements/full/inscrits/actions?do=cancel&whom=all"),
    "actions-nothing": _desk("/evenements/full/inscrits/actions?do=approve&whom=all"),
    "actions-stale": _desk(
        "/evenements/full/inscrits/actions?do=resend&whom=all",
        presses=True,
        forges=True,
        status=422,
    ),
    "attendees-ranking": _desk("/evenements/ranking/inscrits"),
    "attendees-asking": _desk("/evenements/approving/inscrits"),
    "figures-asking": _desk("/evenements/approving/chiffres"),
    "actions-wishes": _desk(
        "/evenements/ranking/inscrits/actions?do=better_wish&whom=all&wish=better"
    ),
    "add": _desk("/evenements/full/inscrits/ajouter"),
    "add-errors": _desk("/evenements/full/inscrits/ajouter", presses=True, status=422),
    "add-with-consent": _desk("/evenements/consent/inscrits/ajouter"),
    "add-draft": _desk("/evenements/draft/inscrits/ajouter", status=409),
    "add-refused": _desk(
        "/evenements/no-list/inscrits/ajouter",
        fills=FORM,
        presses=True,
        status=409,
    ),
    "export": _desk("/evenements/full/exporter"),
    "export-errors": _desk(
        "/evenements/full/exporter", unticks=True, presses=True, status=422
    ),
    "print": _desk("/evenements/full/imprimer"),
    "print-past": _desk("/evenements/past/imprimer"),
    "print-workshops": _desk("/evenements/asking/imprimer"),
    "print-sheets-errors": _desk(
        "/evenements/asking/imprimer/emargement.pdf?sheets=all&lines=-1", status=422
    ),
    "print-errors": _desk(
        "/evenements/full/imprimer/badges.pdf?format=a6&start=9", status=422
    ),
    "certificates-early": _desk(
        "/evenements/full/imprimer/attestations.pdf", status=409
    ),
    "figures": _desk("/evenements/crowd/chiffres"),
    "figures-none": _desk("/evenements/soon/chiffres"),
    "figures-few": _desk("/evenements/full/chiffres"),
    "sheet-crowd": _desk("/evenements/crowd"),
    "import": _desk("/evenements/list/imports"),
    "import-errors": _desk("/evenements/list/imports", presses=True, status=422),
    "import-draft": _desk("/evenements/draft/imports", status=409),
    "import-columns": _desk("/evenements/list/imports/{import_unnamed}/colonnes"),
    "import-columns-errors": _desk(
        "/evenements/list/imports/{import_unnamed}/colonnes", presses=True, status=422
    ),
    "import-preview": _desk("/evenements/list/imports/{import_ready}"),
    "import-stale": _desk(
        "/evenements/list/imports/{import_ready}",
        presses=True,
        forges=True,
        status=400,
    ),
    "import-running": _desk("/evenements/list/imports/{import_running}?fixe=oui"),
    "import-done": _desk("/evenements/list/imports/{import_done}"),
    "mailbox": _desk("/courrier-local"),
    "mail": _desk("/courrier-local/{mail}"),
    "missing": _desk("/evenements/none", status=404),
}

OTHERS = (
    states_data_requests,
    states_desk_groups,
    states_directory,
    states_enrolment,
    states_guests,
    states_letters,
    states_life,
    states_limits,
    states_notices,
    states_people,
    states_public,
    states_questions,
    states_restricted,
    states_site,
    states_space,
    states_privacy,
    states_process_states,
    states_processes,
    states_proof,
)
for more in OTHERS:
    SITE |= {name: State(**how) for name, how in more.SITE.items()}
    DESK |= {name: _desk(**how) for name, how in more.DESK.items()}
STATES = SITE | {f"desk-{name}": state for name, state in DESK.items()}
