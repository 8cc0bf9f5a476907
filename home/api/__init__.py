"""Whole pages and what belongs to the whole site, in the read API."""
