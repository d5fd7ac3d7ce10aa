"""Papers of before that are signed TUQ. are given the document that held for their signer on their day.

One for which none is found stays as it is (the constraint is not validated). While the version before still runs, it
cannot sign TUQ.: it does not name the document, and the database refuses that.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE correspondence_outgoingdocument paper SET delegation_id = found.id
FROM (
    SELECT DISTINCT ON (each.id) each.id AS paper_id, given.id
    FROM correspondence_outgoingdocument each
    JOIN agencies_delegation given ON given.taker_id = each.signer_id
        AND each.date BETWEEN given.valid_from AND given.valid_to
    WHERE each.signer_capacity = 'TUQ.'
    ORDER BY each.id, given.id DESC
) found
WHERE found.paper_id = paper.id AND paper.delegation_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0005_delegation_of_a_paper")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddConstraintNotValid(
            "outgoingdocument",
            models.CheckConstraint(
                name="outgoing_tuq_by_a_document",
                condition=Q(signer_capacity="TUQ.", delegation__isnull=False)
                | (~Q(signer_capacity="TUQ.") & Q(delegation=None)),
            ),
        ),
    ]
