"""Keeps administrators to themselves: whoever manages people without being one neither makes nor changes one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from staff.accounts.notices import tell


class AdministratorFieldMixin:
    """Fixes the tick that makes an administrator for everybody who is none; what they send for it is not read."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True
            form.fields["is_superuser"].help_text = _("Only an administrator can make another one.")
        return form


class PersonCreateView(AdministratorFieldMixin, CreateView):
    pass


class PersonEditView(AdministratorFieldMixin, EditView):
    def save_instance(self) -> Any:
        before = User.objects.values_list("email", flat=True).get(pk=self.object.pk)
        person = super().save_instance()
        if person.email != before:
            tell(person, "address_changed", before)
        return person


class PersonViewSet(UserViewSet):
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    copy_view_enabled = False  # a copy of an administrator is an administrator


def refuse_administrators(request: HttpRequest, people: Iterable[User]) -> HttpResponse | None:
    """Lead back to the list of people, with a sentence, where an administrator is among those to be changed."""
    untouchable = [person for person in people if person.is_superuser]
    if request.user.is_superuser or not untouchable:
        return None
    names = ", ".join(f"“{person.get_username()}”" for person in untouchable)
    messages.error(request, _("%(people)s: only an administrator changes administrators.") % {"people": names})
    return redirect("wagtailusers_users:index")


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def refuse_one(request: HttpRequest, person: User) -> HttpResponse | None:
    return refuse_administrators(request, [person])


@hooks.register("before_bulk_action")
def refuse_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    return refuse_administrators(request, [chosen for chosen in objects if isinstance(chosen, User)])
