"""One sample account for each role. Never created with production settings."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from home import structure

# user name: (groups, language of the admin)
ACCOUNTS = {
    "admin": ((), "en"),
    "editor": ((structure.COMMUNICATIONS,), "en"),
    "translator": ((structure.translators("es"),), "es"),
    "reviewer": ((structure.reviewers("es"),), "es"),
    "organizer": ((structure.ORGANIZERS,), "en"),
}


def create() -> dict[str, User]:
    """Create missing accounts with `settings.DEMO_PASSWORD`; return all by name."""
    users = {}
    password = make_password(settings.DEMO_PASSWORD)  # hash it only once: hashing is slow
    for name, (groups, language) in ACCOUNTS.items():
        user, created = User.objects.get_or_create(
            username=name,
            defaults={
                "email": f"{name}@example.org",
                "is_superuser": name == "admin",
                "is_staff": name == "admin",
            },
        )
        users[name] = user
        if not created:
            continue
        user.password = password
        user.save()
        user.groups.set(Group.objects.filter(name__in=groups))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return users
