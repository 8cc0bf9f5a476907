"""The home page, plain pages, the clinic's settings and the starter content."""
