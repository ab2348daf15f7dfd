"""The claims, one statement a page."""
