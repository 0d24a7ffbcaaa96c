"""The app is started again the way it was started."""

from pathlib import Path

from ct_desktop.start_at_login.command import RunningApp, launch_command


def app(
    executable: str, first_argument: str, *, frozen: bool = False, app_image: str | None = None
) -> RunningApp:
    return RunningApp(executable, first_argument, frozen=frozen, app_image=app_image)


def test_the_console_script_is_started_by_its_full_path(tmp_path: Path) -> None:
    script = tmp_path / "ct-desktop"
    script.touch()
    assert launch_command(app("/usr/bin/python3", str(script)), "linux") == (str(script),)


def test_a_module_run_by_its_name_is_run_by_its_name_again(tmp_path: Path) -> None:
    main = tmp_path / "ct_desktop" / "__main__.py"
    command = launch_command(app("/opt/venv/bin/python", str(main)), "linux")
    assert command == ("/opt/venv/bin/python", "-m", "ct_desktop")


def test_a_script_that_has_gone_is_not_named(tmp_path: Path) -> None:
    gone = tmp_path / "ct-desktop"
    command = launch_command(app("/opt/venv/bin/python", str(gone)), "darwin")
    assert command == ("/opt/venv/bin/python", "-m", "ct_desktop")


def test_a_frozen_app_is_its_own_program() -> None:
    frozen = app("/opt/CrossTrade/ct-desktop", "ct-desktop", frozen=True)
    assert launch_command(frozen, "linux") == ("/opt/CrossTrade/ct-desktop",)


def test_an_app_image_is_started_by_its_file_and_not_by_its_mount() -> None:
    mounted = app(
        "/tmp/.mount_CrossT/ct-desktop",
        "ct-desktop",
        frozen=True,
        app_image="/home/mia/CrossTrade.AppImage",
    )
    assert launch_command(mounted, "linux") == ("/home/mia/CrossTrade.AppImage",)


def test_on_windows_no_console_opens_at_login(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    command = launch_command(app(str(tmp_path / "python.exe"), "ct-desktop.exe"), "win32")
    assert command == (str(tmp_path / "pythonw.exe"), "-m", "ct_desktop")


def test_a_window_opened_from_a_terminal_is_started_at_login_without_one(tmp_path: Path) -> None:
    (tmp_path / "ct-desktop.exe").touch()
    opened = app(str(tmp_path / "ct-desktop.com"), "ct-desktop", frozen=True)
    assert launch_command(opened, "win32") == (str(tmp_path / "ct-desktop.exe"),)


def test_this_process_can_name_itself() -> None:
    command = launch_command(RunningApp.current({}))
    assert Path(command[0]).is_file()
