"""Who follows what in the demo, each in another way, so that the first sweep writes mails of many kinds.

All of them are invented; their addresses end in ``example.org``, which nobody can own (RFC 2606).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from appeals.demo.entry import enter
from campaigns.models import Campaign, Subscription, UrgentAction
from campaigns.scopes import EVERYTHING, Scope
from campaigns.timing import Pace
from cases.models import Concern


@dataclass(frozen=True)
class Follower:
    """One subscription.

    Args:
        days: how many days ago it was asked for.
        action: slug of the one action, or nothing; the same for the others. Nothing at all is everything.
        country: its code.
    """

    email: str
    days: int
    action: str = ""
    campaign: str = ""
    concern: str = ""
    country: str = ""
    pace: Pace = Pace.AT_ONCE
    language: str = "en"
    is_confirmed: bool = True

    @property
    def scope(self) -> Scope:
        if self.action:
            return Scope(action=UrgentAction.objects.get(slug=self.action))
        if self.campaign:
            return Scope(campaign=Campaign.objects.get(slug=self.campaign))
        if self.concern:
            return Scope(concern=Concern.objects.get(slug=self.concern))
        return Scope(country=self.country) if self.country else EVERYTHING


FOLLOWERS = (
    # Everything, in a mail each Monday: a stop came at once all the same.
    Follower("letters.every.week@example.org", 30, pace=Pace.WEEKLY),
    # Everything, but only since yesterday: what was decided before is no news to them.
    Follower("group.musterlingen@example.org", 1),
    Follower("one.case@example.org", 3, action="ua-2011-ru"),
    # Two subscriptions and one mail, whose link ends either or both.
    Follower("poetry.club@example.org", 25, action="ua-192-11"),
    Follower("poetry.club@example.org", 10, country="KE"),
    Follower("nurses@example.org", 8, action="ma-3-11"),
    # A new action, and nothing besides.
    Follower("new.actions@example.org", 12, concern="health-and-medical-care"),
    # A stop: its mail goes before all others.
    Follower("writers.who.stop@example.org", 40, action="ua-143-11"),
    # Once a day, in French.
    Follower(
        "lettres.du.matin@example.org",
        20,
        campaign="against-the-death-penalty",
        pace=Pace.DAILY,
        language="fr",
    ),
    Follower("jeden.tag@example.org", 15, concern="forced-eviction", pace=Pace.DAILY, language="de"),
    # An end, with what became of each of three people.
    Follower("three.ends@example.org", 60, action="ua-101-11"),
    Follower("not.yet.confirmed@example.org", 2, is_confirmed=False),
)


def enter_followers(*, at: datetime) -> None:
    """Enter the subscriptions. Nothing was sent to anybody yet: that is left to the first sweep.

    Args:
        at: the moment from which their days count back.
    """
    for follower in FOLLOWERS:
        asked_at = at - timedelta(days=follower.days)
        enter(
            Subscription(
                email=follower.email,
                pace=follower.pace,
                language=follower.language,
                created_at=asked_at,
                confirmed_at=asked_at + timedelta(minutes=5) if follower.is_confirmed else None,
                **follower.scope.columns,
            )
        )
