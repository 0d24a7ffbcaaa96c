"""The app's icon as Windows and macOS want it, read by their formats."""

import struct
from collections.abc import Iterator

import pytest
from icon.render import ICNS_TYPES, ICO_SIZES, icns, ico, msix_images
from PySide6.QtGui import QImage


def size_of(png: bytes) -> int:
    """The width, which is the height too, of a picture that is transparent at places alone."""
    image = QImage.fromData(png)
    assert image.width() == image.height()
    assert image.hasAlphaChannel()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == 255
    return image.width()


def icns_entries(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    magic, length = struct.unpack_from(">4sI", content)
    assert (magic, length) == (b"icns", len(content))
    at = 8
    while at < len(content):
        kind, size = struct.unpack_from(">4sI", content, at)
        yield kind, content[at + 8 : at + size]
        at += size


def test_the_icon_for_windows_holds_a_picture_for_each_size(qapp: object) -> None:
    content = ico()
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind, count) == (0, 1, len(ICO_SIZES))
    for index, size in enumerate(ICO_SIZES):
        width, *_, length, at = struct.unpack_from("<BBBBHHII", content, 6 + 16 * index)
        assert (width or 256) == size == size_of(content[at : at + length])


def test_the_icon_for_macos_holds_a_picture_for_each_size(qapp: object) -> None:
    found = {kind: size_of(png) for kind, png in icns_entries(icns())}
    assert found == ICNS_TYPES


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Square44x44Logo.scale-100.png", 44),
        ("Square150x150Logo.scale-400.png", 600),
        ("StoreLogo.scale-200.png", 100),
        ("Square44x44Logo.targetsize-16_altform-unplated.png", 16),
    ],
)
def test_a_package_for_windows_has_the_sizes_that_the_names_say(
    qapp: object, name: str, size: int
) -> None:
    assert size_of(msix_images()[name]) == size
