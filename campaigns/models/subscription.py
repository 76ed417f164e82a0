"""What an address wants to hear of. Nothing but the address and the choice is kept."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django_countries.fields import CountryField

from campaigns.timing import Pace


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        """Subscriptions whose owner followed the link of the confirmation mail."""
        return self.filter(confirmed_at__isnull=False)

    def of_address(self, email: str) -> Self:
        """Subscriptions of one mailbox, however its address was typed; found by the unique indexes."""
        return self.alias(address_key=Lower("email")).filter(address_key=email.lower())

    def with_scope(self) -> Self:
        """With what it takes to say in words what each follows."""
        return self.select_related("action", "campaign", "concern")


def _follows(*names: str) -> Q:
    """Only the named one of the four scopes is given; none named: everything."""
    return Q(
        action__isnull="action" not in names,
        campaign__isnull="campaign" not in names,
        concern__isnull="concern" not in names,
    ) & (~Q(country="") if "country" in names else Q(country=""))


class Subscription(models.Model):
    email = models.EmailField("e-mail address")
    # One of these four, or none of them for everything: see `campaigns.scopes`.
    action = models.ForeignKey(
        "campaigns.UrgentAction",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        help_text="One action. With campaign, concern and country empty too: every open action.",
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    concern = models.ForeignKey(
        "cases.Concern", on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    country = CountryField(blank=True)
    # The early notices can be left out; the near ones, which nobody should miss, always come.
    first_lead = models.PositiveSmallIntegerField(
        "first notice",
        null=True,
        blank=True,
        help_text="Days before the day; nearer notices follow. Empty: every notice there is.",
    )
    pace = models.CharField(max_length=6, choices=Pace, default=Pace.AT_ONCE)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default=settings.LANGUAGES[0][0])
    created_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("email", "pk")
        constraints = (
            models.CheckConstraint(
                condition=_follows()
                | _follows("action")
                | _follows("campaign")
                | _follows("concern")
                | _follows("country"),
                name="subscription_follows_one_thing_or_everything",
                violation_error_message="A subscription follows one action, campaign, concern or country, or all.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "action",
                name="subscription_once_per_action",
                violation_error_message="This address hears of this action already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "campaign",
                condition=Q(campaign__isnull=False),
                name="subscription_once_per_campaign",
                violation_error_message="This address hears of this campaign already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "concern",
                condition=Q(concern__isnull=False),
                name="subscription_once_per_concern",
                violation_error_message="This address hears of this concern already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "country",
                condition=~Q(country=""),
                name="subscription_once_per_country",
                violation_error_message="This address hears of this country already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=_follows(),
                name="subscription_once_for_everything",
                violation_error_message="This address hears of every action already.",
            ),
        )

    def __str__(self) -> str:
        scope = self.action or self.campaign or self.concern or str(self.country)
        return f"{self.email}: {scope or 'every open action'}"
