"""The guide inside the admin, and what people see when they first sign in."""
