"""The inbox."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from clinic.spreadsheets import SpreadsheetMixin
from enquiries.models import Enquiry
from enquiries.people import PersonView


class InboxPermissionPolicy(ModelPermissionPolicy):
    """Lets nobody add enquiries, not even administrators: they come from visitors, with their consent."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Enquiry, InboxPermissionPolicy(Enquiry))


class EnquiryFilterSet(WagtailFilterSet):
    received_at = DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Enquiry
        fields = ["state", "received_at"]


class InboxView(SpreadsheetMixin, generic.IndexView):
    columns = [
        TitleColumn("name", label=_("Name"), url_name="enquiries:edit", sort_key="name"),
        StatusTagColumn(
            "get_state_display",
            label=_("State"),
            sort_key="state",
            primary=lambda enquiry: enquiry.state != Enquiry.State.NEW,  # Wagtail draws primary ones more quietly
        ),
        Column("reply_to", label=_("Answer to")),
        Column("preferred_time", label=_("Preferred time")),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        Column("delete_on", label=_("Deleted on"), sort_key="delete_on"),
    ]
    list_export = [
        *("received_at", "name", "email", "telephone", "preferred_time", "message"),
        *("get_state_display", "notes", "consent_wording", "delete_on"),
    ]
    export_headings = {"get_state_display": _("State")}

    @property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("enquiries:person")
        button = Button(_("Export or erase a person"), url=address, icon_name="user", priority=50)
        return [*super().header_more_buttons, button]


class EnquiryEditView(generic.EditView):
    def get_page_subtitle(self) -> str:
        return self.object.name

    def save_instance(self) -> Enquiry:
        enquiry: Enquiry = super().save_instance()
        if "state" in self.form.changed_data:
            log(enquiry, "enquiries.state", user=self.request.user, data={"state": enquiry.state})
        return enquiry


class InboxMenuItem(MenuItem):
    """Leads to the inbox and says how many enquiries are new."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Enquiry)
        return policy.user_has_any_permission(request.user, {"change", "delete", "view"})

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        if number := Enquiry.objects.filter(state=Enquiry.State.NEW).count():
            component.label = f"{component.label} ({number})"
        return component


class EnquiryViewSet(ModelViewSet):
    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 150
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = InboxView
    edit_view_class = EnquiryEditView
    filterset_class = EnquiryFilterSet
    search_fields = ["name", "email", "telephone"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("person/", PersonView.as_view(), name="person")]
