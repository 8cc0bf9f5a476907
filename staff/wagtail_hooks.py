"""What serves staff in Wagtail's admin; each part registers its own."""

import staff.preview_links.registration  # noqa: F401
