"""Who may do what with what groups and writers report, as predicates for pages and admin alike."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from appeals.models import Reply, TallyLine

Visitor = User | AnonymousUser


def may_note(user: Visitor, reply: Reply) -> bool:
    """Note what came back, also where its address was called wrong before: then it is so no more."""
    return reply.status != Reply.Status.NOTED and user.has_perm("appeals.decide_reply")


def may_call_wrong(user: Visitor, reply: Reply) -> bool:
    """Say that an address is wrong, by a report of a dead one."""
    return reply.is_of_an_address and reply.status != Reply.Status.WRONG and user.has_perm("appeals.decide_reply")


def may_remove_pictures(user: Visitor, reply: Reply) -> bool:
    """Lose the pictures that came with it, as long as there are any."""
    return user.has_perm("appeals.decide_reply") and reply.pictures.exists()


def may_judge(user: Visitor, line: TallyLine) -> bool:
    """Say whether an odd number counts, as long as nobody has."""
    return line.standing == TallyLine.Standing.WAITS and user.has_perm("appeals.decide_tallyline")


def may_set_aside(user: Visitor, line: TallyLine) -> bool:
    """Take a number out of the sums, also one that counts already."""
    return line.number > 0 and line.standing != TallyLine.Standing.ASIDE and user.has_perm("appeals.decide_tallyline")
