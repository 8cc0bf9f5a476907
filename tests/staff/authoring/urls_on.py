"""The addresses of a site where AUTHORING_API is on; imported while it is off, as those of the site are made then."""

from django.urls import include, path

from clinic import urls

urlpatterns = [path("", include("staff.authoring.urls")), *urls.urlpatterns]
handler404, handler500 = urls.handler404, urls.handler500
