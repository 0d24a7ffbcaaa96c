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
# What was put there, a path a line, so that exactly that is taken away again.
manifest="$prefix/lib/ct-desktop.installed"

refresh_caches() {
    if command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database -q "$prefix/share/applications" || true
    fi
    if command -v gtk-update-icon-cache >/dev/null 2>&1; then
        gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" || true
    fi
}

remove() {
    while IFS= read -r path; do
        rm -f "$prefix/$path"
    done <"$manifest"
    # The app's own folders go where nothing else lies in them; the shared ones stay.
    if [ -d "$prefix/lib/ct-desktop" ]; then
        find "$prefix/lib/ct-desktop" -depth -type d -exec rmdir {} + 2>/dev/null || true
    fi
    rm -f "$manifest"
}

if $uninstall; then
    [ -e "$manifest" ] || {
        echo "Nothing of CrossTrade Desktop is installed below $prefix." >&2
        exit 1
    }
    if [ -t 0 ] && [ -x "$prefix/bin/ct-desktop" ]; then
        printf 'Revoke the sign-ins of this computer at CrossTrade first? [Y/n] '
        read -r answer
        case "$answer" in
            n* | N*) ;;
            *) "$prefix/bin/ct-desktop" logout --all || {
                echo "Not all were revoked: see CrossTrade's AI Clients page." >&2
            } ;;
        esac
    fi
    remove
    refresh_caches
    echo "CrossTrade Desktop is removed. Settings and history stay in ~/.config/crosstrade-desktop"
    echo "and ~/.local/share/crosstrade-desktop."
    exit 0
fi

[ -d "$here/files" ] || {
    echo "The folder 'files' is missing beside this script: unpack the whole archive." >&2
    exit 1
}
mkdir -p "$prefix/lib" || {
    echo "Nothing can be written below $prefix. Choose another folder with --prefix." >&2
    exit 1
}
if [ -e "$manifest" ]; then remove; fi
(cd "$here/files" && find . \( -type f -o -type l \) | sed 's|^\./||') >"$manifest"
cp -R "$here/files/." "$prefix/"
# Desktops do not always have the folder of programs on their path.
entry="$prefix/share/applications/io.crosstrade.Desktop.desktop"
sed -i "s|^Exec=ct-desktop|Exec=\"$prefix/bin/ct-desktop\"|; s|^TryExec=.*|TryExec=$prefix/bin/ct-desktop|" "$entry"
refresh_caches
echo "CrossTrade Desktop is installed: $prefix/bin/ct-desktop"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "That folder is not on your PATH; the applications menu has it all the same." ;;
esac
