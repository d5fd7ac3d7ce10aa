"""No post gives TUQ.: not validated, so that a row of before the rule does not hold the upgrade up."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("agencies", "0013_absence_shares")]
    operations = [
        AddConstraintNotValid(
            "post",
            models.CheckConstraint(
                name="post_gives_no_tuq", condition=~Q(capacity="TUQ.") & ~Q(signs_for__contains="TUQ.")
            ),
        )
    ]
