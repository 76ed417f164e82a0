"""Names of concerns in the language that is active. Leaf module: no models.

Concerns are rows that staff enter, rename and remove, in the language of the pages. Those that every desk starts
with are listed here, so that they are in the catalogues of the mails; any other is given as it was entered.
"""

from django.utils.translation import gettext, gettext_noop

FIRST_CONCERNS = (
    gettext_noop("Arbitrary arrest and detention"),
    gettext_noop("Death penalty"),
    gettext_noop("Enforced disappearance"),
    gettext_noop("Extradition and forcible return"),
    gettext_noop("Forced eviction"),
    gettext_noop("Freedom of expression"),
    gettext_noop("Health and medical care"),
    gettext_noop("Human rights defenders"),
    gettext_noop("Incommunicado detention"),
    gettext_noop("Prisoners of conscience"),
    gettext_noop("Refugees and asylum"),
    gettext_noop("Threats and fear for safety"),
    gettext_noop("Torture and other ill-treatment"),
    gettext_noop("Unfair trial"),
    gettext_noop("Unlawful killing"),
)


def concern_name(name: str) -> str:
    """The name of a concern, translated if it is one of the first ones."""
    return gettext(name) if name in FIRST_CONCERNS else name
