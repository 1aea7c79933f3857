"""The group of the organizers is named in American English, as everything else is."""

from django.db import migrations


def rename(old: str, new: str):
    def forwards(apps, _editor):
        groups = apps.get_model("auth", "Group").objects
        if not groups.filter(name=new).exists():
            groups.filter(name=old).update(name=new)

    return forwards


class Migration(migrations.Migration):
    dependencies = [("home", "0002_wording"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunPython(
            rename("Organisers", "Organizers"), rename("Organizers", "Organisers")
        )
    ]
