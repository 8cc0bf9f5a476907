"""The admin screens that take photos out as a zip and bring them in again."""

import tempfile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView, View
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from wagtail.admin import messages
from wagtail.admin.forms.collections import CollectionChoiceField
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from media.archive import MAX_PHOTOS, Archive, UnreadableArchive, bring_in_stored, write_archive
from media.library import LibraryView
from media.models import ClinicImage

LOOK_AGAIN = 3  # seconds


@require_safe
def export_listed_photos(request: HttpRequest) -> HttpResponseBase:
    """Send a zip of the photos that the library lists under these filters, and that the user may change."""
    view = LibraryView()
    view.setup(request)
    policy = policy_registry.get_by_type(ClinicImage)
    changeable = policy.instances_user_has_permission_for(request.user, "change")
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    return export(request, list(changeable.filter(pk__in=[photo.pk for photo in view.get_queryset()])))


def export(request: HttpRequest, photos: list[ClinicImage]) -> HttpResponseBase:
    """Send a zip of photos; a message names those whose file is lost."""
    if not photos or len(photos) > MAX_PHOTOS:
        problem = _("A zip holds from one to %(limit)d photos; these are %(number)d. Filter the list, then export it.")
        messages.error(request, problem % {"limit": MAX_PHOTOS, "number": len(photos)})
        return redirect("wagtailimages:index")
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    lost = [photo.title for photo, written in write_archive(photos, file) if not written]
    if lost:
        messages.warning(request, _("Left out of the zip, because their file is lost: %s") % ", ".join(lost))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"photos-{timezone.localdate()}.zip")


class ImportForm(forms.Form):
    zip = forms.FileField(
        label=gettext_lazy("Zip file"),
        help_text=gettext_lazy("A zip of photos that a library like this one exported."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collections = policy_registry.get_by_type(ClinicImage).collections_user_has_permission_for(user, "add")
        self.fields["collection"] = CollectionChoiceField(
            label=_("Collection"), queryset=collections, empty_label=None, help_text=_("Where the photos go.")
        )

    def clean_zip(self) -> Any:
        upload = self.cleaned_data["zip"]
        try:
            Archive(upload)
        except UnreadableArchive as error:
            raise forms.ValidationError(error.messages) from error
        return upload


class ImportView(WagtailAdminTemplateMixin, FormView):
    """Take a zip of photos; the worker brings them in, because that can take many minutes."""

    form_class = ImportForm
    template_name = "media/import_photos.html"
    page_title = gettext_lazy("Import photos")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("wagtailimages:index"), "label": LibraryView.page_title},
        {"url": "", "label": page_title},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy_registry.get_by_type(ClinicImage).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: ImportForm) -> HttpResponse:
        upload, collection = form.cleaned_data["zip"], form.cleaned_data["collection"]
        try:
            name = storages["private"].save(f"imports/{get_random_string(20)}.zip", upload)
        except OSError:
            form.add_error("zip", _("There is no room to store this zip. Tell whoever looks after the site."))
            return self.form_invalid(form)
        result = bring_in_stored.enqueue(name, collection.pk, self.request.user.pk)
        if result.is_finished:  # where tasks run at once
            view = ImportResultView()
            view.setup(self.request)
            return view.show(result)
        return redirect("import_photos_result", result.id)


class ImportResultView(WagtailAdminTemplateMixin, View):
    """What became of the photos of a zip; looks again by itself until the worker is done."""

    template_name = "media/import_result.html"
    page_title = ImportView.page_title
    header_icon = ImportView.header_icon
    breadcrumbs_items = ImportView.breadcrumbs_items

    def get(self, request: HttpRequest, result_id: str) -> HttpResponse:
        try:
            result = bring_in_stored.get_result(result_id)
        except TaskResultDoesNotExist as error:
            raise Http404 from error
        if result.args[2] != request.user.pk:
            raise Http404
        return self.show(result)

    def show(self, result: TaskResult) -> HttpResponse:
        outcomes: Any = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else []
        response = self.render_to_response(
            self.get_context_data(
                waiting=not result.is_finished,
                failed=result.status == TaskResultStatus.FAILED,
                added=sum(status == "added" for _name, status, _reason in outcomes),
                there=sum(status == "there" for _name, status, _reason in outcomes),
                refused=[(name, reason) for name, status, reason in outcomes if status == "refused"],
            )
        )
        if not result.is_finished:
            response["Refresh"] = LOOK_AGAIN
        return response
