"""A kit for the tests of a page: does a claim keep its contract, and would it run on a GPU?

`assert_conforms(CLAIM)` is the whole of it for most; `conformance` gives the same as a table, and `absent_device` the
device that is not there, for experiments of one's own.
"""

from theoremcheck.testing.absent_device import ABSENT, MixedDevicesError, Traffic, absent_device
from theoremcheck.testing.conforming import CHECKS, Conformance, ConformanceError, assert_conforms, conformance

__all__ = [
    "ABSENT",
    "CHECKS",
    "Conformance",
    "ConformanceError",
    "MixedDevicesError",
    "Traffic",
    "absent_device",
    "assert_conforms",
    "conformance",
]
