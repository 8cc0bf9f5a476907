"""Decodes a still WebP picture straight into the memory that it is used from.

Pillow decodes each WebP as an animation, in four copies of the picture. This calls the libwebp that Pillow brings.
Source: the simple API of libwebp, https://developers.google.com/speed/webp/docs/api.
"""

import ctypes

from PIL import Image, _webp

try:
    _libwebp = ctypes.CDLL(_webp.__file__)  # finds the functions of what it is linked to
    _DECODE_INTO = {"RGB": _libwebp.WebPDecodeRGBInto, "RGBA": _libwebp.WebPDecodeRGBAInto}
except (OSError, AttributeError):  # another build of Pillow, without them
    _DECODE_INTO = {}
for _function in _DECODE_INTO.values():
    _function.restype = ctypes.c_void_p
    _function.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]


def decode_still(data: bytes, size: tuple[int, int], mode: str) -> Image.Image | None:
    """Return the picture in `data`; None where it is animated or damaged, or cannot be decoded this way.

    `size` and `mode` (RGB or RGBA) are those that Pillow found in the head of the file.
    """
    if mode not in _DECODE_INTO:
        return None
    stride = size[0] * len(mode)
    pixels = bytearray(stride * size[1])
    memory = (ctypes.c_char * len(pixels)).from_buffer(pixels)
    if not _DECODE_INTO[mode](data, len(data), memory, len(pixels), stride):
        return None
    return Image.frombuffer(mode, size, pixels, "raw", mode, 0, 1)
