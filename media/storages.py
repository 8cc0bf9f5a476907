"""Photos and documents in a bucket, for sites whose machine keeps no files."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A private bucket whose files have addresses on the site alone, where `media.views` asks who may see them."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))


class BucketWithoutAddresses(S3Storage):
    """A private bucket whose files have no address, such as signed consent forms."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise ValueError("This file is not accessible via a URL.")
