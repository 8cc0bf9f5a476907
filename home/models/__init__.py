from home.models.clinic_settings import ClinicSettings
from home.models.home_page import GALLERY_PHOTOS, HomePage, HomePhoto
from home.models.plain_page import PlainPage

__all__ = ["GALLERY_PHOTOS", "ClinicSettings", "HomePage", "HomePhoto", "PlainPage"]
