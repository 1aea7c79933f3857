"""The users who work with sign-ups in the tests, and the people who sign up."""

import datetime
import uuid

from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from home import structure
from signups.models import SignUpPage, Submission
from signups.registration.create import SignUpData, receive

ALL = ("view_submission", "change_submission", "delete_submission", "export_submission")


def person(name: str, *codenames: str, pages=(), language="en") -> User:
    """Return a user who can enter the admin, has these permissions and can edit these pages."""
    user = User.objects.create_user(name, password="x")
    group = Group.objects.create(name=f"{name}s")
    found = Permission.objects.filter(codename__in=[*codenames, "access_admin"])
    assert len(found) == len(codenames) + 1
    group.permissions.set(found)
    for page in pages:
        for right in ("add_page", "change_page", "publish_page"):
            GroupPagePermission.objects.create(
                group=group, page=page, permission=Permission.objects.get(codename=right)
            )
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def member(name: str, group: str, language="en") -> User:
    """Return a user in one of the groups that every installation has."""
    user = User.objects.create_user(name, password="x")
    user.groups.add(Group.objects.get(name=group))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def organizer(language="en") -> User:
    return member(f"organizer-{language}", structure.ORGANIZERS, language)


def sign_up(
    page: SignUpPage,
    name: str = "Ana Núñez",
    *,
    language: str = "en",
    status: str = "",
    address: str = "",
    now: datetime.datetime | None = None,
    suspect: bool = False,
    sealed: dict[str, str] | None = None,
    **answers,
) -> Submission:
    """Return a sign-up as the form creates it; with `status`, moved to that status afterwards."""
    if address:
        answers["email"] = address
    sent = SignUpData(
        reference=uuid.uuid4(),
        idempotency_key=uuid.uuid4(),
        language=language,
        answers={"full_name": name, **answers},
        sealed=sealed or {},
        email=address,
        people=page.people_in(answers),
        suspect=suspect,
    )
    submission = receive(page, sent, now=now or timezone.now()).submission
    assert submission is not None
    changes: dict = {"status": status} if status else {}
    if now:
        changes["created_at"] = now
    if changes:
        Submission.everything.filter(pk=submission.pk).update(**changes)
        submission.refresh_from_db()
    return submission


def refused(response) -> bool:
    """Return whether the admin denied access ("you do not have permission")."""
    return response.status_code == 403 or (
        response.status_code == 302 and response.headers["Location"] == reverse("wagtailadmin_home")
    )
