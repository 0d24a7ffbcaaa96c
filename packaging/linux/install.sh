#!/bin/sh
# Installs CrossTrade Desktop from the archive this script came in, or removes it again.
#
#   ./install.sh                    for you alone, below ~/.local; as root for all, below /usr/local
#   ./install.sh --prefix FOLDER    somewhere else
#   ./install.sh --uninstall        remove what an install put there; your settings stay
set -eu

usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; }

here="$(cd "$(dirname "$0")" && pwd -P)"
prefix=""
uninstall=false
while [ $# -gt 0 ]; do
    case "$1" in
        --prefix)
            [ $# -gt 1 ] || { usage >&2; exit 2; }
            prefix="$2"
            shift
            ;;
        --uninstall) uninstall=true ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
if [ -z "$prefix" ]; then
    if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix="$HOME/.local"; fi
fi
# From the root, since the menu entry names it.
case "$prefix" in /*) ;; *) prefix="$PWD/$prefix" ;; esac
# What was put there, a path a line, so that exactly that is taken away again.
manifest="$prefix/lib/ct-desktop.installed"

# A cache of icons that is older than its folder is not read; where there is none, none is needed.
refresh_icons() {
    if [ -e "$prefix/share/icons/hicolor/icon-theme.cache" ] &&
        command -v gtk-update-icon-cache >/dev/null 2>&1; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

# What goes on running would soon lack its own files.
quit_app() {
    status=0
    "$prefix/bin/ct-desktop" --quit >/dev/null 2>&1 || status=$?
    if [ "$status" = 1 ]; then
        echo "CrossTrade Desktop may still be running, without its files: quit it." >&2
    fi
}

remove() {
    while IFS= read -r path; do
        rm -f "$prefix/$path"
    done <"$manifest"
    # A folder goes where nothing else lies in it.
    (cd "$prefix" && sed 's|/[^/]*$||' "$manifest" | sort -ru | while IFS= read -r folder; do
        rmdir -p "$folder" 2>/dev/null || true
    done)
    rm -f "$manifest"
    rmdir "$prefix/lib" 2>/dev/null || true
}

if $uninstall; then
    [ -e "$manifest" ] || {
        echo "Nothing of CrossTrade Desktop is installed below $prefix." >&2
        exit 1
    }
    # By sudo, the sign-ins to revoke are not those of the person who runs this.
    if [ -t 0 ] && [ -n "${SUDO_USER:-}" ]; then
        echo "Sign-ins stay. Whoever has one revokes it before, with: ct-desktop logout --all"
        printf 'Remove CrossTrade Desktop now? [y/N] '
        read -r answer || answer=n
        case "$answer" in
            y* | Y*) ;;
            *) exit 1 ;;
        esac
    elif [ -t 0 ] && [ -x "$prefix/bin/ct-desktop" ]; then
        printf 'Revoke the sign-ins of this computer at CrossTrade first? [Y/n] '
        read -r answer || answer=n
        case "$answer" in
            n* | N*) ;;
            *) "$prefix/bin/ct-desktop" logout --all || {
                echo "Not all were revoked: see CrossTrade's AI Clients page." >&2
            } ;;
        esac
    fi
    quit_app
    remove
    refresh_icons
    echo "CrossTrade Desktop is removed. Settings and history stay in ~/.config/crosstrade-desktop"
    echo "and ~/.local/share/crosstrade-desktop."
    exit 0
fi

[ -d "$here/files" ] || {
    echo "The folder 'files' is missing beside this script: unpack the whole archive." >&2
    exit 1
}
if [ -e "$manifest" ]; then
    quit_app
    remove
fi
mkdir -p "$prefix/lib" || {
    echo "Nothing can be written below $prefix. Choose another folder with --prefix." >&2
    exit 1
}
(cd "$here/files" && find . \( -type f -o -type l \) | sed 's|^\./||') >"$manifest"
cp -R "$here/files/." "$prefix/"
# Desktops do not always have the folder of programs on their path.
entry="$prefix/share/applications/io.crosstrade.Desktop.desktop"
program="$(printf '%s/bin/ct-desktop' "$prefix" | sed 's/[&|\\]/\\&/g')"
sed -i "s|^Exec=ct-desktop|Exec=\"$program\"|; s|^TryExec=.*|TryExec=$program|" "$entry"
refresh_icons
echo "CrossTrade Desktop is installed: $prefix/bin/ct-desktop"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "That folder is not on your PATH; the applications menu has it all the same." ;;
esac
