"""The numbers that groups reported. Staff judge odd ones; nobody changes a number but the group."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from appeals.admin.reply import ReadOnlyMoves
from appeals.models import TallyLine
from appeals.rules import may_judge, may_set_aside
from appeals.tallies import PLAUSIBLE, judge
from campaigns.admin.answers import Reason, ReasonIfAny
from campaigns.admin.moves import Move

COUNT = Move(
    name="count",
    label="Let it count",
    question="Let this count: {}?",
    permission="appeals.decide_tallyline",
    may=may_judge,
    brings_about=lambda line: (
        "It goes into the public numbers of the action. If the group changes it again, it waits again.",
    ),
    do=lambda line, **how: judge(line, is_counted=True, **how),
    done="It counts: {}.",
    form=ReasonIfAny,
)
SET_ASIDE = Move(
    name="set-aside",
    label="Set aside",
    question="Set this aside: {}?",
    permission="appeals.decide_tallyline",
    may=may_set_aside,
    brings_about=lambda line: ("It does not count. The group sees on its page that it was set aside, and no reason.",),
    do=lambda line, **how: judge(line, is_counted=False, **how),
    done="Set aside: {}.",
    form=Reason,
)


@admin.register(TallyLine)
class TallyLineAdmin(ReadOnlyMoves):
    moves = (COUNT, SET_ASIDE)
    change_form_template = "admin/appeals/decided_change_form.html"
    list_display = ("posted_on", "action", "authority", "channel", "number", "standing")
    list_display_links = ("posted_on", "number")
    list_filter = ("standing", "channel")
    list_select_related = ("tally", "action", "authority")
    search_fields = ("action__slug", "action__number", "authority__office")
    search_help_text = "By the number of the action, its address such as ua-214-11, or the office."
    fields = (
        "action", "authority", "channel", "number", "posted_on", "others", "standing", "reason", "decided_by",
        "decided_at",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[TallyLine]:
        lines = super().get_queryset(request).select_related("tally", "action", "authority")
        return lines.defer("action__search_text")

    @admin.display(description="sent on", ordering="tally__posted_on")
    def posted_on(self, line: TallyLine) -> str:
        return f"{line.tally.posted_on:%-d %B %Y}"

    @admin.display(description="in the same tally")
    def others(self, line: TallyLine) -> str:
        """What else the group reported, which helps to judge. Never the code: whoever has it could report."""
        same = TallyLine.objects.filter(tally=line.tally).exclude(pk=line.pk).select_related("action", "authority")
        others = [f"{other}, to {other.authority.office}" for other in same if other.number]
        limit = f"More than {PLAUSIBLE} letters for one action by one way in one evening wait."
        return f"{'; '.join(others) or 'Nothing else.'} {limit}"
