"""What somebody is at risk of, from a fixed list: free tags were spelled in 790 ways where they were tried."""

from django.db import models

from accounts.history import Kept, Records
from cases.text import LineField


class Concern(Kept):
    """A kind of risk or violation: torture, forcible return, unfair trial."""

    name = LineField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    definition = LineField(max_length=300, blank=True, help_text="Shown beside the name where staff choose it.")

    history = Records(named_by=("name",))

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
