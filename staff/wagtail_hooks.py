"""What serves staff in Wagtail's admin; each part registers its own."""

import staff.checks.registration  # noqa: F401
