"""What became of the people of the invented actions: `seed_bulk` ends them without an outcome sheet."""

# As if a sheet had said it: the page of outcomes reads these rows and nothing else.
_TELL = """
INSERT INTO campaigns_currentoutcome
       (action_id, person_id, sheet_id, name, word, happened_on, sentence, told_on, year, country)
SELECT action.id, person.id, action.current_sheet_id, person.published_as,
       (ARRAY['released', 'acquitted', 'stayed', 'executed', 'unknown'])[1 + action.id % 5],
       to_char(action.last_good_day, 'YYYY-MM-DD'), '', action.last_good_day,
       extract(year FROM action.last_good_day), action.country
  FROM campaigns_urgentaction action JOIN cases_personatrisk person ON person.case_id = action.case_id
 WHERE action.status = 'closed' AND action.outcome_on IS NULL
"""
_SORT = """
UPDATE campaigns_urgentaction action SET outcome_on = told.told_on
  FROM campaigns_currentoutcome told WHERE told.action_id = action.id AND action.outcome_on IS NULL
"""


def tell_outcomes() -> None:
    """An outcome for each person of each closed action that has none. PostgreSQL only, as all benchmarks."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_TELL)
        cursor.execute(_SORT)
