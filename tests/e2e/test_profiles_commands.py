"""``profiles`` and ``logout --all`` as a trader types them, over one real keychain."""

from dataclasses import replace

from ct_desktop.profiles import AppFolders
from ct_desktop.profiles.window_claim import InstanceClaim
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.sign_in_evidence import stored_tokens


def test_all_profiles_are_listed_then_signed_out_at_once(
    command_line: CommandLine, demo: DemoProcess, keychain: SecretService
) -> None:
    assert command_line.run("profiles").stdout == "No profiles.\n"
    secrets = SecretWatch()
    for profile in ("default", "Apex"):
        sign_in(replace(command_line, profile=profile), secrets)
    folders = AppFolders.from_environment(command_line.environment)
    claim = InstanceClaim(folders.profile("apex").window_lock)
    assert claim.take()
    assert command_line.run("profiles").stdout.splitlines() == [
        "Default, read-only",
        "Apex, read-only, open in a window",
    ]
    claim.release()
    signed_in = {"signed_in": True, "scope": "mcp:read", "open": False}
    assert command_line.run_json("profiles") == {
        "profiles": [
            {"profile": "default", "name": "Default", **signed_in},
            {"profile": "apex", "name": "Apex", **signed_in},
        ]
    }

    signed_out = command_line.run("logout", "--all")
    assert signed_out.returncode == 0, signed_out.stderr
    assert [line.split(": ")[0] for line in signed_out.stderr.splitlines()] == ["Apex", "Default"]
    assert signed_out.stdout == ""
    assert stored_tokens(keychain) == {}
    assert demo.state()["active_grants"] == 0
    listed = command_line.run_json("profiles")["profiles"]
    assert {(each["signed_in"], each["scope"]) for each in listed} == {(False, None)}
    secrets.assert_absent(signed_out.stdout + signed_out.stderr, "the output of logout")
