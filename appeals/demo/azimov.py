"""The one real case of the demo: Ismon Azimov, July 2011, as it was published then.

Every fact here stands in the public urgent action of 13 July 2011, and nothing is added to it; the words are
our own. What somebody only says is told as said by them. Names, addresses, dates and the headline are facts
and stay exactly as they were printed. Do not change a fact here without that sheet in your hand.
"""

from datetime import date, datetime

from accounts.acts import acting
from accounts.models import User
from appeals.demo.entry import SheetText, enter, give_reasons, name_concerns, review_and_issue, write_sheet
from campaigns.lifecycle import start_action
from campaigns.models import Campaign, UrgentAction
from cases.levels import Level
from cases.models import Authority, Case, Development, Hearing, PersonAtRisk, PersonStatus, Salutation

DATED = date(2011, 7, 13)
APPEALS_LIMIT = date(2011, 8, 23)  # printed as "before"; the last good day is the 22nd
HEARING_DAY = date(2011, 7, 19)

SUMMARY = """\
Tajikistan has asked Russia to hand over Ismon Azimov, and the Deputy Prosecutor General of Russia has agreed. In \
Tajikistan he would be in serious danger of torture. Moscow Regional Court examines an appeal against the decision \
on 19 July 2011, while his lawyer is still preparing another over asylum.\
"""

STORY = """\
Tajikistan wants Russia to hand over Ismon Azimov. It accuses him of “organization of a criminal group” and \
suspects that he belongs to the Islamic Movement of Uzbekistan (IMU), which is banned. If he is sent there, he \
faces a grave danger of torture or other ill-treatment. Over the past few years Amnesty International has learned \
of people who suffered just that after other states had handed them to Tajikistan. Detainees whom the authorities \
call “Islamic extremists” have more to fear than most.

His arrest in Russia dates from 3 November 2010. Nearly eight months later, on 29 June 2011, word reached his \
lawyer: the Deputy Prosecutor General had chosen to extradite him. An appeal is pending, and Moscow Regional Court \
is to examine it on 19 July.

Ismon Azimov has also asked Russia for asylum. The Moscow Region Department of the Federal Migration Service \
refused to recognise him as a refugee, and at the end of June the Service let that refusal stand. His lawyer is \
preparing the next step, to Basmanyi District Court in Moscow. He could be handed over before that court has \
looked at his case.

According to his lawyer, and to the Moscow NGO Institute for Human Rights, which brought the lawyer in and has \
watched the case closely, he has nothing to do with the IMU. A document of 2009, part of the request for \
extradition, alleges that in October 2007 he took part in military training and in propaganda for it. In that \
month, his lawyer answers, he was in Moscow: he had made his home there in 2002, sold dried fruit, and went back to \
Tajikistan only now and then, in summer, to help bring in the harvest.\
"""

