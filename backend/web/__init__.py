"""The web's two faces, JSON and pages, over the same services."""
