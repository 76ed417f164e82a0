"""The invented embassies of the demo in Switzerland, where it posts. Made up as all other authorities are.

Of the other countries none is in the book: their pages show the sheet's own sentence, and the desk tells staff.
"""

from typing import Any

# key: (fields of the authority, salutation by language), as in `appeals.demo.authorities.BOOK`.
MISSIONS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "ke-embassy": (
        {
            "kind": "mission",
            "office": "Sample Embassy of Kenya",
            "holder": "H.E. Baraka Mfano",
            "country": "CH",
            "represents": "KE",
            "accredited_to": "CH",
            "postal_lines": "Musterweg 1\n0000 Musterlingen\nSwitzerland",
            "fax": "+41 00 000 00 01",
            "emails": "embassy.ke@example.org",
            "languages": ["en", "sw"],
        },
        {"en": "Your Excellency"},
    ),
    "jo-embassy": (
        {
            "kind": "mission",
            "office": "Sample Embassy of Jordan",
            "form_of_address": "Ambassador",
            "country": "CH",
            "represents": "JO",
            "accredited_to": "CH",
            "postal_lines": "Beispielgasse 2\n0000 Musterlingen\nSwitzerland",
            "emails": "embassy.jo@example.org",
            "languages": ["ar", "en"],
        },
        {"en": "Your Excellency", "ar": "سعادة السفير"},
    ),
    # Its office lies in a third country: it stands for Nepal in Switzerland as well.
    "np-embassy": (
        {
            "kind": "mission",
            "office": "Sample Embassy of Nepal",
            "country": "DE",
            "represents": "NP",
            "accredited_to": "CH",
            "postal_lines": "Musterallee 3\n00000 Musterstadt\nGermany",
            "fax": "+49 000 00000 03",
            "languages": ["ne", "en"],
        },
        {"en": "Your Excellency"},
    ),
}
