"""The pictures of one claim, a file each: its numbers, its drawing, its caption and its table."""

from theoremcheck.reporting.pictures.listed import every_picture
from theoremcheck.reporting.pictures.picture import Picture, Subject

__all__ = ["Picture", "Subject", "every_picture"]
