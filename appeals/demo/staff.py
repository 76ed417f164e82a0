"""The invented staff of the demo: one person for each role, and one who may do everything.

Their addresses end in ``desk.example``, which nobody can own (RFC 2606), so a case of theirs is known as one of
the demo.
"""

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import sync_roles
from cases.models import Case

DOMAIN = "desk.example"

# (name in the address, name on screen, role)
ROLE_HOLDERS = (
    ("researcher", "Rosa Researcher", "Researcher"),
    ("editor", "Edi Editor", "Editor"),
    ("approver", "April Approver", "Approver"),
    ("addresses", "Adam Addresses", "Address keeper"),
    ("viewer", "Vera Viewer", "Viewer"),
)
ADMIN = f"admin@{DOMAIN}"


def is_demo_there() -> bool:
    """Whether the demo was loaded into this database."""
    return User.objects.filter(email=ADMIN).exists() and Case.objects.filter(owner__email__endswith=DOMAIN).exists()


def enter_staff(password: str) -> dict[str, User]:
    """Make the demo's staff, all with one password. Returns them by the first part of their address."""
    sync_roles()
    staff = {"admin": User.objects.create_superuser(ADMIN, password, name="Ada Admin")}
    for part, name, role in ROLE_HOLDERS:
        user = User.objects.create_user(f"{part}@{DOMAIN}", password, name=name, is_staff=True)
        user.groups.set([Group.objects.get(name=role)])
        staff[part] = user
    return staff
