"""Pictures of the published report in the documentation: pages name them where they lie, the site has copies of them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_PICTURES = Path(__file__).parents[1] / "reports" / "reference" / "pictures"
_FROM_A_PAGE = "../reports/reference/pictures/"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """MkDocs calls this with all files of the site."""
    for picture in sorted(_PICTURES.glob("*.svg")):
        files.append(File.generated(config, f"pictures/{picture.name}", abs_src_path=str(picture)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """MkDocs calls this with each page as Markdown; a reader of the repository follows the links as they are."""
    return markdown.replace(f"]({_FROM_A_PAGE}", "](pictures/")
