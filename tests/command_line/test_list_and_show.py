"""`theoremcheck list` and `show`: what is claimed, and what the evidence says so far."""

import pytest

from tests.plugin.conftest import page


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], ["coins.one", "coins.two"]),
        (["--verdict", "supported"], ["coins.one"]),
        (["--verdict", "refuted"], ["coins.two"]),
        (["--verdict", "none"], []),
        (["--kind", "lemma"], ["coins.one"]),
        (["--exactness", "reconstructed", "-k", "two"], ["coins.two"]),
        (["--exactness", "verbatim"], []),
    ],
)
def test_filters(finished, options, names):
    out = finished.run("list", "--budget", "quick", *options).out
    assert [line.split()[0] for line in out.splitlines()[2:] if line.startswith("coins.")] == names


def test_the_list_says_what_the_evidence_says(finished):
    ran = finished.run("list", "--budget", "quick")
    assert ran.line("coins.one").endswith("supported, >= 95 %, 74 draws")
    assert "refuted, as known" in ran.line("coins.two")


def test_the_list_draws_nothing(project):
    from tests.plugin.conftest import page

    project.write("claims/one.py", page("coins.one"))
    assert project.run("list").line("coins.one").endswith("-")
    assert not project.segments()


def test_the_list_names_evidence_that_was_edited(finished):
    path = finished.segments("coins.one")[0]
    path.write_text(path.read_text().replace('"margin":0.', '"margin":1.', 1))
    ran = finished.run("list")
    assert ran.code == 3 and "not trustworthy" in ran.line("coins.one")


@pytest.mark.parametrize(
    "text",
    [
        "lemma: Lemma 0 of Nobody 2026 (reconstructed), https://arxiv.org/abs/2601.00001",
        r"Heads: $\mathbb{P}(H) = 1$.",
        "regime  Coin",
        "size   ~ choice(1, 2)",
        "tilt   ~ uniform(0.0, 1.0)",
        "reserve is at least 0",
        "required in a share of draws of 0.95",
        "the coin is good",
        "weight ~ 0.1",
        "claim: 74 of 74 draws hold",
        "control caught: the coin is good",
    ],
)
def test_show_holds_a_claim_whole(finished, text, shown={}):  # noqa: B006  (one run for all lines)
    if not shown:
        shown["out"] = finished.run("show", "coins.one", "--budget", "quick").out
    assert text in shown["out"]


def test_show_of_a_known_refutation_gives_the_reason(finished):
    assert "known to be refuted: the coin is fair" in finished.run("show", "coins.two").out


def test_show_and_list_say_which_kind_of_finding_it_is(finished):
    assert "wrong constant: a constant is wrong" in finished.run("show", "coins.two").out
    assert "  wrong constant  " in finished.run("list").line("coins.two")


def test_show_wants_one_claim(finished):
    ran = finished.run("show", "coins.*")
    assert ran.code == 2 and "means 2 claims: coins.one, coins.two" in ran.out


def test_texts_are_alternatives(finished):
    out = finished.run("list", "-k", "one", "-k", "two").out
    assert "2 of 2 claims" in out
    assert "1 of 1 claims" in finished.run("list", "-k", "one", "-k", "nothing").out


def test_a_paper_from_any_folder_of_its_project(finished):
    finished.write("pyproject.toml", "")
    finished.write("models/coins/notes.txt", "")
    for folder in (".", "models", "models/coins"):
        ran = type(finished)(finished.root / folder).run("list", "coins")
        assert ran.code == 0 and "2 of 2 claims" in ran.out and "supported" in ran.line("coins.one")


def test_claims_of_a_list_run_like_others(project):
    more = '\n\nCLAIMS = [Claim(**vars(CLAIM) | {"name": f"coins.{n}"}) for n in range(2)]\n'
    project.write("claims/coins.py", page() + more)
    ran = project.run("run", "--budget", "quick")
    assert ran.code == 0 and "3 of 3 claims as expected" in ran.out
    assert "3 passed" in project.pytest("--budget", "quick", "claims").out


def test_show_says_what_a_function_requires(project):
    """Before a run by its first draws, and after it by the draws themselves."""
    project.write("claims/one.py", page("coins.one", required="lambda coin: 0.8 + 0.1 * (coin.size - 1)"))
    declared = "required in a share of draws of 0.8 to 0.9, by stratum (0.8 + 0.1 * (coin.size - 1))"
    assert declared in project.run("show", "coins.one").out
    project.run("run", "--budget", "quick")
    shown = project.run("show", "coins.one", "--budget", "quick").out
    assert declared in shown and "0.8 to 0.9 is required, by stratum; e-value" in shown


@pytest.mark.parametrize("command", [("show",), ("replay", "0"), ("sharpen",), ("necessity",)], ids=" ".join)
def test_a_claim_that_cannot_be_specified_is_a_sentence_to_whoever_names_it(project, command):
    """One outside of its study's package: `run` calls it broken, with the same sentence."""
    for folder in ("claims", "claims/one", "claims/two"):
        project.write(f"{folder}/__init__.py", "")
    project.write("claims/one/page.py", page("coins.inside", more='study=Study("coins.together", "claims.one"),'))
    project.write("claims/two/page.py", page("coins.outside", more='study=Study("coins.together", "claims.one"),'))
    name, *rest = command
    asked = project.run(name, "coins.outside", *rest)
    assert asked.code == 1 and "Traceback" not in asked.out
    assert asked.out.strip().startswith("Error: coins.outside") and "claims.one" in asked.out