ADDITIONAL_INFORMATION = """\
Tajikistan, a country of some 7.2 million people between China, Afghanistan, Uzbekistan and Kyrgyzstan, became \
independent when the Soviet Union broke up in 1991. Economic decline and a ruinous civil war, from 1992 to 1997, \
followed. Emomali Rahmon, who has governed since 1994, sees himself as the one safeguard of peace in a country with \
a fragile economy and a troubled neighbour, Afghanistan.

Amnesty International's criticism concerns torture and other ill-treatment by officers of the law, who go \
unpunished; violence against women; and the narrow limits of free speech, with independent newspapers and reporters \
taken to court in recent years for criticising those in power. The methods of torture that are reported include \
electric shocks, burns from cigarettes, and rape; blows with sticks and truncheons, punches and kicks are thought to \
be common.

In several judgments of 2010 the European Court of Human Rights barred the extradition of citizens of Tajikistan to \
their country, because torture was “widespread” there. In 2011 it took emergency measures so that another man from \
Tajikistan, Nizomhon Juraev, would not be extradited.

Moscow City Court saw the same man's case differently. Reviewing the Russian Prosecutor General's decision to \
extradite him, and referring to the Federal Migration Service, it dismissed the warnings of torture and of an unfair \
trial. It gave these reasons: Tajikistan has joined treaties such as the International Covenant on Civil and \
Political Rights; it no longer has the death penalty; and its Prosecutor General had given an assurance against \
the torture of Nizomhon Juraev. What the UN Committee against Torture had found was, for the judges, a matter of the \
past, and they saw no proof that detainees are still tortured. The Russian Foreign Ministry, they added, knew of no \
abuses in detention that would stand in the way of extradition.

Other people are wanted in the same way. Tajikistan's Prosecutor General, Sherhon Salimzoda, spoke on 12 April 2011 \
of 35 people whose extradition his country had sought from Russia between January and March, the news agency Asia \
Plus reported. In the past few years Russia has extradited several people to Tajikistan, Uzbekistan and states like \
them, although the law bound it to protect anybody at risk of torture there. Amnesty International acknowledges that \
refugees and asylum-seekers are better protected in Russia than they used to be. It nevertheless fears that Ismon \
Azimov may be extradited or deported while he seeks refuge, against the 1951 Convention relating to the Status of \
Refugees, the European Convention on Human Rights and other treaties that bind Russia.\
"""

DEMANDS = (
    (
        "Calling on the Russian authorities to refuse the extradition of Ismon Azimov to Tajikistan;",
        "I ask you to refuse the extradition of Ismon Azimov to Tajikistan.",
    ),
    (
        "Pointing out that international human rights law forbids Russia to hand over or deport anybody to a country "
        "in which torture or other ill-treatment threatens them;",
        "International human rights law forbids the Russian Federation to hand over or deport anybody to a country in "
        "which torture or other ill-treatment threatens them. I ask you to act by that rule.",
    ),
    (
        "Requesting that his claim to be a refugee is examined as the 1951 Convention relating to the Status of "
        "Refugees requires, and that he is given another form of international protection if he needs one and is not "
        "found to be a refugee.",
        "I also ask that his claim to be a refugee is examined as the 1951 Convention relating to the Status of "
        "Refugees requires, and that he is given another form of international protection if he needs one and is not "
        "found to be a refugee.",
    ),
)

# Why what the checks find may stand: nothing is added to what the public sheet says.
REASONS = {
    "post_comes_too_late": "As on the public sheet: address and fax stand side by side, and neither goes first.",
    "salutation_in_language_is_missing": "The public sheet gives a salutation in English alone.",
    "consent_is_missing": "The public sheet of 13 July 2011 names him; who agreed to that it does not say.",
}

LATE_NOTE = "If you can only write after that date, please ask your section office first."
DIPLOMATIC_NOTE = "Copies should go to the diplomatic representatives who are accredited to your country, too."

TEXT = SheetText(
    headline="TAJIK MAN FACES EXTRADITION, RISKS TORTURE",
    summary=SUMMARY,
    story=STORY,
    additional_information=ADDITIONAL_INFORMATION,
    demands=DEMANDS,
    dated=DATED,
    appeals_limit=APPEALS_LIMIT,
    languages=("ru", "en"),
    late_note=LATE_NOTE,
    diplomatic_note=DIPLOMATIC_NOTE,
)


def load_azimov(*, researcher: User, approver: User, at: datetime, campaign: Campaign | None = None) -> UrgentAction:
    """Enter the case, start its action without a number and issue the sheet of 13 July 2011.

    Args:
        researcher: enters the facts, drafts the sheet and owns the case.
        approver: approves and issues the sheet.
        at: the moment at which all that is done.

    Raises:
        ValidationError: if the action stands already, or a fact breaks a rule.
    """
    with acting(by=researcher, at=at):
        case = _enter_case(researcher)
        prosecutor, court = _enter_prosecutor_general(), _enter_regional_court()
        enter(
            Hearing(
                case=case,
                court=court,
                matter="appeal against the decision to extradite Ismon Azimov",
                on=HEARING_DAY,
                time_zone="Europe/Moscow",
            )
        )
    action = start_action(case, by=researcher, at=at, year=DATED.year, is_unnumbered=True, campaign=campaign)
    sheet = write_sheet(action, TEXT, appeals_to=[prosecutor], copies_to=[court], by=researcher, at=at)
    give_reasons(sheet, REASONS, by=researcher, at=at)
    review_and_issue(sheet, author=researcher, approver=approver, at=at)
    return UrgentAction.objects.get(pk=action.pk)


