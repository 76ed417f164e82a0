from typing import Any

from django.core.management.base import BaseCommand

from accounts.roles import ROLES, sync_roles


class Command(BaseCommand):
    help = "Make the groups of staff equal to the table of roles (after every migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
        self.stdout.write(f"Roles: {', '.join(ROLES)}.")
