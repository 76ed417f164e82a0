"""Which kind of authority an office is, by the words of its name. Leaf module: no models.

A first guess for a new entry of the book, which an address keeper corrects; a name without such a word is "other".
"""

import re

from cases.folding import fold

# In order: the court of a ministry is a court.
_KINDS = tuple(
    (kind, re.compile(rf"\b(?:{'|'.join(fold(word) for word in words.split())})"))
    for kind, words in (
        ("mission", "embassy ambassador embajada ambassade botschaft ambasciata consul mission"),
        ("prosecutor", "prosecutor procurator attorney fiscal procureur staatsanwalt procuratore fiscalia"),
        ("court", "court tribunal judge juzgado juez cour juge gericht corte giudice justices"),
        ("prison", "prison police penitentiary jail carcel policia gefangnis polizei carcere polizia detention"),
        ("board", "board commission committee comision comite ombudsman ombudsperson ausschuss kommission"),
        ("ministry", "minister ministry ministerio ministro ministere ministre ministerium secretary secretaria"),
        ("local", "governor mayor gobernador alcalde prefet maire burgermeister sindaco prefetto"),
        ("head", "president prime king queen sultan emir chancellor presidente roi premier"),
    )
)


def kind_of_office(office: str) -> str:
    """A value of `Authority.Kind`."""
    key = fold(office)
    return next((kind for kind, pattern in _KINDS if pattern.search(key)), "other")
