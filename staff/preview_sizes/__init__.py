"""The page that is being edited, as a phone, a tablet and a desktop show it, side by side."""
