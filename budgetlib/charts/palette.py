"""The colours of the charts: ink on paper, one quiet hue for each thing told."""

INK = "#22303c"
MUTED = "#66747f"
FAINT = "#dfe4e8"
PAPER = "#ffffff"
ACCENT = "#2f6f8f"
PLUS = "#5b8fa8"
MINUS = "#c0795a"
BAD = "#b5483a"
COLOURS = ("#2f6f8f", "#d9a441", "#6a9a7b", "#8a7aa8", "#c0795a", "#8c9aa5", "#4f8a8b")
