"""How well one colour can be told from another."""

from PySide6.QtGui import QColor


def luminance(color: QColor) -> float:
    """The relative luminance of WCAG 2, 0 to 1."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    channels = (color.redF(), color.greenF(), color.blueF())
    weights = (0.2126, 0.7152, 0.0722)
    return sum(w * linear(c) for w, c in zip(weights, channels, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
