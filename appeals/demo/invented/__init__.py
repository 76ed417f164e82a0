"""The invented cases, one a module. The surname of everybody is the word for "example" in a language of the country."""

from appeals.demo.invented.anna_beispiel import ANNA_BEISPIEL
from appeals.demo.invented.bat_erdene_jishee import BAT_ERDENE_JISHEE
from appeals.demo.invented.bruno_and_carla_beispiel import BRUNO_AND_CARLA_BEISPIEL
from appeals.demo.invented.deniz_ornek import DENIZ_ORNEK
from appeals.demo.invented.ejemplo_family import EJEMPLO_FAMILY
from appeals.demo.invented.four_rei import FOUR_REI
from appeals.demo.invented.hanako_rei import HANAKO_REI
from appeals.demo.invented.joao_exemplo import JOAO_EXEMPLO
from appeals.demo.invented.john_sample import JOHN_SAMPLE
from appeals.demo.invented.jon_daemi import JON_DAEMI
from appeals.demo.invented.layla_mithal import LAYLA_MITHAL
from appeals.demo.invented.luz_halimbawa import LUZ_HALIMBAWA
from appeals.demo.invented.maya_udaharan import MAYA_UDAHARAN
from appeals.demo.invented.mfano_riverside import MFANO_RIVERSIDE
from appeals.demo.invented.nikos_paradeigma import NIKOS_PARADEIGMA
from appeals.demo.invented.salma_karim_nadia_mithal import SALMA_KARIM_NADIA_MITHAL
from appeals.demo.invented.siti_contoh import SITI_CONTOH

INVENTED_CASES = (
    LUZ_HALIMBAWA,
    MFANO_RIVERSIDE,
    EJEMPLO_FAMILY,
    LAYLA_MITHAL,
    JOHN_SAMPLE,
    DENIZ_ORNEK,
    MAYA_UDAHARAN,
    NIKOS_PARADEIGMA,
    SITI_CONTOH,
    JON_DAEMI,
    JOAO_EXEMPLO,
    BAT_ERDENE_JISHEE,
    ANNA_BEISPIEL,
    HANAKO_REI,
    FOUR_REI,
    SALMA_KARIM_NADIA_MITHAL,
    BRUNO_AND_CARLA_BEISPIEL,
)
