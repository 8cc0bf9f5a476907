"""Writing drafts by programs, at /api/v3/: Wagtail's own API for it, behind a door of ours."""
