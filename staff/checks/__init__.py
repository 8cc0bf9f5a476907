"""Checks before publishing: what must be mended on a page, and what is worth a look."""
