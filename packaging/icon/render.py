"""Renders the app's icon as each system wants it.

python render.py OUT    writes hicolor/SIZExSIZE/apps/*.png, ct-desktop.ico, ct-desktop.icns
                        and msix/*.png
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "io.crosstrade.Desktop"
SOURCE = Path(__file__).with_name(f"{NAME}.svg")

THEME_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels (the Icon Theme Specification asks for 48; desktops use the others)."""

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)

ICNS_TYPES = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    # The same sizes for screens with two pixels to the point.
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}
"""Types that hold a PNG, and its pixels (Apple's icon image format)."""

MSIX_LOGOS = {"Square44x44Logo": 44, "Square150x150Logo": 150, "StoreLogo": 50}
"""What an MSIX manifest names, and its pixels at 100 % (Microsoft, "Construct your app's icon")."""

MSIX_SCALES = (100, 200, 400)

MSIX_TARGET_SIZES = (16, 24, 32, 48, 256)
"""Pixels of the icon in the taskbar and in lists; "unplated" is without a coloured tile behind."""


def rendered(size: int) -> QImage:
    """The icon, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    return image


def png(size: int) -> bytes:
    """The icon as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PySide6's types know no text here; of bytes it refuses to run.
    rendered(size).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico() -> bytes:
    """All sizes in one Windows icon file: a directory, then a PNG each."""
    images = [png(size) for size in ICO_SIZES]
    content = struct.pack("<HHH", 0, 1, len(images))
    at = len(content) + 16 * len(images)
    for size, image in zip(ICO_SIZES, images, strict=True):
        # 256 is written as 0.
        content += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), at)
        at += len(image)
    return content + b"".join(images)


def icns() -> bytes:
    """All sizes in one macOS icon file."""
    entries = [(kind, png(size)) for kind, size in ICNS_TYPES.items()]
    body = b"".join(kind + struct.pack(">I", 8 + len(image)) + image for kind, image in entries)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def msix_images() -> dict[str, bytes]:
    """The images of an MSIX package by file name; the names' qualifiers are Windows' own."""
    images = {
        f"{name}.scale-{scale}.png": png(size * scale // 100)
        for name, size in MSIX_LOGOS.items()
        for scale in MSIX_SCALES
    }
    for size in MSIX_TARGET_SIZES:
        for form in ("", "_altform-unplated"):
            images[f"Square44x44Logo.targetsize-{size}{form}.png"] = png(size)
    return images


def main(out: Path) -> None:
    for size in THEME_SIZES:
        folder = out / "hicolor" / f"{size}x{size}" / "apps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAME}.png").write_bytes(png(size))
    scalable = out / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    (scalable / SOURCE.name).write_bytes(SOURCE.read_bytes())
    (out / "ct-desktop.ico").write_bytes(ico())
    (out / "ct-desktop.icns").write_bytes(icns())
    (out / "msix").mkdir(exist_ok=True)
    for name, image in msix_images().items():
        (out / "msix" / name).write_bytes(image)


if __name__ == "__main__":
    application = QGuiApplication(["render", "-platform", "offscreen"])
    main(Path(sys.argv[1]))
