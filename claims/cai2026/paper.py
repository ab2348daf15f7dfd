"""What the pages of Cai et al. 2026 share: the source and how it was read."""

from theoremcheck import Source

__all__ = ["source"]


def source(item: str, exactness: str = "reconstructed") -> Source:
    """A statement of the paper, or of ours on its question; read were sections 1 to 5 and the published toy."""
    return Source("Cai et al. 2026", arxiv="2601.19597", item=item, exactness=exactness)
