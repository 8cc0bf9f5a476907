from staff.deleted_pages.models import DeletedPage
from staff.preview_links.models import PreviewLink

__all__ = ["DeletedPage", "PreviewLink"]
