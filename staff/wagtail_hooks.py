"""What serves staff in Wagtail's admin; each part registers its own."""

import staff.deleted_pages.registration
import staff.preview_links.registration
import staff.preview_sizes.registration  # noqa: F401
