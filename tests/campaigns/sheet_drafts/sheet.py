"""A sheet as one might have been kept, about nobody who lives; and how the tests bring it."""

from datetime import date

from campaigns.sheet_drafts.brought import Brought, brought_text
from campaigns.sheet_drafts.proposal import Proposal
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_reading.reading import read_sheet

ON = date(2011, 7, 13)

SHEET = """UA: 214/11 Index: EUR 28/001/2011 Iceland Date: 6 July 2011

URGENT ACTION
TEACHER AT RISK OF UNFAIR TRIAL

Anna Beispiel (f), a teacher, aged 34, was arrested on 3 July 2011 in Reykjavik. She has had no lawyer since.

Her trial is set to begin before the Reykjavik District Court on 25 July 2011. She was fined in May 2010.

Please write immediately in Icelandic, English or your own language:
- Urging the authorities to let Anna Beispiel have a lawyer;
- Calling on them to release her.

PLEASE SEND APPEALS BEFORE 17 AUGUST 2011 TO:
Minister of the Interior
Jón Dæmi
Ministry of the Interior
1 Example Street
101 Reykjavik
Iceland
Fax: +354 555 0100
Email: minister@interior.example
Salutation: Dear Minister

And copies to:
Reykjavik District Court
2 Example Street
101 Reykjavik
Iceland

Also send copies to diplomatic representatives accredited to your country.
Please check with your section office if sending appeals after the above date.

ADDITIONAL INFORMATION
Teachers were on strike in 2010.
"""


def brought(text: str = SHEET) -> Brought:
    return brought_text(text)


def proposed(text: str = SHEET) -> Proposal:
    return propose(read_sheet(text), on=ON)
