"""Encrypt the answers of all sign-ups with the first key, so that older keys can be removed."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from mailing.encryption import is_current
from signups.models import Submission
from signups.privacy import tokens
from signups.privacy.encrypted_field import Unreadable


class Command(BaseCommand):
    help = (
        "Encrypts the answers of every sign-up with the first of ANSWERS_KEYS, where they are not "
        "yet, and renews what was made with an earlier SECRET_KEY. Afterwards the older keys can "
        "be taken away. May run while the site is open, and be broken off and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and change nothing"
        )
        parser.add_argument(
            "--renew-links",
            action="store_true",
            help=(
                "also make the personal links anew that were made with an earlier SECRET_KEY: "
                "those mailed before stop working"
            ),
        )

    def handle(self, *args, dry_run: bool, renew_links: bool, **options):
        done: Counter[str] = Counter()
        for pk in self._numbers():
            done.update(self._one(pk, dry_run=dry_run, renew_links=renew_links))
        would = "would be " if dry_run else ""
        self.stdout.write(f"{done['rotated']} sign-ups {would}encrypted with the first key.")
        self.stdout.write(f"{done['current']} were already.")
        if done["addresses"]:
            self.stdout.write(
                f"{done['addresses']} fingerprints of addresses {would}made with the first "
                "SECRET_KEY, as addresses are compared today."
            )
        if done["doubles"]:
            self.stdout.write(
                f"{done['doubles']} addresses have another sign-up, made when the same mailbox was "
                "not recognized. Both stay as they are; look at them if places are few."
            )
        if done["renewed"]:
            self.stdout.write(f"{done['renewed']} personal links {would}made anew.")
        if done["old_links"]:
            self.stdout.write(
                f"{done['old_links']} personal links are of an earlier SECRET_KEY. Keep it in "
                "SECRET_KEY_FALLBACKS until these sign-ups are purged, or the links in later "
                "letters lead nowhere; if it must go at once, use --renew-links."
            )
        if done["unreadable"]:
            raise CommandError(
                f"{done['unreadable']} sign-ups cannot be read with any of the keys, and were left "
                "as they are. Put the key that is missing behind the others in ANSWERS_KEYS, and "
                "run this again. Do not take a key away before."
            )

    def _numbers(self) -> list[int]:
        return list(Submission.everything.order_by("pk").values_list("pk", flat=True))

    @transaction.atomic
    def _one(self, pk: int, *, dry_run: bool, renew_links: bool) -> list[str]:
        """Bring one sign-up up to date, under its lock; return the changes."""
        rows = Submission.everything.select_related("page__locale").annotate(
            raw=Cast("answers", TextField()), raw_address=Cast("new_address", TextField())
        )
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:  # deleted meanwhile
            return []
        # Use `update`, which leaves `updated_at` unchanged: nobody has corrected anything.
        changes: dict[str, object] = {}
        found = []
        if row.new_address and not is_current(row.raw_address):
            changes["new_address"] = row.new_address
        if isinstance(row.answers, Unreadable):
            found.append("unreadable")
        else:
            if not is_current(row.raw):
                changes["answers"] = row.answers
            found.append("rotated" if changes else "current")
        if fingerprint := self._new_fingerprint(row):
            if self._is_taken(row, fingerprint):
                found.append("doubles")
            else:
                found.append("addresses")
                changes["email_fingerprint"] = fingerprint
        link = tokens.token_hash(tokens.manage_token(row.reference, version=row.link_version))
        if row.manage_token_hash != link:
            found.append("renewed" if renew_links else "old_links")
            if renew_links:
                changes["manage_token_hash"] = link
        if changes and not dry_run:
            Submission.everything.filter(pk=pk).update(**changes)
        return found

    def _new_fingerprint(self, row: Submission) -> str:
        """Return the new fingerprint of the address if it differs from the stored one, or ""."""
        if not row.email_fingerprint:
            return ""
        emails = (q for q in row.page.canonical_questions() if q.kind == "email")
        for address in (row.answers[q.key] for q in emails if row.answers.get(q.key)):
            new, *old = tokens.email_fingerprints(str(address), row.page.translation_key)
            if row.email_fingerprint in old:
                return new
        return ""

    @staticmethod
    def _is_taken(row: Submission, fingerprint: str) -> bool:
        """Return whether the address signed up again while it was not recognized."""
        if row.status in Submission.RELEASED:
            return False
        others = Submission.everything.filter(page=row.page_id, email_fingerprint=fingerprint)
        return others.exclude(status__in=Submission.RELEASED).exclude(pk=row.pk).exists()
