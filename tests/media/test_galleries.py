"""Galleries."""

from media.models import GalleryIndexPage
from tests.builders import make_gallery, make_image


def test_a_gallery_shows_its_photos_in_order_with_captions(home, client):
    photos = tuple(make_image(description=f"View {letter}", caption=f"Caption {letter}") for letter in "CAB")
    gallery = make_gallery(home, "Rooms", photos=photos)
    row = gallery.photos.last()
    row.caption = "Its own caption"
    row.save()
    html = client.get(gallery.url).content.decode()
    positions = [html.index(f'alt="View {letter}"') for letter in "CAB"]
    assert positions == sorted(positions)
    assert "Caption C" in html
    assert "Its own caption" in html
    assert "Caption B" not in html


def test_the_first_photo_of_a_gallery_stands_for_it(home, client):
    first, second = make_image(), make_image()
    make_gallery(home, "Rooms", photos=(first, second))
    make_gallery(home, "Nothing yet")
    html = client.get(GalleryIndexPage.objects.get().url).content.decode()
    assert first.renditions.earliest("pk").url.split(".")[0] in html
    assert second.renditions.earliest("pk").url.split(".")[0] not in html
    assert "Nothing yet" in html
