"""What every app's part of the read API is made with; `routes.py` puts them together."""
