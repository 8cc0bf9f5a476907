from wagtail import hooks

from home.models import ClinicSettings


@hooks.register("enquiry_recipients")
def clinic_email() -> list[str]:
    """Have enquiries announced where visitors can write to."""
    return list(
        ClinicSettings.objects.filter(site__is_default_site=True).exclude(email="").values_list("email", flat=True)
    )
