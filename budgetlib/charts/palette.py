"""The colours of the charts: ink on paper, one quiet hue for each thing told."""

INK = "#22303c"
MUTED = "#66747f"
FAINT = "#dfe4e8"
PAPER = "#ffffff"
ACCENT = "#2f6f8f"
PLUS = "#5b8fa8"
MINUS = "#c0795a"
COLOURS = ("#2f6f8f", "#d9a441", "#7fb08f", "#a99bc4", "#d29274", "#9fadb7", "#6fa5a6")


def on(colour: str) -> str:
    """What is written in on a bar: at least 4.5 times as bright, or as dark."""
    return "white" if colour == COLOURS[0] else INK
