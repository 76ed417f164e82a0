"""Every field of the facts: who may read it, what it is for, how long it is kept.

Cases have no term after which they go: what happened to somebody is asked again years later. What must not be known
any more is deleted by staff and struck out of the history (`cases.striking`).
"""

from accounts.registered import NOBODY, STAFF, Table, internal, personal, public, secret, table
from accounts.terms import OPEN_FORMS

_UNTIL_DELETED = "until staff delete it; its history until it is struck out"
_WITH_CASE = "as long as its case; its history until it is struck out"
_ISSUED = "a sheet that prints it is issued"

# Of every fact. What is for the team of its case, or sealed, fewer see than the permission says (`cases.levels`).
_KNOWN = (
    internal("level public_from", "who may read it, and from when everybody"),
    internal("reliability", "how far it is to be believed"),
    personal("source", "where we have it from"),
)

REGISTER: dict[str, Table] = {
    "cases.Case": table(
        personal("title", "how staff call a case among themselves; often a name"),
        personal("sources", "who told us, and how, so that it can be judged and asked again"),
        personal("internal_notes", "what staff need to know of each other's work"),
        personal("summary", "the facts in short, from which the first sheet is written"),
        internal("owner opened_on changed_at", "who answers for the case; when it came and was changed"),
        internal("is_sealed", "whether its team alone sees it"),
        public("country concerns", "where the danger comes from, and what it is", once=_ISSUED),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_case",
    ),
    "cases.PersonAtRisk": table(
        public(
            "published_as kind gender age people_count nationality identifiers other_spellings",
            "whom letters are about; the name, or a chosen form where it is withheld",
            once=_ISSUED,
        ),
        internal("case form", "of which case, and whether the name is withheld"),
        personal("pronouns", "how staff speak of somebody"),
        kept=_WITH_CASE,
        seen_by="cases.view_personatrisk",
    ),
    "cases.Consent": table(
        internal("person", "of whom it is"),
        personal("giver who given_on note", "who agreed, and when, so that it can be shown and asked again"),
        personal("for_name for_picture for_story for_web for_letter for_press", "to what they agreed"),
        kept="as long as the person's row; its history until it is struck out",
        seen_by="cases.view_consent",
    ),
    "cases.Withdrawal": table(
        internal("person by ended_by", "of whom it is, and who wrote it down"),
        personal("use at reason ended_at", "what somebody took back, and why, so that nothing is made of it any more"),
        kept="as long as the person's row; its history until it is struck out",
        seen_by="cases.view_withdrawal",
    ),
    "cases.PersonStatus": table(
        internal("person", "of whom it was true"),
        personal("status since note", "what was true of somebody from a day on"),
        *_KNOWN,
        kept="as long as the person's row; its history until it is struck out",
        seen_by="cases.view_personstatus",
    ),
    "cases.Development": table(
        internal("case", "of which case"),
        *_KNOWN,
        public("happened_on date_note what attributed_to", "what happened, and who says so", once="level"),
        kept=_WITH_CASE,
        seen_by="cases.view_development",
    ),
    "cases.CaseNote": table(
        internal("case written_at written_by", "of which case, and who wrote it when"),
        personal("text", "what staff know besides the dated facts"),
        *_KNOWN,
        kept=_WITH_CASE,
        seen_by="cases.view_casenote",
    ),
    "cases.Hearing": table(
        internal("case", "of which case"),
        *_KNOWN,
        public(
            "court matter on at time_zone status result adjourned_to",
            "when and where a court decides what, and what came of it",
            once="level",
        ),
        kept=_WITH_CASE,
        seen_by="cases.view_hearing",
    ),
    "cases.Deadline": table(
        internal("case", "of which case"),
        *_KNOWN,
        public("kind on what status result", "what happens or ends on a day, and what came of it", once="level"),
        kept=_WITH_CASE,
        seen_by="cases.view_deadline",
    ),
    "cases.DateMove": table(
        internal(
            "case verb hearing deadline from_on from_at from_time_zone from_status to_on to_at to_time_zone to_status "
            "to_hearing made_hearing",
            "how a date stood before and after, so that a move can be taken back",
        ),
        personal("from_result to_result reason", "what came of it, and why it was moved"),
        internal("at by undone_at undone_by", "who moved it and took it back, and when"),
        kept=_WITH_CASE,
        seen_by="cases.view_hearing",
    ),
    "cases.Authority": table(
        public(
            "kind office form_of_address holder holder_since holder_until country postal_lines fax phone emails "
            "web_form languages parent represents accredited_to verified_on",
            "whom to write to, and how to reach them",
            once=_ISSUED,
        ),
        internal("notes changed_at", "how an address was verified, and what came back"),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_authority",
    ),
    "cases.Salutation": table(
        internal("authority", "of which office"),
        public("language text", "how a letter begins", once=_ISSUED),
        kept="as long as its office; its history until it is struck out",
        seen_by="cases.view_salutation",
    ),
    "cases.Concern": table(
        public("name slug", "what somebody is at risk of"),
        internal("definition", "what staff mean by it"),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_concern",
    ),
    "cases.CountryNote": table(
        public("country text", "what writers with ties to a country should know"),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_countrynote",
    ),
    "cases.PostalRoute": table(
        public(
            "country working_days is_suspended suspended_since suspension_reason",
            "until when a letter must be posted, and where none goes",
        ),
        internal("note source verified_on", "where that is known from"),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_postalroute",
    ),
    "cases.PostageRate": table(
        public(
            "posted_in zone destinations price currency up_to_grams valid_from valid_until",
            "what the stamps of a letter cost",
        ),
        internal("source", "where that is known from"),
        kept=_UNTIL_DELETED,
        seen_by="cases.view_postagerate",
    ),
    "cases.TrueName": table(
        secret("name", "a name that is withheld; shown by itself to whoever says why, and that is written down"),
        internal("person kept_at kept_by", "of whom it is, and who keeps it"),
        kept="until somebody gives it up, or the person's row goes; it has no history",
        seen_by=NOBODY,
    ),
    "cases.TrueNameEvent": table(
        internal("verb person_number case_number at by", "who kept, read or gave up which withheld name"),
        personal("reason", "why somebody did"),
        kept="without a term; it outlives the name",
        seen_by="cases.reveal_truename",
    ),
    "cases.TeamMember": table(
        internal("case user added_at added_by", "who works on a case and sees it while it is sealed"),
        kept="until its owner takes somebody out, or the case goes; it has no history",
        seen_by="cases.view_case",
    ),
    "cases.BrokenGlass": table(
        internal("case user broken_at until ended_at ended_by", "who outside the team opened a case, until when"),
        personal("reason", "why somebody did"),
        kept="as long as its case",
        seen_by="cases.view_case",
    ),
    "cases.AccessEvent": table(
        internal("verb case_number at by whom", "who let whom into a sealed case, and who opened it"),
        personal("reason", "why somebody did"),
        kept="without a term; it outlives the case",
        seen_by="cases.view_case",
    ),
    "cases.Reading": table(
        internal("by at what case_number", "who read what of a sealed case, so that its owner can see it"),
        kept="without a term; it outlives the case",
        seen_by="cases.view_case",
    ),
    "cases.OpenForm": table(
        internal("user form root opened_at seen_at", "who has a page open beside somebody else"),
        internal("sent sent_at led_to", "to know a form again that was sent twice; a hash of it"),
        kept=OPEN_FORMS.words,
        seen_by=STAFF,
    ),
}
