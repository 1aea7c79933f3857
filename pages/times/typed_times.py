"""The time on the clock that somebody typed is kept, whatever becomes of its zone.

The database holds moments in UTC. When a country changes the law of its clocks, an event at 10:00
would be at 11:00. So each moment is written down beside as it was typed (RFC 9557):
"2027-03-20T10:00:00-06:00[America/Mexico_City]". What is shown comes from there at once;
`put_right` gives the moments their new UTC.
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
    """Return an aware moment as clocks in `zone` show it, with their offset and the zone."""
    return f"{moment.astimezone(ZoneInfo(zone)).isoformat()}[{zone}]"


class TypedTimes(ClusterableModel):
    """A model with moments that were typed as times on the wall of a zone."""

    typed_times = models.JSONField(default=dict, blank=True, editable=False)

    #: The fields that hold the moments.
    wall_times: ClassVar[tuple[str, ...]] = ()
    #: What else is written to a row whose moments are put right.
    when_moved: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True

    @property
    def zone_of_times(self) -> str:
        """Return the zone in which the times are typed."""
        raise NotImplementedError

    def local(self, name: str) -> datetime.datetime | None:
        """Return the moment `name` in its zone, at the hour that was typed; None if it is empty."""
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
        """Return what was typed, with the offset of then, if it is about this moment and zone."""
        found = re.fullmatch(r"([^\[]+)\[(.+)\]", (self.typed_times or {}).get(name) or "")
        if found is None or found[2] != zone:
            return None
        typed = datetime.datetime.fromisoformat(found[1])
        return typed if typed == moment else None

    def keep_typed_times(self) -> None:
        """Write down each moment that is new, or of another zone than before."""
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
        """Give each moment the UTC of the hour that was typed; return those that moved by name.

        Of each the moment as it was and as it is. Nothing is saved.
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

    # What a draft holds may have been typed under another law as well.
    def serializable_data(self):
        self.keep_typed_times()
        return super().serializable_data()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.put_times_right()
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with what was typed beside each moment."""
        columns = kwargs.get("update_fields")
        if columns is None or set(columns) & {*self.wall_times, "zone"}:
            self.keep_typed_times()
            if columns is not None:
                kwargs["update_fields"] = {*columns, "typed_times"}
        super().save(*args, **kwargs)


# ------------------------------------------------------------------ after an update of the zones
def put_right(*, dry_run: bool = False) -> Iterator[str]:
    """Put right the moments of every page whose zone has other rules now; say what moved."""
    kinds: list[Any] = [model for model in apps.get_models() if issubclass(model, TypedTimes)]
    for model in kinds:
        for page in model._base_manager.select_related("locale"):
            kept = page.typed_times
            moved = page.put_times_right()
            page.keep_typed_times()  # a page from before this was kept has nothing yet
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
    # Past the checks of an editor's save: what else may be wrong with an old page is not asked.
    columns = {name: getattr(page, name) for name in (*moved, "typed_times")}
    model._base_manager.filter(pk=page.pk).update(**columns, **(model.when_moved if moved else {}))
    if moved:
        log(page, MOVED, data={"times": sorted(moved)})


def put_right_and_tell(now: datetime.datetime) -> None:
    """Put everything right and name it in the log: once a day by the worker, and when it starts."""
    for moved in put_right():
        logger.warning("%s.", moved)


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    actions.register_action(
        MOVED, _("Time zone rules changed"), _("Local time kept; time zone rules changed")
    )
