"""How far a subscription reaches: one action, or every action of a campaign, on a concern, on a country, or of all.

A scope names one thing at most; nothing named means everything. What an action is reached by, and what a
subscription reaches, are the same words seen from two sides: `Reach`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Subscription, UrgentAction
from cases.concern_names import concern_name
from cases.countries import country_name
from cases.models import Concern


class Reach(NamedTuple):
    """One way by which an action is reached. Sorted, the narrowest comes first."""

    width: int
    of: int | str  # the id, or the code of the country

    @property
    def is_wide(self) -> bool:
        """More than one action."""
        return self.width > _ACTION


_ACTION, _CAMPAIGN, _CONCERN, _COUNTRY, _ALL = range(5)
EVERY_ACTION = Reach(_ALL, 0)


@dataclass(frozen=True)
class Scope:
    """What somebody follows. At most one of these is given."""

    action: UrgentAction | None = None
    campaign: Campaign | None = None
    concern: Concern | None = None
    country: str = ""  # ISO 3166-1 alpha-2

    @property
    def words(self) -> str:
        """ "UA 214/11", "every action on Kenya", "every open action", in the language that is active."""
        if self.action:
            return self.action.reference
        if self.campaign:
            return _("every action of the campaign “%(campaign)s”") % {"campaign": self.campaign.title}
        if self.concern:
            return _("every action on “%(concern)s”") % {"concern": concern_name(self.concern.name)}
        if self.country:
            return _("every action on %(country)s") % {"country": country_name(self.country)}
        return _("every open action")

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a subscription with this scope, by which it is also found."""
        return {
            "action": self.action,
            "campaign": self.campaign,
            "concern": self.concern,
            "country": self.country,
        }


EVERYTHING = Scope()


def scope_of(subscription: Subscription) -> Scope:
    """What a subscription follows; read it with `with_scope` to spare queries."""
    return Scope(subscription.action, subscription.campaign, subscription.concern, str(subscription.country))


def what_it_follows(subscription: Subscription) -> str:
    """As `Scope.words`."""
    return scope_of(subscription).words


def reach_of_subscription(
    action_id: int | None, campaign_id: int | None, concern_id: int | None, country: str
) -> Reach:
    """What a row of subscriptions reaches, from its columns."""
    if action_id is not None:
        return Reach(_ACTION, action_id)
    if campaign_id is not None:
        return Reach(_CAMPAIGN, campaign_id)
    if concern_id is not None:
        return Reach(_CONCERN, concern_id)
    return Reach(_COUNTRY, country) if country else EVERY_ACTION


def reaches_of_action(
    pk: int, campaign_id: int | None, country: str, concerns: Iterable[int] = ()
) -> tuple[Reach, ...]:
    """Everything by which an action is reached, the narrowest first."""
    campaign = () if campaign_id is None else (Reach(_CAMPAIGN, campaign_id),)
    by_concern = (Reach(_CONCERN, concern) for concern in concerns)
    by_country = (Reach(_COUNTRY, country),) if country else ()
    return (Reach(_ACTION, pk), *campaign, *by_concern, *by_country, EVERY_ACTION)


def actions_reached_by(subscription: Subscription) -> Q:
    """The condition for the actions that a subscription reaches."""
    if subscription.action_id is not None:
        return Q(pk=subscription.action_id)
    if subscription.campaign_id is not None:
        return Q(campaign=subscription.campaign_id)
    if subscription.concern_id is not None:
        return Q(case__concerns=subscription.concern_id)
    return Q(country=subscription.country) if subscription.country else Q()
