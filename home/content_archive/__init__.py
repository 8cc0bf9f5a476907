"""The content of the whole site as one zip: out of this site, and into another. See docs/moving-content.md."""
