"""Every field of the decision: who may read it, what it is for, how long it is kept."""

from accounts.registered import NOBODY, STAFF, Table, internal, personal, public, secret, table
from accounts.terms import JOURNAL, KEPT_MAILS, UNCONFIRMED

_ISSUED = "the sheet is issued"
_WITH_SHEET = "as long as its sheet, which goes only before it is issued"
_FOLLOWED = f"until its owner ends it; where it is never confirmed {UNCONFIRMED.words}"
_ON_RECORD = "without a term: what was asked of whom, and who decided it, is on record"

REGISTER: dict[str, Table] = {
    "campaigns.Campaign": table(
        public("title slug summary starts_on ends_on", "what a longer effort is about", once="an action of it is open"),
        kept="until staff delete it; its history until it is struck out",
        seen_by="campaigns.view_campaign",
    ),
    "campaigns.UrgentAction": table(
        internal("case created_at created_by", "of which case; who began it, and when"),
        internal("embargo_until embargo_zone", "before when nobody outside may know of it"),
        internal("hidden_at", "since when nothing of it is shown, because somebody took back a consent"),
        public(
            "campaign series number year slug status opened_at opened_on current_sheet last_good_day country "
            "outcome_on search_text",
            "how an action is named, where it stands, and what it is found by",
            once="its first sheet is issued",
        ),
        kept=_ON_RECORD,
        seen_by="campaigns.view_urgentaction",
    ),
    "campaigns.Sheet": table(
        public(
            "action version kind dated index_number headline summary changes story additional_information languages "
            "own_language appeals_limit appeals_wording late_note diplomatic_note also_ends frozen check_code",
            "what the sheet says",
            once=_ISSUED,
        ),
        public("issued_at status", "since when it holds, and whether it does", once=_ISSUED),
        internal(
            "changes_proposed created_at created_by edited_by submitted_at approved_at approved_by approved_hash "
            "issued_by reviewed_at reviewed_by content_hash",
            "who wrote, approved and issued which words",
        ),
        personal("emergency_reason", "why it went out without a second pair of eyes"),
        kept=_ON_RECORD,
        seen_by="campaigns.view_sheet",
    ),
    "campaigns.SheetAuthor": table(
        internal("sheet user since", "who wrote on a sheet and so cannot approve it"),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_sheet",
    ),
    "campaigns.AlsoEnded": table(
        public("sheet action", "which other actions a sheet ends", once=_ISSUED),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_sheet",
    ),
    "campaigns.Demand": table(
        public("sheet order sheet_wording letter_wording", "what is asked", once=_ISSUED),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_demand",
    ),
    "campaigns.Recipient": table(
        public("sheet authority role order", "of whom it is asked", once=_ISSUED),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_recipient",
    ),
    "campaigns.Outcome": table(
        public("sheet person word happened_on sentence", "what became of somebody", once=_ISSUED),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_outcome",
    ),
    "campaigns.CurrentOutcome": table(
        internal("person sheet", "whom it is about, and which sheet says so"),
        public("action name word happened_on sentence told_on year country", "what became of somebody, in the lists"),
        kept="as long as its sheets say so",
        seen_by=STAFF,
    ),
    "campaigns.ActionEvent": table(
        internal("action sheet by", "who decided what of which action"),
        personal("reason", "why, for staff"),
        public("verb at public_note", "what was decided, and what everybody may be told of it", once=_ISSUED),
        kept=_ON_RECORD,
        seen_by="campaigns.view_actionevent",
    ),
    "campaigns.CheckReason": table(
        internal("sheet key fingerprint at by", "who gave the reason for which finding"),
        personal("sentence reason", "what was found on a sheet, and why it may stand"),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_sheet",
    ),
    "campaigns.ProofPrint": table(
        internal(
            "sheet content_hash pages_on_a4 pages_on_letter unprintable printed_at", "how a draft comes out on paper"
        ),
        kept=_WITH_SHEET,
        seen_by="campaigns.view_sheet",
    ),
    "campaigns.Assignment": table(
        internal("matter subject_id assignee not_before at by", "who sees to what, and until when it waits"),
        personal("note", "what one of the staff says to another about it"),
        kept="until somebody takes it back; its history without a term",
        seen_by=STAFF,
    ),
    "campaigns.Subscription": table(
        personal(
            "email action campaign concern country first_lead pace language created_at confirmed_at",
            "who wants to hear of what",
            kept=_FOLLOWED,
        ),
        kept=_FOLLOWED,
        seen_by="campaigns.view_subscription",
    ),
    "campaigns.Suppression": table(
        secret("address_hash", "to send nothing to an address that was erased or is dead; a keyed hash of it"),
        internal("cause since", "why nothing is sent, and since when"),
        kept="until the address confirms a subscription again",
        seen_by=NOBODY,
    ),
    "campaigns.Reminder": table(
        personal("address subscription", "who is told; goes with the address when its owner erases it"),
        internal(
            "kind subject_id about_on lead_days action due_at status settled_at reason message_id attempts "
            "attempted_at in_hand_by unsure not_before decided_at decided_by",
            "that every notice went, or why not",
        ),
        kept=f"{JOURNAL.words}; goes at once when its address is erased",
        seen_by="campaigns.view_reminder",
    ),
    "campaigns.ReminderCount": table(
        internal("month kind status to_staff number", "how many notices there were, once their rows are gone"),
        kept="without a term: it names nobody",
        seen_by="campaigns.view_reminder",
    ),
    "campaigns.WorkerSign": table(
        internal("queue seen_at", "that the worker of a queue is there"),
        kept="one row for each queue, written over each minute",
        seen_by=STAFF,
    ),
    "campaigns.SentMail": table(
        personal("recipient subject text html headers", "what was sent to whom; only where mails are kept at all"),
        internal("sent_at message_id sender", "when it was sent, and as which mail"),
        kept=f"{KEPT_MAILS.words}, in the embedded mode only; goes at once when its address is erased",
        seen_by="campaigns.view_sentmail",
    ),
    "campaigns.SenderState": table(
        secret("lineage released_for", "to know a copy of this database; a digest"),
        internal("id is_held tide", "whether mail leaves"),
        internal("needs_two first_by first_at backup_of", "that two people release a restored backup, and the first"),
        kept="one row",
        seen_by=STAFF,
    ),
    "campaigns.SenderEvent": table(
        internal("verb at by reason", "who held and released the sending of mails"),
        kept="without a term",
        seen_by="campaigns.release_sender",
    ),
    "campaigns.ImportedSource": table(
        personal(
            "text places remarks file_name", "the old document of which a draft was made, and what of it went where"
        ),
        internal("sheet kind file_hash text_hash reader_version", "to know the same document again"),
        internal("imported_at imported_by", "who brought it, and when"),
        kept="until an editor deletes it or its draft is deleted; its text then is gone for good",
        seen_by="campaigns.view_importedsource",
    ),
    "campaigns.RestoreDrill": table(
        internal("began_at seconds tables rows is_good said", "that backups can be restored, or why not"),
        kept="without a term: a few numbers for each night",
        seen_by="campaigns.view_reminder",
    ),
    "campaigns.LastSweep": table(
        internal("id began_at ended_at process sent postponed failed held", "that mails are being sent"),
        kept="one row, written over each minute",
        seen_by=STAFF,
    ),
}
