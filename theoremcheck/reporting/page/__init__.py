"""The page: one file that fetches nothing, made from the report alone."""

from theoremcheck.reporting.page.render import page_of

__all__ = ["page_of"]
