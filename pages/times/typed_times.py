"""Keep the local time that was entered when the rules of its time zone change.

The database stores moments in UTC. If a country changes its clock rules, an event at 10:00 would
move to 11:00. So each moment is also stored as it was entered (RFC 9557):
"2027-03-20T10:00:00-06:00[America/Mexico_City]". Pages show that at once; `put_right` updates the
UTC moments.
"""

import datetime
import logging
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import hooks
from wagtail.log_actions import log

logger = logging.getLogger(__name__)

MOVED = "pages.zone_changed"


def written(moment: datetime.datetime, zone: str) -> str:
    """Return an aware moment in local time of `zone`, with offset and zone (RFC 9557)."""
    return f"{moment.astimezone(ZoneInfo(zone)).isoformat()}[{zone}]"


class TypedTimes(ClusterableModel):
    """A model with moments that were entered as local times of a zone."""

    typed_times = models.JSONField(default=dict, blank=True, editable=False)

    #: The names of the fields with these moments.
    wall_times: ClassVar[tuple[str, ...]] = ()
    #: Additional values to write to rows whose moments are corrected.
    when_moved: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True

    @property
    def zone_of_times(self) -> str:
        """Return the zone in which the times are entered."""
        raise NotImplementedError

    def local(self, name: str) -> datetime.datetime | None:
        """Return the moment of a field in its zone, at the time entered; None if it is empty."""
        moment = getattr(self, name)
        if moment is None:
            return None
        zone = self.zone_of_times
        tz = ZoneInfo(zone)
        typed = self._typed(name, moment, zone)
        shown = moment.astimezone(tz)
        if typed is None or typed.replace(tzinfo=None) == shown.replace(tzinfo=None):
            return shown
        return typed.replace(tzinfo=tz)

    def _typed(self, name: str, moment: datetime.datetime, zone: str) -> datetime.datetime | None:
        """Return what was entered, with its offset then, if it matches the moment and the zone."""
        found = re.fullmatch(r"([^\[]+)\[(.+)\]", (self.typed_times or {}).get(name) or "")
        if found is None or found[2] != zone:
            return None
        typed = datetime.datetime.fromisoformat(found[1])
        return typed if typed == moment else None

    def keep_typed_times(self) -> None:
        """Record each moment that is new or has a new zone."""
        kept = {}
        for name in self.wall_times:
            moment = getattr(self, name)
            if moment is None:
                continue
            zone = self.zone_of_times
            known = self._typed(name, moment, zone) is not None
            kept[name] = self.typed_times[name] if known else written(moment, zone)
        self.typed_times = kept

    def put_times_right(self) -> dict[str, tuple[datetime.datetime, datetime.datetime]]:
        """Set each moment to the UTC of the time entered; return those that changed.

        The result maps field names to the moment before and after. Nothing is saved.
        """
        moved = {}
        for name in self.wall_times:
            before, local = getattr(self, name), self.local(name)
            if local is None or local == before:
                continue
            after = local.astimezone(datetime.UTC)
            setattr(self, name, after)
            moved[name] = (before, after)
        if moved:
            self.keep_typed_times()
        return moved

    # The times of a draft may also have been entered under other rules.
    def serializable_data(self):
        self.keep_typed_times()
        return super().serializable_data()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.put_times_right()
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and record the entered time of each moment."""
        columns = kwargs.get("update_fields")
        if columns is None or set(columns) & {*self.wall_times, "zone"}:
            self.keep_typed_times()
            if columns is not None:
                kwargs["update_fields"] = {*columns, "typed_times"}
        super().save(*args, **kwargs)


# ------------------------------------------------------------------ after an update of zone data
def put_right(*, dry_run: bool = False) -> Iterator[str]:
    """Correct the moments of all pages whose zone has new rules; yield a line per change."""
    kinds: list[Any] = [model for model in apps.get_models() if issubclass(model, TypedTimes)]
    for model in kinds:
        for page in model._base_manager.select_related("locale"):
            kept = page.typed_times
            moved = page.put_times_right()
            page.keep_typed_times()  # rows from before this field existed have no value
            if page.typed_times != kept and not dry_run:
                _write(model, page, moved)
            for name, (before, after) in moved.items():
                yield (
                    f"“{page.title}” ({page._meta.verbose_name} {page.pk},"
                    f" {page.locale.language_code}), {name}: still"
                    f" {page.local(name):%Y-%m-%d %H:%M} in {page.zone_of_times}, which is now"
                    f" {after:%H:%M} UTC and was {before.astimezone(datetime.UTC):%H:%M} UTC"
                )


@transaction.atomic
def _write(model, page, moved) -> None:
    # Skip validation: other problems of an old page do not matter here.
    columns = {name: getattr(page, name) for name in (*moved, "typed_times")}
    model._base_manager.filter(pk=page.pk).update(**columns, **(model.when_moved if moved else {}))
    if moved:
        log(page, MOVED, data={"times": sorted(moved)})


def put_right_and_tell(now: datetime.datetime) -> None:
    """Correct all moments and log each change: run by the worker daily and at startup."""
    for moved in put_right():
        logger.warning("%s.", moved)


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action(
        MOVED, _("Time zone rules changed"), _("Local time kept; time zone rules changed")
    )
