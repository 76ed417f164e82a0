"""One running appeal on a case. Its dated documents are sheets; its moves are made by `campaigns.lifecycle`."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from accounts.history import Kept, KeptQuerySet, Records
from campaigns.deadlines import days_left
from campaigns.references import find_reference
from campaigns.states import ActionStatus
from cases.folding import LONGEST_QUERY, query_words

# Shorter words are looked for at the beginning of words only: "ua" is not meant to find Guatemala.
_SHORT_WORD = 3  # letters


def past_embargo(at: datetime, path: str = "") -> Q:
    """What keeps of some rows those whose action is not under embargo at a moment.

    Args:
        path: from a row to its action, such as "action__"; empty: the rows are actions.
    """
    return Q(**{f"{path}embargo_until__isnull": True}) | Q(**{f"{path}embargo_until__lte": at})


class UrgentActionQuerySet(KeptQuerySet["UrgentAction"]):
    def published(self) -> Self:
        """Actions that had a sheet issued, whatever became of them."""
        return self.exclude(status=ActionStatus.DRAFT)

    def past_embargo(self, *, at: datetime) -> Self:
        """Actions whose embargo, where there is one, is over at a moment: before it nobody outside hears of them."""
        return self.filter(past_embargo(at))

    def known(self, *, at: datetime) -> Self:
        """Published actions that everybody may know of at a moment. A hidden one says that nothing may be sent."""
        return self.published().past_embargo(at=at)

    def shown(self, *, at: datetime) -> Self:
        """Actions of whose sheets everybody may read at a moment."""
        return self.known(at=at).filter(hidden_at__isnull=True)

    def open_on(self, on: date) -> Self:
        """Actions that ask people to write on this day."""
        return self.filter(status=ActionStatus.OPEN, last_good_day__gte=on)

    def past_on(self, on: date) -> Self:
        """Actions that once asked people to write and no longer do on this day, but for those that are hidden."""
        over = Q(status=ActionStatus.OPEN, last_good_day__lt=on)
        return self.filter(hidden_at__isnull=True).filter(
            over | Q(status__in=[ActionStatus.STOPPED, ActionStatus.CLOSED])
        )

    def closing_between(self, first: date, last: date) -> Self:
        """Open actions whose last good day lies between two days, both included."""
        return self.filter(status=ActionStatus.OPEN, last_good_day__gte=first, last_good_day__lte=last)

    def found_by(self, query: str) -> Self:
        """Actions whose names, country, number or headline hold every word of the query, in any script.

        A number ("UA 214/11", "214/2011") names one action, so the words around it do not count: the subject of
        a mail, pasted whole, finds its action. The cost grows with the number of actions that hold the rarest
        word; PostgreSQL finds these in its index of trigrams, SQLite reads every row.
        """
        if reference := find_reference(query[:LONGEST_QUERY]):
            found = self.filter(number=reference.number, year=reference.year)
            return found.filter(series=reference.series) if reference.series else found
        found = self
        for word in query_words(query):
            found = found.filter(search_text__contains=_pattern_of(word))
        return found

    def with_current_sheet(self) -> Self:
        """Each action with its current sheet as it was frozen, in the same query; the draft's columns stay away."""
        return self.select_related("current_sheet").defer(
            "search_text",
            "current_sheet__summary",
            "current_sheet__story",
            "current_sheet__additional_information",
        )


def _pattern_of(word: str) -> str:
    """What stands in `search_text` for a folded word: numbers whole, short words from their beginning."""
    if word.isdigit():
        return f" {word} "
    return f" {word}" if len(word) <= _SHORT_WORD else word


