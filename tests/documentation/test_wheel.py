"""The wheel and the source distribution: the engine alone, and everything that it needs."""

import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_holds_the_engine_alone(wheel):
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.partition("-")[0] for top in tops} == {"theoremcheck"}


def test_it_holds_every_file_of_the_engine(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("theoremcheck/")}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "theoremcheck").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == there and "theoremcheck/py.typed" in packed


def test_a_claim_is_started_and_run_where_only_the_wheel_is(environment, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    where = environment.run("python", "-c", "import theoremcheck; print(theoremcheck.__file__)", cwd=home).stdout
    assert Path(where.strip()).is_relative_to(environment.root)
    ran = environment.run(script="theoremcheck new a.b && theoremcheck run --budget quick", cwd=home)
    assert ran.returncode == 0 and "1 of 1 claims as expected" in ran.stdout
    assert (home / "reports/latest/index.html").is_file()


def test_the_sdist_holds_no_room_of_the_catalogue(sdist):
    with tarfile.open(sdist) as archive:
        rooms = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 2}
    assert rooms == {"theoremcheck", "theoremcheck.egg-info"}


def test_a_newcomer_begins_where_only_the_sdist_is(empty_environment, sdist, tmp_path):
    empty_environment.install(sdist)
    home = tmp_path / "home"
    home.mkdir()
    ran = empty_environment.run(script="theoremcheck demo && cd theoremcheck-demo && theoremcheck list demo", cwd=home)
    assert ran.returncode == 0 and "problems found: 1" in ran.stdout and "3 of 3 claims" in ran.stdout
