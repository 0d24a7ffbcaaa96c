# shellcheck shell=bash
# What has to come from the operating system: whether it is there, and how it gets there.
# Sourced after python_environment.sh.
#
# A need is a word: has_need says whether the machine meets it, packages_for which Debian packages
# do. The check is of the thing itself, so that it holds on every system.

is_linux() { [ "$(uname -s)" = Linux ]; }

has_commands() {
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null 2>&1 || return 1
    done
}

# Prints the shared libraries that Qt would not find, a line each. ldd follows each one's own needs.
missing_qt_libraries() {
    is_linux && has_commands ldd || return 0
    local folder platform=xcb
    if [ -z "${DISPLAY:-}" ] && [ -n "${WAYLAND_DISPLAY:-}" ]; then platform=wayland; fi
    folder="$("$VENV_PYTHON" -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')"
    ldd "$folder"/QtWidgets.*so "$folder"/QtDBus.*so "$folder"/QtSvg.*so \
        "$folder"/Qt/plugins/platforms/libq"$platform"*.so 2>/dev/null |
        awk '/not found/ { print $1 }' | sort -u
}

has_need() {
    case "$1" in
        qt) [ -z "$(missing_qt_libraries)" ] ;;
        display) ! is_linux || has_commands Xvfb openbox xprop xrandr xdotool ;;
        notifications) ! is_linux || has_commands dunst dunstctl dbus-daemon ;;
        tray) ! is_linux || has_commands trayer ;;
        fonts) ! is_linux || { has_commands fc-list && [ -n "$(fc-list Inter)" ]; } ;;
        keychain) ! is_linux || has_commands dbus-daemon gnome-keyring-daemon secret-tool ;;
        browser)
            is_linux && has_commands xdg-open xdg-mime dbus-send &&
                { has_commands chromium || has_commands chromium-browser || has_commands google-chrome; }
            ;;
        accessibility)
            is_linux && [ -e /usr/share/dbus-1/services/org.a11y.Bus.service ] &&
                /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null
            ;;
        packaging)
            is_linux && has_commands dpkg-deb dpkg-shlibdeps ld objcopy lintian appstreamcli \
                desktop-file-validate man xz zsh fish pipx flatpak-builder
            ;;
        clean-system) is_linux && has_commands debootstrap unshare chroot tar ;;
        *) die "No such need: $1" ;;
    esac
}

packages_for() {
    case "$1" in
        qt)
            echo libegl1 libgl1 libfontconfig1 libdbus-1-3 libglib2.0-0 libxkbcommon-x11-0 \
                libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
                libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
            ;;
        display) echo xvfb openbox x11-utils x11-xserver-utils xdotool ;;
        notifications) echo dunst dbus ;;
        tray) echo trayer ;;
        fonts) echo fontconfig fonts-dejavu-core fonts-inter ;;
        keychain) echo dbus dbus-x11 gnome-keyring libsecret-tools ;;
        browser) echo chromium xdg-utils dbus-bin ;;
        accessibility) echo at-spi2-core python3 python3-gi gir1.2-atspi-2.0 ;;
        packaging)
            echo dpkg-dev binutils lintian appstream desktop-file-utils man-db xz-utils zsh fish \
                pipx flatpak-builder
            ;;
        clean-system) echo debootstrap util-linux coreutils tar ;;
        *) die "No such need: $1" ;;
    esac
}

# Prints how to become root without being asked: nothing for root, "sudo -n" where that works.
# Fails where neither does.
root_prefix() {
    if [ "$(id -u)" = 0 ]; then
        return 0
    fi
    has_commands sudo && sudo -n true 2>/dev/null && echo "sudo -n"
}

# install_packages NAME…: install Debian packages, if this is a system and a user that may.
install_packages() {
    local prefix log
    has_commands apt-get dpkg && prefix="$(root_prefix)" || return 1
    say "Installing system packages: $*"
    log="$(mktemp)"
    # shellcheck disable=SC2086 # the prefix is no word or two
    if $prefix apt-get update >"$log" 2>&1 </dev/null &&
        $prefix env DEBIAN_FRONTEND=noninteractive \
            apt-get install --yes --no-install-recommends "$@" >>"$log" 2>&1 </dev/null; then
        rm -f "$log"
        return 0
    fi
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
}

# ensure_needs NEED…: install what is missing, where that may be done. Prints the needs that are
# still not met, on one line.
ensure_needs() {
    local need missing=() packages=() unmet=()
    for need in "$@"; do
        has_need "$need" || missing+=("$need")
    done
    if [ "${#missing[@]}" = 0 ]; then
        return 0
    fi
    for need in "${missing[@]}"; do
        # shellcheck disable=SC2207 # package names are single words
        packages+=($(packages_for "$need"))
    done
    if ! install_packages "${packages[@]}" && root_prefix >/dev/null; then
        # One name that a system does not know (Ubuntu packs no Chromium) must not stop the others.
        for need in "${missing[@]}"; do
            # shellcheck disable=SC2046 # package names are single words
            install_packages $(packages_for "$need") || true
        done
    fi
    for need in "${missing[@]}"; do
        has_need "$need" || unmet+=("$need")
    done
    echo "${unmet[*]:-}"
}
