"""Work that the worker does for the schedule."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.mail import send_mail
from wagtail.log_actions import registry

from clinic.models import ScheduleProblem


@task(backend="worker")
def tell_of_problem(problem_id: int) -> int:
    """Write to whoever scheduled it why it did not happen; return how many were written to."""
    problem = ScheduleProblem.objects.filter(pk=problem_id).first()
    instance = problem and problem.find_object()
    person = instance and _who_scheduled(instance)
    if not (problem and person and person.is_active and person.email):
        return 0
    address = AdminURLFinder(person).get_edit_url(instance)
    subject = (
        _("“%(page)s” could not go live") if problem.action == problem.Action.PUBLISH else _("“%(page)s” is still live")
    )
    text = render_to_string(
        "clinic/schedule_problem.txt",
        {"problem": problem, "page": instance, "address": address and settings.WAGTAILADMIN_BASE_URL + address},
    )
    try:
        send_mail(subject % {"page": instance}, text, [person.email])
    except OSError:
        ScheduleProblem.objects.filter(pk=problem_id).update(told=False)  # to be tried again
        raise
    return 1


def _who_scheduled(instance: Any) -> Any:
    """Return who scheduled or published it last, or else who made it."""
    entries = registry.get_logs_for_instance(instance).filter(
        action__in=["wagtail.publish.schedule", "wagtail.publish"], user__isnull=False
    )
    last = entries.order_by("-timestamp", "-pk").first()
    return last.user if last else getattr(instance, "owner", None)
