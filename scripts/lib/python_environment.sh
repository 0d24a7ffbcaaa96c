# shellcheck shell=bash
# The virtual environment in .venv: found, made, and brought up to date only when something changed.
# Sourced by the scripts beside this folder, which set ROOT to the repository's folder.

VENV="$ROOT/.venv"
STAMP="$VENV/.installed"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

is_suitable_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Prints the first Python that serves. A version manager may put another one first on PATH, or a
# name that only says that it is not there; so each is asked.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 \
        /usr/bin/python3 python; do
        if is_suitable_python "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    say "Python 3.11 or later is needed, and none was found. Install it (Debian and Ubuntu:" \
        "apt-get install python3 python3-venv; macOS: brew install python; otherwise" \
        "https://www.python.org/downloads/) and start this again, or name it: PYTHON=/path/to/python $0"
    return 1
}

# Sets VENV_PYTHON, once the environment exists.
locate_venv_python() {
    VENV_PYTHON="$VENV/bin/python"
    [ -x "$VENV_PYTHON" ] || VENV_PYTHON="$VENV/Scripts/python.exe" # Windows
}

# Two lines: where the environment was made (its programs hold that path), and what it was made of.
wanted_stamp() {
    "$VENV_PYTHON" - "$ROOT" <<'PYTHON'
import hashlib, pathlib, sys

root = pathlib.Path(sys.argv[1])
digest = hashlib.sha256(sys.version.encode())
for name in ("pyproject.toml", "constraints.txt"):
    digest.update((root / name).read_bytes())
print(root)
print(digest.hexdigest())
PYTHON
}

make_venv() {
    local python
    python="$(find_python)" || exit 1
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        # Debian packs them apart.
        local version
        version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
        install_packages "python$version-venv" ||
            die "$python cannot make virtual environments: install python$version-venv and start this again."
    fi
    if [ -e "$VENV" ]; then
        [ -e "$VENV/pyvenv.cfg" ] || die "$VENV is in the way: it is no virtual environment."
        rm -rf "$VENV"
    fi
    "$python" -m venv "$VENV" || die "The virtual environment could not be made in $VENV."
    locate_venv_python
}

# ensure_environment EXTRA: the app with its extra "demo" or "dev" (which holds demo) is in .venv.
ensure_environment() {
    local extra="$1" place="" made_of="" installed_extra="" stamp
    locate_venv_python
    if [ -f "$STAMP" ]; then
        { read -r place && read -r made_of && read -r installed_extra; } <"$STAMP" || true
    fi
    if [ "$place" != "$ROOT" ] || ! is_suitable_python "$VENV_PYTHON"; then
        make_venv
        made_of=""
    fi
    stamp="$(wanted_stamp)"
    if [ "$made_of" = "${stamp##*$'\n'}" ]; then
        case "$installed_extra" in "$extra" | dev) return 0 ;; esac
    fi
    say "Installing CrossTrade Desktop into .venv (a minute or two, once) …"
    rm -f "$STAMP"
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --no-input \
        --constraint "$ROOT/constraints.txt" --editable "$ROOT[$extra]" </dev/null ||
        die "The installation failed: see pip's message above. Starting this again goes on from there."
    printf '%s\n%s\n' "$stamp" "$extra" >"$STAMP"
}
