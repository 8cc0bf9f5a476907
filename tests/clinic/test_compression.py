"""What is drawn goes out compressed; files do not go through the compressor."""

import gzip

from tests.builders import make_gallery, make_image, make_service


def test_pages_are_compressed_for_those_who_can_read_it(home, client):
    address = make_service(home).url
    plain = client.get(address)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    compressed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert len(compressed.content) < len(plain.content) / 2


def test_photos_are_not_compressed_again(home, client):
    image = make_image()
    make_gallery(home, photos=[image])
    response = client.get(image.renditions.first().url, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response
    assert response["Content-Length"] == str(len(response.getvalue()))
