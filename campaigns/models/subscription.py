"""What an address wants to hear of. Nothing but the address and the choice is kept."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        """Subscriptions whose owner followed the link of the confirmation mail."""
        return self.filter(confirmed_at__isnull=False)

    def of_address(self, email: str) -> Self:
        """Subscriptions of one mailbox, however its address was typed; found by the unique indexes."""
        return self.alias(address_key=Lower("email")).filter(address_key=email.lower())


class Subscription(models.Model):
    email = models.EmailField("e-mail address")
    action = models.ForeignKey(
        "campaigns.UrgentAction",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        help_text="Empty: every open action.",
    )
    created_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("email", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "action",
                name="subscription_once_per_action",
                violation_error_message="This address hears of this action already.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(action__isnull=True),
                name="subscription_once_for_everything",
                violation_error_message="This address hears of every action already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.action.reference if self.action else 'every open action'}"
