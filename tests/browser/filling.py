"""What fills the running site so that its pages have something, or nothing, to say; and what empties it again."""

CLINIC = """
from home.models import ClinicSettings
clinic = ClinicSettings.objects.get()
clinic.name, clinic.telephone, clinic.booking_url = "Example Clinic", "+1 555 0100", "https://booking.example/clinic"
hours = [{"day": str(day), "opens": "09:00", "closes": "17:30"} for day in range(5)]
place = {"street": "1 Main Street", "locality": "Exampleton", "postcode": "12345", "hours": hours}
clinic.places = [("place", place)]
clinic.time_zone = "America/New_York"
clinic.full_clean()
clinic.save()
"""
NO_CLINIC = """
from enquiries.models import Enquiry
from home.models import ClinicSettings
ClinicSettings.objects.update(name="", telephone="", booking_url="", places=[])
Enquiry.objects.all().delete()
"""

PRICES = """
from services.models import ServiceOption, ServicePage
service = ServicePage.objects.get(slug="neuromuscular-massage")
service.options = [ServiceOption(minutes=60, price=95, currency="USD"), ServiceOption(minutes=90)]
service.save_revision().publish()
"""
NO_PRICES = """
from services.models import ServicePage
service = ServicePage.objects.get(slug="neuromuscular-massage")
service.options = []
service.save_revision().publish()
"""

# Pages without anything that may be left out, a gallery of one photo, a page with a password, and a reviewed condition.
PAGES = """
from datetime import date
from wagtail.models import PageViewRestriction
from home.models import HomePage
from media.models import ClinicImage
from services.models import ConditionPage
from tests import builders
home = HomePage.objects.get()
builders.make_service(home, "Bare service")
builders.make_condition(home, "Bare condition")
builders.make_technique(home, "Bare technique")
builders.make_plain_page(home, "Bare page")
builders.make_gallery(home, "Bare gallery")
builders.make_gallery(home, "Small gallery", photos=[ClinicImage.objects.first()])
private = builders.make_plain_page(home, "Private page")
PageViewRestriction.objects.create(page=private, restriction_type="password", password="sesame")
sciatica = ConditionPage.objects.get(slug="sciatica")
sciatica.last_reviewed, sciatica.reviewed_by_role = date(2026, 1, 2), "a massage therapist"
sciatica.save_revision().publish()
"""
NO_PAGES = """
from wagtail.models import Page
from services.models import ConditionPage
for page in Page.objects.filter(slug__regex="^(bare|small|private)-"):
    page.specific.delete()
sciatica = ConditionPage.objects.get(slug="sciatica")
sciatica.last_reviewed, sciatica.reviewed_by_role = None, ""
sciatica.save_revision().publish()
"""

DRAWN_ERRORS = """
import json
from django.template.loader import render_to_string
print(json.dumps({name: render_to_string(f"{name}.html") for name in ("500", "507")}))
"""
