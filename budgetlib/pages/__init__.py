"""Notebooks to HTML: run, rendered, gathered into one index."""
