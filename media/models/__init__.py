from media.models.consent import Consent
from media.models.gallery import GalleryIndexPage, GalleryPage, GalleryPhoto
from media.models.photo import ClinicImage, ClinicRendition
from media.models.rows import PhotoRow

__all__ = [
    "ClinicImage",
    "ClinicRendition",
    "Consent",
    "GalleryIndexPage",
    "GalleryPage",
    "GalleryPhoto",
    "PhotoRow",
]
