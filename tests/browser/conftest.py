"""A real site on a free port, with its worker, and a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.install import BROWSER_OPTIONS, find_browser
from tests.browser.running import RunningSite, run_there, running_site

FILL_IN = """
from home.models import ClinicSettings
from services.models import ServiceOption, ServicePage
clinic = ClinicSettings.objects.get()
clinic.name, clinic.telephone, clinic.booking_url = "Example Clinic", "+1 555 0100", "https://booking.example/clinic"
hours = [{"day": str(day), "opens": "09:00", "closes": "17:30"} for day in range(5)]
clinic.places = [("place", {"street": "1 Main Street", "locality": "Exampleton", "hours": hours})]
clinic.time_zone = "America/New_York"
clinic.full_clean()
clinic.save()
service = ServicePage.objects.get(slug="neuromuscular-massage")
service.options = [ServiceOption(minutes=60, price=95, currency="USD"), ServiceOption(minutes=90)]
service.save_revision().publish()
"""
LEAVE_OUT = """
from enquiries.models import Enquiry
from home.models import ClinicSettings
from services.models import ServicePage
ClinicSettings.objects.update(name="", telephone="", booking_url="", places=[])
service = ServicePage.objects.get(slug="neuromuscular-massage")
service.options = []
service.save_revision().publish()
Enquiry.objects.all().delete()
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with running_site(tmp_path_factory.mktemp("var")) as site:
        yield site


@pytest.fixture(scope="module")
def filled_in(site: RunningSite) -> Iterator[None]:
    """State in the running site what starter content leaves out: name, telephone, booking, hours, minutes, prices.

    Afterwards the site is as it was, for other modules, also without the messages that visitors sent meanwhile.
    """
    run_there(site, FILL_IN)
    yield
    run_there(site, LEAVE_OUT)


# Not for the session: while playwright runs, Django takes other tests of the same process for asynchronous.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    assert executable, "No browser was found. Run: python tests/browser/install.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: RunningSite) -> Iterator:
    """Return a function that opens a fresh browser window, `width` px wide.

    The test fails if any window asked another host for anything, or broke the content-security policy.
    """
    contexts, complaints = [], []

    def note_request(request) -> None:
        if not request.url.startswith((site.address, "data:", "blob:")):
            complaints.append(f"asked another host: {request.url}")

    def note_console(message) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            complaints.append(message.text)

    def note_error(error) -> None:
        # Public pages fade into each other; on the way to the admin, which does not, the browser drops the fade.
        if "ViewTransition" not in str(error):
            complaints.append(str(error))

    def open_page(width: int = 1280, **options) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site.address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note_request)
        page.on("console", note_console)
        page.on("pageerror", note_error)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
