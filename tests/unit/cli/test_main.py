"""The entry point, where no server is needed."""

import pytest

from ct_desktop import __version__
from ct_desktop.cli.main import main


@pytest.mark.parametrize("command", ["status", "login", "positions"])
def test_b24_a_server_without_encryption_is_refused_before_anything_is_sent(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--server", "http://example.com/mcp"]) == 2
    assert "https" in capsys.readouterr().err


def test_the_demos_profile_is_not_for_a_sign_in_of_ones_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["status", "--profile", "demo"]) == 2
    assert "demo" in capsys.readouterr().err


def test_the_version_is_the_packages_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.strip() == f"ct-desktop {__version__}"
