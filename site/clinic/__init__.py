"""The Django project: settings, addresses, the page skeleton and what every app builds on."""
