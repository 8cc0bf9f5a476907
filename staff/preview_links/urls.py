from django.urls import path

from staff.preview_links import public_views as views

urlpatterns = [
    path("<str:secret>/", views.show_draft, name="preview_link"),
    path("<str:secret>/photos/<path:name>", views.serve_photo, name="preview_link_photo"),
]
