"""Edits of bytes, as damage and strangers make them, for tests of whatever reads files."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

MANY = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # The edit that fails is printed whole; to make it smaller takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@st.composite
def edited(draw, content):
    """Up to four bytes or stretches of a file replaced, inserted, deleted or cut off."""
    content = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        match draw(st.sampled_from(["replace", "insert", "delete", "cut"])):
            case "replace" if content:
                content[at] = draw(st.integers(0, 255))
            case "insert":
                content[at:at] = draw(st.binary(min_size=1, max_size=8))
            case "delete":
                del content[at : at + draw(st.integers(1, 200))]
            case "cut":
                del content[max(at, 1) :]
    return bytes(content)
