#!/usr/bin/env bash
# Makes the disk image that a trader opens to drag the app into Applications.
#
#   packaging/macos/make_dmg.sh APP VERSION OUT    writes OUT/ct-desktop-VERSION-macos-PROCESSOR.dmg
#
# CT_DESKTOP_MACOS_IDENTITY   signs the app and the image (see sign.sh).
# CT_DESKTOP_NOTARY_PROFILE   has Apple notarise the image: the name under which
#                             "xcrun notarytool store-credentials" keeps the account in the keychain.
#                             No password is ever given here.
# What is not named is left out, and said.
set -euo pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
APP="$1"
VERSION="$2"
OUT="$3"
IMAGE="$OUT/ct-desktop-$VERSION-macos-$(uname -m).dmg"

"$HERE/sign.sh" "$APP"

staging="$(mktemp -d)"
trap 'rm -rf "$staging"' EXIT
ditto "$APP" "$staging/$(basename "$APP")"
ln -s /Applications "$staging/Applications"
cp "$HERE/Read me first.txt" "$staging/"
hdiutil create -quiet -ov -volname "CrossTrade Desktop" -fs HFS+ -format UDZO \
    -srcfolder "$staging" "$IMAGE"

if [ -z "${CT_DESKTOP_MACOS_IDENTITY:-}" ]; then
    echo "NOT SIGNED: $IMAGE" >&2
else
    codesign --force --timestamp --sign "$CT_DESKTOP_MACOS_IDENTITY" "$IMAGE"
fi
if [ -z "${CT_DESKTOP_NOTARY_PROFILE:-}" ]; then
    echo "NOT NOTARISED: $IMAGE. CT_DESKTOP_NOTARY_PROFILE names no account." >&2
elif [ -z "${CT_DESKTOP_MACOS_IDENTITY:-}" ]; then
    echo "Apple notarises only what is signed: set CT_DESKTOP_MACOS_IDENTITY too." >&2
    exit 1
else
    xcrun notarytool submit "$IMAGE" --keychain-profile "$CT_DESKTOP_NOTARY_PROFILE" --wait
    # With the ticket on the image, a Mac that is offline accepts the app too.
    xcrun stapler staple "$IMAGE"
    xcrun stapler validate "$IMAGE"
    spctl --assess --type open --context context:primary-signature --verbose "$IMAGE"
fi
echo "$IMAGE"
