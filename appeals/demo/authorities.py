"""The invented book of authorities. The surname of every holder is the word for "example" in a language of the country.

No line here is anybody's address: streets, postcodes and numbers are made up, e-mail addresses end in
``example.org`` and reach nobody (RFC 2606). Telephone numbers are rows of zeros.
"""

from datetime import date
from typing import Any

from appeals.demo.entry import enter
from appeals.demo.missions import MISSIONS
from cases.models import Authority, Salutation

VERIFIED = date(2011, 6, 20)

# key: (fields of the authority, salutation by language). "verified_on" is VERIFIED where nothing is said.
BOOK: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "ph-press": (
        {
            "kind": "ministry",
            "office": "Department of Example Affairs",
            "form_of_address": "Secretary of Example Affairs",
            "holder": "Ramon Halimbawa",
            "holder_since": date(2010, 7, 1),
            "country": "PH",
            "postal_lines": "Halimbawa Building, 3rd Floor\n1 Sample Avenue\n0000 Lungsod ng Halimbawa\nPhilippines",
            "fax": "+63 2 000 0001",
            "emails": "secretary.ph@example.org",
            "languages": ["en", "fil"],
        },
        {"en": "Dear Secretary", "fil": "Kagalang-galang na Kalihim"},
    ),
    "ph-police": (
        {
            "kind": "prison",
            "office": "Sample Island Police Office",
            "country": "PH",
            "postal_lines": "Camp Halimbawa\n0001 Sample Island\nPhilippines",
            "fax": "+63 2 000 0002",
            "languages": ["en", "fil"],
            "parent": "ph-press",
        },
        {"en": "Dear Sir or Madam"},
    ),
    "ke-lands": (
        {
            "kind": "ministry",
            "office": "Ministry of Sample Lands",
            "holder": "Hon. Wanjiru Mfano",
            "country": "KE",
            "postal_lines": "Mfano House, Sample Road\nP.O. Box 00000\n00000 Mfano Town\nKenya",
            "fax": "+254 20 000 0001",
            "emails": "lands.ke@example.org\nprivate.office.ke@example.org",
            "languages": ["en", "sw"],
        },
        {"en": "Dear Minister", "sw": "Mheshimiwa Waziri"},
    ),
    "pe-mines": (
        {
            "kind": "ministry",
            "office": "Ministerio de Ejemplos",
            "holder": "Sra. Carmen Ejemplo",
            "holder_since": date(2009, 10, 1),
            "holder_until": date(2011, 7, 27),
            "country": "PE",
            "postal_lines": "Jirón Ejemplo 100\nLima 00\nPerú",
            "fax": "+51 1 000 0001",
            "emails": "ministra.pe@example.org",
            "languages": ["es"],
        },
        {"en": "Dear Minister", "es": "Señora Ministra"},
    ),
    "pe-company": (
        {
            "kind": "company",
            "office": "Compañía Minera Ejemplo S.A.",
            "country": "PE",
            "postal_lines": "Avenida Muestra 200\nLima 00\nPerú",
            "web_form": "https://mine.example/contact",
            "languages": ["es", "en"],
        },
        {"en": "Dear Sir or Madam", "es": "Señores"},
    ),
    "jo-interior": (
        {
            "kind": "ministry",
            "office": "Ministry of Examples (وزارة الأمثلة)",
            "holder": "Sami Mithal (سامي مثال)",
            "country": "JO",
            "postal_lines": "ص. ب. 0000\nعمّان 00000\nالأردن\nP.O. Box 0000, Amman 00000, Jordan",
            "fax": "+962 6 000 0001",
            "languages": ["ar", "en"],
        },
        {"ar": "معالي الوزير", "en": "Your Excellency"},
    ),
    "jo-court": (
        {
            "kind": "court",
            "office": "Sample Court of Madinat al-Mithal",
            "country": "JO",
            "postal_lines": "محكمة المثال\nمدينة المثال 00001\nالأردن",
            "fax": "+962 6 000 0002",
            "languages": ["ar"],
        },
        {},
    ),
    "us-governor": (
        {
            "kind": "local",
            "office": "Governor of the State of Examplia",
            "holder": "Governor Jane Q. Sample",
            "country": "US",
            "postal_lines": "Sample State House\n100 Example Street\nSampleton, EX 00000\nUSA",
            "fax": "+1 000 555 0100",
            "web_form": "https://governor.example/write",
            "languages": ["en"],
        },
        {"en": "Dear Governor"},
    ),
    "us-board": (
        {
            "kind": "board",
            "office": "Examplia Board of Sample Pardons",
            "country": "US",
            "postal_lines": "P.O. Box 000\nSampleton, EX 00000\nUSA",
            "fax": "+1 000 555 0101",
            "emails": "pardons.us@example.org",
            "languages": ["en"],
        },
        {"en": "Dear Members of the Board"},
    ),
    "tr-prison": (
        {
            "kind": "prison",
            "office": "Örnek Cezaevi Müdürlüğü (Sample Prison)",
            "form_of_address": "Prison Director",
            "holder": "Bay Kemal Örnek",
            "country": "TR",
            "postal_lines": "Örnek Sokak 1\n00000 Örnekköy\nTürkiye",
            "fax": "+90 000 000 00 01",
            "languages": ["tr", "en"],
        },
        {"en": "Dear Director", "tr": "Sayın Müdür"},
    ),
    "my-home": (
        {
            "kind": "ministry",
            "office": "Ministry of Sample Affairs",
            "holder": "Encik Ahmad Contoh",
            "country": "MY",
            "postal_lines": "Aras 1, Blok Contoh\n00000 Bandar Contoh\nMalaysia",
            "fax": "+60 3 0000 0001",
            "languages": ["ms", "en"],
        },
        {"en": "Dear Minister", "ms": "Yang Berhormat Menteri"},
    ),
    "is-justice": (
        {
            "kind": "ministry",
            "office": "Ministry of Examples",
            "holder": "Sigríður Dæmi",
            "country": "IS",
            "postal_lines": "Dæmigata 1\n000 Dæmivík\nÍsland",
            "emails": "minister.is@example.org",
            "languages": ["is", "en"],
        },
        {"en": "Dear Minister", "is": "Háttvirti ráðherra"},
    ),
    "br-governor": (
        {
            "kind": "local",
            "office": "Governo do Estado do Exemplo",
            "holder": "Exmo. Sr. Paulo Exemplo",
            "country": "BR",
            "postal_lines": "Palácio do Exemplo\nRua Amostra, 1\n00000-000 Cidade Exemplo - EX\nBrasil",
            "fax": "+55 00 0000 0001",
            "languages": ["pt"],
        },
        {"en": "Dear Governor", "pt": "Excelentíssimo Senhor Governador"},
    ),
    "mn-prosecutor": (
        {
            "kind": "prosecutor",
            "office": "Sample Prosecutor's Office",
            "holder": "Жишээ Дорж (Dorj Jishee)",
            "country": "MN",
            "postal_lines": "Жишээ гудамж 1\nУлаанбаатар 00000\nМонгол Улс (Mongolia)",
            "fax": "+976 00 000001",
            "languages": ["mn", "en"],
            "verified_on": date(2010, 11, 2),
            "notes": "Two letters of March came back. Ask for the new address.",
        },
        {"en": "Dear Prosecutor", "mn": "Эрхэм прокурор"},
    ),
    "gr-court": (
        {
            "kind": "court",
            "office": "Sample Military Court of Paradeigma",
            "country": "GR",
            "postal_lines": "Οδός Παραδείγματος 1\n000 00 Παράδειγμα\nΕλλάδα",
            "fax": "+30 000 000 0001",
            "languages": ["el"],
        },
        {"en": "Dear Members of the Court"},
    ),
    "gr-defence": (
        {
            "kind": "ministry",
            "office": "Ministry of Sample Defence",
            "holder": "Eleni Paradeigma",
            "country": "GR",
            "postal_lines": "Λεωφόρος Δείγματος 2\n000 00 Παράδειγμα\nΕλλάδα",
            "fax": "+30 000 000 0002",
            "emails": "minister.gr@example.org",
            "languages": ["el", "en"],
        },
        {"en": "Dear Minister", "el": "Αξιότιμη κυρία Υπουργέ"},
    ),
    "np-police": (
        {
            "kind": "prison",
            "office": "Sample Police Headquarters",
            "form_of_address": "Inspector General of Sample Police",
            "country": "NP",
            "postal_lines": "Udaharan Marg 1\n00000 Udaharan\nNepal",
            "fax": "+977 0 000 0001",
            "languages": ["ne", "en"],
        },
        {"en": "Dear Inspector General"},
    ),
    "ch-migration": (
        {
            "kind": "board",
            "office": "Musteramt für Beispielfragen",
            "country": "CH",
            "postal_lines": "Beispielstrasse 1\n0000 Musterlingen\nSwitzerland",
            "emails": "amt.ch@example.org",
            "languages": ["de", "fr", "it", "en"],
            "verified_on": None,
        },
        {"en": "Dear Sir or Madam", "de": "Sehr geehrte Damen und Herren"},
    ),
    "jp-justice": (
        {
            "kind": "ministry",
            "office": "Ministry of Sample Justice",
            "country": "JP",
            "postal_lines": "0-0-0 Rei-machi\nRei-shi 000-0000\nJapan",
            "fax": "+81 0 0000 0001",
            "languages": ["ja", "en"],
        },
        {"en": "Dear Minister"},
    ),
}


def enter_authorities() -> dict[str, Authority]:
    """The invented authorities by their keys, with their salutations."""
    book: dict[str, Authority] = {}
    for key, (fields, salutations) in {**BOOK, **MISSIONS}.items():
        parent = book[fields["parent"]] if "parent" in fields else None
        book[key] = enter(Authority(**{"verified_on": VERIFIED, **fields, "parent": parent}))
        for language, text in salutations.items():
            enter(Salutation(authority=book[key], language=language, text=text))
    return book
