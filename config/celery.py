"""Celery rings the bell; the database alone knows what is due.

The whole beat table stands here. A task takes no argument but ids, fetches, and calls one function.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("urgent_action_desk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Each minute: whatever is due is found in the database, so a missed ring costs a minute, not a mail.
    # A ring that nobody heard in time is dropped: after an outage of hours one sweep does for all of them.
    "sweep-reminders": {"task": "campaigns.tasks.sweep_reminders", "schedule": 60.0, "options": {"expires": 60}},
    # Each minute: whether somebody reads sealed things in bulk.
    "watch-readings": {"task": "campaigns.tasks.watch_readings", "schedule": 60.0, "options": {"expires": 60}},
    # Each hour: sheets that print what is not so any more, where no page of staff noted that a fact was changed.
    "notice-changed-facts": {
        "task": "campaigns.tasks.notice_changed_facts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    # Each hour: who was erased, beside the database, so that a backup from before then does not bring them back.
    "keep-erasures": {"task": "campaigns.tasks.keep_erasures", "schedule": 3600.0, "options": {"expires": 3600}},
    # Each hour: everything whose term is over (accounts/terms.py).
    "keep-terms": {"task": "appeals.tasks.keep_all_terms", "schedule": 3600.0, "options": {"expires": 3600}},
    # Each minute, on the queue of large packs: its worker shows that it is there.
    "packs-sign": {"task": "appeals.tasks.show_packs_sign", "schedule": 60.0, "options": {"expires": 60}},
    # Seals what the history has since: see docs/adr/0054-the-history-is-a-chain.md for why not with each write.
    "seal-history": {"task": "campaigns.tasks.seal_history", "schedule": 10.0, "options": {"expires": 10}},
    # Asked each hour, done once a day, in the morning: a beat that was away makes good for it.
    "verify-history": {"task": "campaigns.tasks.verify_history", "schedule": 3600.0, "options": {"expires": 3600}},
    # Paper soon after issue, as it was issued. One cheap question where nothing is missing.
    "keep-sheet-pdfs": {"task": "appeals.tasks.keep_sheet_pdfs", "schedule": 30.0, "options": {"expires": 30}},
    # Each minute: large packs whose hour is over.
    "forget-large-packs": {"task": "appeals.tasks.forget_large_packs", "schedule": 60.0, "options": {"expires": 60}},
}
