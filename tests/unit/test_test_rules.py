"""The rules that the tests themselves stand under: nothing skipped in CI, no secret left behind."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from support.secret_watch import SecretWatch

TESTS = Path(__file__).resolve().parents[1]
SECRET = "s3cr3t/of+the~day"


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of one test that is skipped, under this project's conftest."""
    pytester.makeconftest((TESTS / "conftest.py").read_text().replace('["pytester"]', "[]"))
    pytester.makepyfile("import pytest\ndef test_one(): pytest.skip('no keychain')")
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    return pytester


def test_a_skipped_test_fails_in_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines("*skipped, which CI does not allow*no keychain*")


def test_a_skipped_module_fails_in_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    inner.makepyfile("import pytest\npytest.importorskip('no_such_module_at_all')")
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines("*skipped, which CI does not allow*no_such_module_at_all*")


def test_a_skipped_test_is_no_failure_elsewhere(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    inner.runpytest_subprocess().assert_outcomes(skipped=1)


@pytest.mark.parametrize(
    "content",
    [
        f"Authorization: Bearer {SECRET}",
        f"?code={quote(SECRET, safe='')}&x=1",
        SECRET.encode("utf-16-le"),
        base64.b64encode(f'{{"token": "{SECRET}"}}'.encode()),
        base64.b64encode(f'{{"a_token": "{SECRET}"}}'.encode()),
        base64.b64encode(f'{{"my_token": "{SECRET}"}}'.encode()),
    ],
)
def test_a_secret_is_found_in_every_form_and_not_repeated(content: str | bytes) -> None:
    watch = SecretWatch()
    watch.add("the token", SECRET)
    with pytest.raises(AssertionError, match="the token is in the log") as failure:
        watch.assert_absent(content, "the log")
    assert SECRET not in str(failure.value)


def test_files_below_a_folder_are_searched(tmp_path: Path) -> None:
    watch = SecretWatch()
    watch.add("the token", SECRET)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "settings.json").write_text("{}")
    assert watch.assert_absent_below(tmp_path) == 1
    (tmp_path / "deep" / "er" / "settings.json").write_text(SECRET)
    with pytest.raises(AssertionError, match=r"settings\.json"):
        watch.assert_absent_below(tmp_path)
