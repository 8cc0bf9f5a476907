"""The reader of old pages: a clinic's present page, as text, becomes structured content for a draft."""
