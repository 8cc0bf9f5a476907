"""The image library: what comes in, the sizes made of it, and galleries."""
