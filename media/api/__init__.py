"""Photos and galleries in the read API."""
