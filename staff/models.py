from staff.preview_links.models import PreviewLink

__all__ = ["PreviewLink"]