class UrgentAction(Kept):
    class Series(models.TextChoices):
        UA = "UA", "UA (urgent action)"
        EX = "EX", "EX (extra action)"
        MA = "MA", "MA (medical action)"
        NSA = "NSA", "NSA (refugee action)"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="actions")
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    series = models.CharField(max_length=3, choices=Series, default=Series.UA)
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty only for an old document that shows none."
    )
    year = models.PositiveSmallIntegerField(help_text="Of the first sheet, four digits. It stays for life.")
    slug = models.SlugField(
        "address", max_length=60, unique=True, editable=False, help_text="Never holds a person's name."
    )
    status = models.CharField(max_length=10, choices=ActionStatus, default=ActionStatus.DRAFT, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    # Set when a sheet is issued, from that sheet's frozen text: what the public lists sort, filter and search.
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_on = models.DateField(null=True, editable=False)
    current_sheet = models.OneToOneField(
        "campaigns.Sheet", on_delete=models.PROTECT, null=True, editable=False, related_name="current_for"
    )
    last_good_day = models.DateField(null=True, editable=False)
    country = CountryField(blank=True, editable=False)
    # The date of the last sheet that told what became of somebody; by it the outcomes are listed.
    outcome_on = models.DateField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)
    # Since then nothing of its sheets is shown to anybody outside (`campaigns.consent`).
    hidden_at = models.DateTimeField(null=True, editable=False)

    # Before it an issued action is known to nobody outside; the zone is the one in which staff meant it.
    embargo_until = models.DateTimeField(null=True, editable=False)
    embargo_zone = models.CharField(max_length=50, blank=True, editable=False)

    objects: ClassVar = UrgentActionQuerySet.as_manager()
    # Computed from the sheet that is shown, again each time one is.
    history = Records(leaving_out=("search_text",), named_by=("series", "number", "year"), untold=("slug",))

    class Meta:
        ordering = ("-year", "-number", "-pk")
        permissions = (
            ("stop_urgentaction", "Can stop or pause an action"),
            ("close_urgentaction", "Can close an action"),
        )
        indexes = (
            models.Index(fields=("status", "last_good_day", "id"), name="action_by_last_good_day"),
            # Past actions are of several states and newest first; the few still open are stepped over.
            models.Index(fields=("last_good_day", "id"), name="action_by_end"),
            models.Index(fields=("status", "country", "last_good_day"), name="action_by_country"),
            models.Index(fields=("campaign", "status", "last_good_day"), name="action_by_campaign"),
            models.Index(fields=("outcome_on", "id"), name="action_by_outcome"),
            models.Index(fields=("country", "outcome_on", "id"), name="action_by_country_and_outcome"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("series", "number", "year"),
                condition=Q(number__isnull=False),
                name="action_number_once_per_series_and_year",
                violation_error_message="This number is taken in this series and year. Each action has its own.",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | Q(status__in=("stopped", "closed")),
                name="action_hidden_asks_nobody",
                violation_error_message="This action is not shown, because a consent was withdrawn. Have it shown "
                "again first.",
            ),
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True, embargo_zone="")
                | (Q(embargo_until__isnull=False) & ~Q(embargo_zone="")),
                name="action_embargo_has_a_zone",
                violation_error_message="An embargo needs both: the moment, and the time zone in which it is meant.",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1, number__lte=9999),
                name="action_number_in_range",
                violation_error_message="A number lies between 1 and 9999.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1973, year__lte=2100),
                name="action_year_in_range",
                violation_error_message="Write the year with four digits; the first urgent action was of 1973.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="draft",
                    opened_at__isnull=True,
                    opened_on__isnull=True,
                    current_sheet__isnull=True,
                    last_good_day__isnull=True,
                )
                | (
                    ~Q(status="draft")
                    & Q(
                        opened_at__isnull=False,
                        opened_on__isnull=False,
                        current_sheet__isnull=False,
                        last_good_day__isnull=False,
                    )
                ),
                name="action_published_has_an_issued_sheet",
                violation_error_message="An action is open only once a sheet has been issued.",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """As it is spoken and printed: "UA 214/11"; "UA of 2011" for an old one without a number."""
        if self.number is None:
            return f"{self.series} of {self.year}"
        return f"{self.series} {self.number}/{self.year % 100:02d}"

    def is_open(self, *, on: date) -> bool:
        """Whether people are asked to write on this day."""
        return self.status == ActionStatus.OPEN and self.last_good_day is not None and self.last_good_day >= on

    def is_under_embargo(self, *, at: datetime) -> bool:
        """Whether nobody outside may know of it yet."""
        return self.embargo_until is not None and self.embargo_until > at

    def has_lapsed(self, *, on: date) -> bool:
        """Whether its last good day is over though nobody has closed it."""
        return self.status == ActionStatus.OPEN and not self.is_open(on=on)

    def days_left(self, *, on: date) -> int | None:
        """Whole days to the last good day; None for a draft."""
        return None if self.last_good_day is None else days_left(self.last_good_day, on)
