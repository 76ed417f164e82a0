"""``manage.py keep_pdfs``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appeals.keeping import keep_pdfs, unkept
from config import clock


class Command(BaseCommand):
    help = (
        "Renders and keeps the PDFs of all issued sheets that have none yet, as the worker does soon after each issue. "
        "Run it before an upgrade: what is kept stays byte for byte as this version prints it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = unkept().count()
        kept = keep_pdfs(at=clock.now(), most=missing)
        self.stdout.write(f"Kept the PDFs of {kept.sheets} of {missing} sheet{'' if missing == 1 else 's'}.")
        if kept.troubles:
            raise CommandError("\n".join(kept.troubles))
