#!/usr/bin/env bash
# Signs the app for macOS, from the inside outwards, with the hardened runtime.
#
#   packaging/macos/sign.sh APP
#
# CT_DESKTOP_MACOS_IDENTITY   "Developer ID Application: NAME (TEAM)", of the login keychain. Without
#                             it the app keeps the signature that PyInstaller gave it, which is no
#                             one's: it runs on this Mac, and elsewhere only where a person allows it.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
APP="$1"

if [ -z "${CT_DESKTOP_MACOS_IDENTITY:-}" ]; then
    echo "NOT SIGNED: $APP. CT_DESKTOP_MACOS_IDENTITY names no identity." >&2
    exit 0
fi

sign() {
    codesign --force --timestamp --options runtime --sign "$CT_DESKTOP_MACOS_IDENTITY" "$@"
}

# Programs and libraries are told by their first bytes: Mach-O for one processor, or for several.
is_code() {
    case "$(head -c 4 "$1" | od -An -tx1 | tr -d ' \n')" in
        cffaedfe | cafebabe) return 0 ;;
        *) return 1 ;;
    esac
}

# What an outer signature covers must not change any more: files first, then frameworks, the inner
# ones before those around them, and the app at the end.
find "$APP/Contents" -type f -print0 |
    while IFS= read -r -d '' file; do
        if [ "$file" != "$APP/Contents/MacOS/ct-desktop" ] && is_code "$file"; then sign "$file"; fi
    done
find "$APP/Contents" -depth -type d -name '*.framework' -print0 |
    while IFS= read -r -d '' framework; do sign "$framework"; done
# Only programs have entitlements.
sign --entitlements "$HERE/entitlements.plist" "$APP"

codesign --verify --deep --strict --verbose=2 "$APP"
