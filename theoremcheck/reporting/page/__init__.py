"""The pages: a front page and one of each paper; they fetch nothing, and are made from the report alone."""

from theoremcheck.reporting.page.drawn_alone import MARK as PICTURE_MARK
from theoremcheck.reporting.page.drawn_alone import loose_pictures
from theoremcheck.reporting.page.render import page_of, pages_of, paper_page_of

__all__ = ["PICTURE_MARK", "loose_pictures", "page_of", "pages_of", "paper_page_of"]
