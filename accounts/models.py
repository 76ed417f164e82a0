"""Staff who log in. Volunteers have no account."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.history import Kept, KeptQuerySet, Records
from accounts.journals import Chain, WrittenOnce


class UserManager(BaseUserManager.from_queryset(KeptQuerySet)):  # type: ignore[misc]
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A staff user; without a password nobody can log in as them.

        Raises:
            ValueError: if no address is given.
        """
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        # Typed with a capital on a phone, it is still the same person.
        return self.get(email=(username or "").lower())


class User(Kept, AbstractUser):
    """A member of staff. The roles are groups: see `accounts.roles`."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=150, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()
    # A secret, and a moment that each login moves.
    history = Records(leaving_out=("password", "last_login"), m2m=("groups",), named_by=("name", "email"))

    class Meta:
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_case",
                violation_error_message="Somebody with this e-mail address has an account already.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def prepare_return(self) -> None:
        # The password is not kept: somebody who comes back is given a new one.
        self.set_unusable_password()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class CalendarKey(models.Model):
    """The secret by which a calendar program reads the days of one member of staff (`accounts.calendar_keys`).

    The secret itself is not here, only a keyed hash of it. A row is never reused: a new secret is a new row.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="calendar_keys")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("user", "-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=models.Q(ended_at__isnull=True),
                name="calendar_key_one_that_works_per_person",
                violation_error_message="This person has a secret address already. A new one ends it.",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="calendar_key_ended_at_and_by_together",
                violation_error_message="A secret address that has ended says when and by whom.",
            ),
        )

    def __str__(self) -> str:
        return f"calendar of {self.user}, since {self.made_at:%Y-%m-%d}"


class StaffSession(AbstractBaseSession):
    """One browser in which somebody is logged in, or about to be (`accounts.session_store`, `accounts.sessions`).

    It lives in real time, whatever day the clock of the desk shows. No network address is kept.
    """

    # Nobody yet, while the second factor is asked for.
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="sessions")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "login of a browser"
        verbose_name_plural = "logins of browsers"
        ordering = ("-seen_at",)


class LockDown(WrittenOnce):
    """A time in which nobody of the staff gets in (`accounts.lock_down`); it is not changed once it is over."""

    changing = ("first_by_id", "first_at", "first_reason", "lifted_by_id", "lifted_at", "lifted_reason", "is_on")

    began_at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    # Two people lift it.
    first_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)
    first_reason = models.CharField(max_length=300, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("began_at", "pk")
        verbose_name = "lock-down"
        permissions = (("lock_down", "Can lock the desk down, and lift it"),)
        constraints = (
            models.UniqueConstraint(
                fields=("is_on",),
                condition=Q(is_on=True),
                name="lock_down_one_at_a_time",
                violation_error_message="The desk is locked down already.",
            ),
            models.CheckConstraint(
                condition=Q(is_on=True, lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(is_on=False, lifted_by__isnull=False, lifted_at__isnull=False, first_by__isnull=False),
                name="lock_down_on_or_lifted",
                violation_error_message="A lock-down is on, or two people have lifted it.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=models.F("first_by")),
                name="lock_down_lifted_by_two",
                violation_error_message="Two different people lift a lock-down.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="lock_down_says_why",
                violation_error_message="Say why the desk is locked down.",
            ),
        )

    def __str__(self) -> str:
        return f"{'on' if self.is_on else 'lifted'}, since {self.began_at:%Y-%m-%d %H:%M}"


class SealShape(Chain):
    """Which columns of a journal a seal covers. A column that is added later is not in the seals that were there."""

    journal = models.CharField(max_length=100)
    columns = models.TextField(help_text="Their names in alphabetical order, with blanks between.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.journal}: {self.columns}"


class Seal(Chain):
    """One link of the chain: a row of a journal as it stood, bound to all links before it (`accounts.chain`)."""

    number = models.BigIntegerField(primary_key=True, help_text="From 1 on, without a gap.")
    journal = models.CharField(max_length=100)
    row_pk = models.BigIntegerField()
    shape = models.ForeignKey(SealShape, on_delete=models.PROTECT, db_index=False, related_name="+")
    salt = models.CharField(max_length=32, blank=True, help_text="Gone where the row was struck out.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of salt and row.")
    sealed_at = models.DateTimeField()
    link = models.CharField(max_length=64, help_text="SHA-256 of this link and the one before it.")

    class Meta:
        default_permissions = ()
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("journal", "row_pk"),
                name="seal_one_for_each_row",
                violation_error_message="This row of the history is sealed already.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="seal_counted_from_one",
                violation_error_message="The links of the chain are counted from 1.",
            ),
        )

    def __str__(self) -> str:
        return f"link {self.number}: {self.journal} {self.row_pk}"


class StruckRecord(WrittenOnce):
    """A record that was struck out of a history, by whom, when and why. Never what it held."""

    journal = models.CharField(max_length=100)
    row_pk = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("journal", "row_pk"),
                name="struck_record_once",
                violation_error_message="This record was struck out already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="struck_record_says_why",
                violation_error_message="Say why it is struck out, without what is struck out.",
            ),
        )

    def __str__(self) -> str:
        return f"struck out: {self.journal} {self.row_pk}"


class HistoryCheck(Chain):
    """What was found when the history was verified, once a day (`accounts.verifying`)."""

    changing = ("told_at",)

    at = models.DateTimeField()
    links = models.BigIntegerField()
    head = models.CharField(max_length=64, blank=True, help_text="The last link; empty where there is none.")
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.TextField(blank=True, help_text="The first of them, a sentence each.")
    told_at = models.DateTimeField(null=True, help_text="When it was mailed out.")

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-pk")
        get_latest_by = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(fault_count=0, faults="") | (models.Q(fault_count__gt=0) & ~models.Q(faults="")),
                name="history_check_says_what_it_found",
                violation_error_message="A check of the history that found something says what.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.links} links at {self.at:%Y-%m-%d %H:%M}: {self.fault_count} faults"

    @property
    def sentences(self) -> list[str]:
        return self.faults.splitlines()
