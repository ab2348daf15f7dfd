r"""Two one-sided e-processes for "the claim holds with at least the required probability".

After n draws with s successes and f failures, each likelihood ratio $(q/p)^s ((1-q)/(1-p))^f$ with $q > p$
is a nonnegative supermartingale under every holding probability $\le p$, and a mixture over q stays one. By
Ville's inequality it ever reaches $1/\alpha$ with probability at most $\alpha$, however often one looks. We
mix with the density of Beta(1, 1/2), $\frac{1}{2} (1-q)^{-1/2}$, cut at p: it favours claims that (almost)
always hold. The cut matters: a mixture over both sides is valid for the point p alone, and takes
twice the draws.

Source: Howard et al. 2021, arXiv:1810.08240; $1 + c(x/p - 1)$, Waudby-Smith and Ramdas 2024, arXiv:2010.09686.
"""

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

from theoremcheck.statistics.checks import checked_counts, checked_required
from theoremcheck.statistics.log_beta import log_betainc, log_betaincc


def log_e_support(successes: ArrayLike, draws: ArrayLike, required: ArrayLike) -> NDArray[np.float64]:
    r"""Log evidence against "holds with probability at most `required`".

    $$ E = \frac{B(s+1, f+\frac{1}{2}) \, (1 - I_p(s+1, f+\frac{1}{2}))}{2 \, p^s (1-p)^{f+1/2}} $$

    Strictly decreasing in p once s > 0: with $q = p + c(1-p)$ the weight over c, $\frac{1}{2} (1-c)^{-1/2}$, is free of
    p; a success pays $1 + c(1/p - 1)$, a failure $1 - c$.

    Args:
        successes: s, draws on which the claim held; broadcast with the others.
        draws: n = s + f.
        required: p, in (0, 1).

    Returns:
        Natural logarithm of the e-value, broadcast shape (0-d for plain numbers).

    Raises:
        ValueError: If `required` is outside (0, 1) or the counts are impossible.
    """
    p = checked_required(required)
    s, f = checked_counts(successes, draws)
    beta = betaln(s + 1, f + 0.5) + log_betaincc(s + 1, f + 0.5, p)
    return np.asarray(beta - log(2) - s * np.log(p) - (f + 0.5) * np.log1p(-p))


def log_e_refute(successes: ArrayLike, draws: ArrayLike, required: ArrayLike) -> NDArray[np.float64]:
    r"""Log evidence against "holds with probability at least `required`"; the mixture lies on [0, p).

    $$ E = \frac{B(s+1, f+\frac{1}{2}) \, I_p(s+1, f+\frac{1}{2})}{2 \, (1 - \sqrt{1-p}) \, p^s (1-p)^f} $$

    Increasing in p: with q = p v the logarithmic derivative is at least
    $(f - (f - \frac{1}{2}) - \frac{1}{2})/(1-p) = 0$ for f > 0, because v/(1-pv) is largest at v = 1.
    Arguments, result and errors as in `log_e_support`.
    """
    p = checked_required(required)
    s, f = checked_counts(successes, draws)
    beta = betaln(s + 1, f + 0.5) + log_betainc(s + 1, f + 0.5, p)
    log_mass = np.log(p) - np.log1p(np.sqrt(1 - p))  # 1 - sqrt(1-p) = p / (1 + sqrt(1-p)), no cancellation
    return np.asarray(beta - log(2) - log_mass - s * np.log(p) - f * np.log1p(-p))
