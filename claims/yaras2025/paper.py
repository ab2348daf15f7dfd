r"""What the pages of Yaras et al. 2025 share: the source, and how the integrators are checked.

What is no claim, and why:

- The probability that the gap parameter grows at the start, $\Phi((A_d + b_n) \sqrt{nd})$: gap-speed-normal-limit read
at one point. On the boundary $a = c \sqrt{d/n}$ it is $\Phi(c)$.
- Swapping entries against swapping rows (Tables 2, 5): the direction is there with paired seeds, 0.244 against 0.249,
in 10 of 10; the size is not, 0.005 where the paper has 0.064 to 0.26, and the share of its row swaps is not given.
- Where a fixed or scheduled temperature stands against a learned one: that turns with the time one trains.
- Figure 4a, the gap linear in $1/\log(t)^2$: over its range $1/\log t$ fits as well or better. Figure 4b, an increase
in ten steps at every initialisation: with small encoders 4 to 80 %, by learning rate, width and depth.
- The tables' values on MSCOCO: no image and no text of it is here.
"""

from models.yaras2025.flows.reduced import refined
from theoremcheck import Source, Trust

__all__ = ["TRUST", "source"]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper."""
    return Source("Yaras et al. 2025", arxiv="2412.07909", item=item, exactness=exactness)


TRUST = Trust(refine=refined)
