#!/bin/sh
# Puts the receiver, with what it runs on and no more, into a folder: for a container, or a function, on Linux with glibc.
#
#   npm ci && npm run build && receiver/bundle.sh OUT
set -eu
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

mkdir -p "$out/constructs/lib" "$out/receiver"
cp package.json package-lock.json "$out/"
cp constructs/package.json "$out/constructs/"
cp -R constructs/lib/blueprint "$out/constructs/lib/"
cp -R receiver/package.json receiver/LICENSE receiver/bin receiver/lib receiver/schema "$out/receiver/"

cd "$out"
npm ci --omit=dev --workspace receiver --ignore-scripts
# A link from the receiver to itself, which who follows links would copy.
rm node_modules/clarion-receiver
# SQLite's sources, and its binaries for other systems.
rm -r node_modules/better-sqlite3/deps node_modules/better-sqlite3/src
find node_modules/better-sqlite3/prebuilds -type f ! -name 'linux-*' -delete
