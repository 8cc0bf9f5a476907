"""What the site remembers of its schedule."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=10)


class ScheduleProblem(models.Model):
    """Why something that is due is still not published, or still not taken off the site."""

    class Action(models.TextChoices):
        PUBLISH = "publish", _("go live")
        UNPUBLISH = "unpublish", _("expire")

    action = models.CharField(max_length=10, choices=Action.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    due_at = models.DateTimeField()
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    reason = models.TextField()
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "content_type", "object_id"], name="one_problem_for_each_action")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.content_type} {self.object_id}: {self.reason}"

    @property
    def key(self) -> tuple[str, int, str]:
        return self.action, self.content_type_id, self.object_id

    def rests(self, now: datetime) -> bool:
        """Return whether to leave it alone for now: as long again as it has failed, within bounds.

        A clock that was put back must not make it rest for longer.
        """
        rest = min(max(self.tried_at - self.since, SHORTEST_REST), LONGEST_REST)
        return self.tried_at <= now < self.tried_at + rest

    def find_object(self) -> Any:
        """Return the page or snippet that this is about, or None if it is gone."""
        model: Any = self.content_type.model_class()
        found = model and model._base_manager.filter(pk=self.object_id).first()
        return getattr(found, "specific", found)
