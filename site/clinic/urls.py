"""All addresses of the site."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from clinic import sitemap, views
from clinic.api import views as api_views
from clinic.api.problems import not_found
from clinic.api.routes import api
from home import views as home_views
from home.manifest import manifest
from media import views as media_views

urlpatterns = [
    *([path("", include("staff.authoring.urls"))] if settings.AUTHORING_API else []),
    path("admin/", include("staff.accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # The only uploads with an address of their own; documents have theirs, which checks who asks.
    path("media/images/<path:name>", media_views.serve_size, name="photo_size"),
    path("media/original_images/<path:name>", media_views.serve_original, name="original_photo"),
    path("api/v1/openapi.json", api_views.openapi, name="openapi"),
    path("api/v1/docs/", api_views.reference, name="api_reference"),
    path("api/v1/", not_found),  # where Ninja would answer with an HTML page
    path("api/v1/", api.urls),
    re_path(r"^api/(?:.*/)?$", not_found),
    path("search/", home_views.search_page, name="search"),
    path("search/suggestions/", home_views.suggestions, name="suggestions"),
    path("preview/", include("staff.preview_links.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("site.webmanifest", manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    # Forms for everybody, which carry a signed token instead of a cookie.
    re_path(r"^((?:[\w\-]+/)+send/)$", csrf_exempt(views.serve_page)),
    # Wagtail's own patterns, with our faster view in the place of the one that serves pages, and one way to sign in.
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
]

handler404 = "clinic.views.page_not_found"
handler500 = "clinic.views.server_error"
