from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from services.models import ConditionPage, ServicePage
        from services.receivers import delete_alias_redirects, publish_ticks, update_alias_redirects

        page_published.connect(update_alias_redirects, sender=ServicePage)
        page_unpublished.connect(delete_alias_redirects, sender=ServicePage)
        page_published.connect(publish_ticks, sender=ConditionPage)
