"""The content a new site starts with: texts in TOML, pictures with their sources, and the loader."""
