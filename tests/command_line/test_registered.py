"""Packages that offer claims by entry point: found, named in a clash, and never fatal."""

import pytest

from tests.plugin.conftest import page


@pytest.fixture
def installed(project):
    """A distribution as pip installs it: the package, and metadata that names it."""
    project.write("site/stranger/__init__.py", "")
    project.write("site/stranger/rates.py", page("stranger.rates"))
    project.register("stranger", "stranger")
    return project


def listed(project, *arguments):
    return project.run("list", *arguments, PYTHONPATH=str(project.root / "site"))


def test_its_claims_are_found_by_name(installed):
    assert "1 of 1 claims" in listed(installed, "stranger.rates").out


@pytest.mark.parametrize("name", ["stranger", "strangers-work"])
def test_they_are_found_by_package_and_by_distribution(project, name):
    project.write("site/stranger/claims/rates.py", page("someone.rates"))
    project.write("site/stranger/__init__.py", "")
    project.register("strangers-work", "stranger.claims")
    assert "someone.rates" in listed(project, name).out


def test_they_are_found_beside_those_of_the_project(installed):
    installed.write("claims/coins.py", page())
    out = listed(installed).out
    assert "coins.shows-heads" in out and "stranger.rates" in out


def test_a_clash_names_the_distribution(installed):
    installed.write("claims/rates.py", page("stranger.rates"))
    ran = listed(installed)
    assert ran.code == 1 and "rates.py (stranger 1.0)" in ran.out and "claims/rates.py" in ran.out


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("missing", None, "there is no package 'missing'"),
        ("hostile.claims", "raise SystemExit(0)", "SystemExit: 0"),
        ("hostile.claims", "1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_registration_that_fails_is_one_failure(installed, module, text, said):
    if text is not None:
        installed.write("site/hostile/__init__.py", text + "\n")
        installed.write("site/hostile/claims/page.py", page("hostile.one"))
    installed.register("hostile", module)
    ran = listed(installed)
    assert ran.code == 1 and "hostile 1.0" in ran.out and said in ran.out
    assert "stranger.rates" in ran.out


def test_a_page_of_it_that_fails_is_one_failure(installed):
    installed.write("site/stranger/bad.py", "1 / 0\n")
    ran = listed(installed)
    assert ran.code == 1 and "bad.py could not be imported" in ran.out and "stranger.rates" in ran.out


def test_pytest_survives_a_registration_that_fails(installed):
    installed.register("hostile", "nothing.at.all")
    installed.write("claims/coins.py", page())
    assert installed.pytest("claims", PYTHONPATH=str(installed.root / "site")).code == 0


def test_an_installed_package_that_is_also_here_counts_once(installed):
    ran = installed.run("list", PYTHONPATH=str(installed.root / "site"))
    installed.write("claims/__init__.py", "")
    (installed.root / "claims/rates.py").symlink_to(installed.root / "site/stranger/rates.py")
    again = installed.run("list", PYTHONPATH=str(installed.root / "site"))
    assert ran.out == again.out
