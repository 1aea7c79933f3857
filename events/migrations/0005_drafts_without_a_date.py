"""An event names no form any more, and may have no date while it is a draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0004_the_form_names_the_event")]

    operations = [
        operation
        for model in ("dialoguepage", "summitpage")
        for operation in (
            migrations.RemoveField(model, "sign_up_page"),
            migrations.AlterField(
                model, "starts", models.DateTimeField(null=True, verbose_name="starts")
            ),
            migrations.AlterField(
                model, "ends", models.DateTimeField(null=True, verbose_name="ends")
            ),
        )
    ]
