"""The five roles of staff, as groups with permissions.

The table is the truth: `sync_roles` makes the groups equal to it. It names permissions by their labels, so
this room needs to know nothing of the rooms above it. A role is what somebody does, not a rank; one person
may have several.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from accounts.models import User

FACTS = ("case", "personatrisk", "personstatus", "consent", "development", "hearing", "deadline", "casenote")
TEXTS = ("campaign", "urgentaction", "sheet", "demand", "recipient", "outcome")
ADDRESSES = ("authority", "salutation")
POST = ("postalroute", "postagerate")
# What happens to writers in a country is known to those who know what happens to people there.
NOTES = ("countrynote",)
WATCHING = ("actionevent", "subscription", "reminder", "sentmail")


def _all(app: str, models: tuple[str, ...], *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


_READ = _all("cases", (*FACTS, *ADDRESSES, *POST, *NOTES, "concern", "withdrawal"), "view") | _all(
    "campaigns", (*TEXTS, *WATCHING[:1], "importedsource"), "view"
)
_EDIT = ("add", "change", "delete")

# Whoever holds the telephone may need an office that the book does not have. It enters unverified, and so stands
# on the desk of the address keeper; nobody else changes an office that is there.
_NEW_ADDRESS = _all("cases", ADDRESSES, "add")
# A letter that arrives after a release or a withdrawn consent does harm, so whoever hears of it first can stop.
_STOP = {"campaigns.stop_urgentaction"}
# What becomes of a reminder that failed, or that may or may not have gone.
_DECIDE = {"campaigns.decide_reminder"}
# In an emergency whoever holds the telephone may be the only one there. It is kept with its reason, and an approver
# has to look it over within a day.
_ALONE = {"campaigns.issue_sheet_alone"}
# Who gives a matter of the desk to somebody else: those who see all of them, failed mails too. Anybody may take one.
_GIVE = {"campaigns.change_assignment"}

# A name that must not be known is kept and read by those who find the facts, and each reading is written down.
_TRUE_NAMES = {"cases.keep_truename", "cases.reveal_truename"}

# What a stranger told may hold anything, so it is for those who do something with it. Whoever answers for a case, edits
# its text or keeps its addresses decides what follows from it.
_REPLIES = {"appeals.view_reply", "appeals.decide_reply"}
_ODD_NUMBERS = {"appeals.view_tallyline", "appeals.decide_tallyline"}

ROLES: dict[str, frozenset[str]] = {
    # Reads, and changes nothing.
    "Viewer": frozenset(_READ),
    # Finds and records the facts of a case, and opens the action whose text the editor then writes.
    "Researcher": frozenset(
        _READ
        | _all("cases", (*FACTS, *NOTES), *_EDIT)
        | _all("campaigns", ("urgentaction", "sheet"), "add")
        | _NEW_ADDRESS
        | _STOP
        | _REPLIES
        | _TRUE_NAMES
    ),
    # Writes what is asked, of whom, until when.
    "Editor": frozenset(
        _READ
        | _all("campaigns", TEXTS, *_EDIT)
        | _all("campaigns", WATCHING, "view")
        # Ends one for somebody who asks; only the owner of an address can begin one.
        | {"campaigns.delete_subscription"}
        # Deletes the text of an old document for good.
        | {"campaigns.delete_importedsource"}
        | _DECIDE
        | _GIVE
        | _NEW_ADDRESS
        | _STOP
        | _ALONE
        | _REPLIES
        | _ODD_NUMBERS
    ),
    # The second pair of eyes: approves, issues, stops, closes, reopens; reads the text and does not write it.
    "Approver": frozenset(
        _READ
        | _all("campaigns", WATCHING, "view")
        | {"campaigns.issue_sheet", "campaigns.close_urgentaction", "campaigns.release_sender"}
        | _STOP
        | _ALONE
        | _DECIDE
        | _GIVE
        | _REPLIES
        | _ODD_NUMBERS
    ),
    # Keeps offices, holders and addresses true, how long post takes to them, and what it costs.
    "Address keeper": frozenset(_READ | _all("cases", (*ADDRESSES, *POST), *_EDIT) | _REPLIES),
}


def sync_roles() -> None:
    """Make the groups equal to `ROLES`. Safe to run any number of times.

    Raises:
        ImproperlyConfigured: if the table names a permission that does not exist (run `migrate` first).
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, labels in ROLES.items():
        missing = sorted(labels - known.keys())
        if missing:
            raise ImproperlyConfigured(f"The role {name} names unknown permissions: {', '.join(missing)}")
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[label] for label in labels])


def staff_who_may(label: str) -> QuerySet[User]:
    """Everybody on the staff with an active account who has a permission, by its label: "cases.view_hearing"."""
    holders: QuerySet[User] = ModelBackend().with_perm(label)
    return holders.filter(is_staff=True)