def _enter_case(owner: User) -> Case:
    case = enter(
        Case(
            title="Ismon Azimov: extradition to Tajikistan",
            country="RU",
            summary=SUMMARY,
            sources="The public urgent action of 13 July 2011, two pages, told here in our own words.",
            internal_notes="The public sheet does not say where he is held, nor his age. Neither is to be guessed.",
            owner=owner,
            opened_on=DATED,
        )
    )
    name_concerns(case, "Extradition and forcible return", "Torture and other ill-treatment", "Refugees and asylum")
    person = enter(
        PersonAtRisk(
            case=case,
            published_as="Ismon Azimov",
            other_spellings="Исмон Азимов",
            gender=PersonAtRisk.Gender.MALE,
            pronouns="he",
            nationality="Tajikistani",
        )
    )
    enter(PersonStatus(person=person, status=PersonStatus.Status.AT_RISK, since="2010-11-03"))
    for happened_on, date_note, what, attributed_to in _DEVELOPMENTS:
        enter(
            Development(
                case=case,
                happened_on=happened_on,
                date_note=date_note,
                what=what,
                attributed_to=attributed_to,
                source="The public urgent action of 13 July 2011.",
                level=Level.PUBLIC,
            )
        )
    return case


# (date as far as it is known, how the source puts it, what, who says so)
_DEVELOPMENTS = (
    ("2002", "", "Moscow becomes his home; he lives there by selling dried fruit.", "his lawyer"),
    (
        "2007-10",
        "",
        # The accusation stands first: the drawn line of dates shows only the beginning.
        "Accused of military training and propaganda for the Islamic Movement of Uzbekistan in this month. His lawyer "
        "says that he was in Moscow then.",
        "the Tajikistani authorities; denied by his lawyer",
    ),
    (
        "2009",
        "",
        "The Tajikistani authorities issue the document with their accusations, which later forms part of the request "
        "for his extradition.",
        "",
    ),
    ("2010-11-03", "", "He is arrested in Russia.", ""),
    (
        "2011-06",
        "at the end of June",
        "The Federal Migration Service of Russia rejects his appeal: he is not to be recognised as a refugee.",
        "",
    ),
    (
        "2011-06-29",
        "",
        "His lawyer is told of the decision to extradite him, taken by the Deputy Prosecutor General.",
        "",
    ),
)


def _enter_prosecutor_general() -> Authority:
    authority = enter(
        Authority(
            kind=Authority.Kind.PROSECUTOR,
            form_of_address="Prosecutor General",
            holder="Yurii Ya. Chaika",
            office="Prosecutor General of the Russian Federation",
            country="RU",
            postal_lines="Bolshaia Dmitrovka 15 A\nMoscow, 125993\nRussian Federation",
            fax="+7 495 987 58 41",
            languages=["ru", "en"],
            verified_on=DATED,
            notes="As printed on the public sheet of 13 July 2011.",
        )
    )
    enter(Salutation(authority=authority, language="en", text="Dear Prosecutor General"))
    return authority


def _enter_regional_court() -> Authority:
    return enter(
        Authority(
            kind=Authority.Kind.COURT,
            office="Moscow Regional Court",
            country="RU",
            postal_lines="123402 Moscow region\nKrasnogorsky district\np/o Krasnogorsk 2\nRussian Federation",
            fax="+7 498 692 6082",
            languages=["ru"],
            verified_on=DATED,
            notes="As printed on the public sheet of 13 July 2011.",
        )
    )
