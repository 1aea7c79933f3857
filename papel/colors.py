"""The colors of cut paper, and their combinations."""

COLORS = {
    "rosa mexicano": "#d6006f",
    "cempasuchil": "#f7a400",
    "jacaranda": "#7038ad",
    "agave": "#007a70",
    "cielo": "#0a66b8",
    "grana": "#b5122f",
    # backgrounds: the night, the wall, and the five colors in morning light
    "noche": "#2c1540",
    "cal": "#fff6e2",
    "rosa claro": "#ffd6e8",
    "sol claro": "#ffe6a8",
    "lavanda": "#eadcf8",
    "jade": "#c9efe4",
    "alba": "#d3e8fc",
}

#: (sheet, background, neighbors), chosen by eye. A test checks that the contrast of the sheet is
#: at least 3 to 1, that the neighbors stand out less than the sheet, and that no two strong colors
#: of similar lightness meet.
CHORDS = (
    ("rosa mexicano", "sol claro", "cempasuchil"),
    ("jacaranda", "sol claro", "cempasuchil"),
    ("agave", "sol claro", "cempasuchil"),
    ("grana", "sol claro", "cempasuchil"),
    ("jacaranda", "rosa claro", "cempasuchil"),
    ("cielo", "rosa claro", "cempasuchil"),
    ("grana", "alba", "cempasuchil"),
    ("rosa mexicano", "alba", "cempasuchil"),
    ("rosa mexicano", "jade", "cempasuchil"),
    ("jacaranda", "jade", "cempasuchil"),
    ("agave", "lavanda", "cempasuchil"),
    ("cempasuchil", "jacaranda", "noche"),
    ("cempasuchil", "grana", "noche"),
    ("cempasuchil", "noche", "jacaranda"),
    ("rosa claro", "jacaranda", "noche"),
    ("sol claro", "rosa mexicano", "grana"),
    ("cal", "agave", "noche"),
    ("sol claro", "cielo", "noche"),
)


def luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2) of "#rrggbb"."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21, WCAG 2) of two colors "#rrggbb"."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` mixed with a share (0 to 1) of `other`: a flat color instead of opacity."""
    return "#" + "".join(
        f"{round(int(one[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share):02x}"
        for i in (1, 3, 5)
    )
