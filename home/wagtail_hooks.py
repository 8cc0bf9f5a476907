from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.models import ClinicSettings


@hooks.register("enquiry_recipients")
def clinic_email() -> list[str]:
    """Have enquiries announced where visitors can write to."""
    email = ClinicSettings.of_default_site().email
    return [email] if email else []


@hooks.register("construct_reports_menu")
def hide_search_terms(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out Wagtail's report of what visitors searched for, which is kept nowhere and so always empty."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
