#!/bin/sh
# Brings what the judges are built with, from Debian's own packages: Go with x/mod, Maven, virtual environments of Python.
#
# Run as root; safe to run again. What is there already, from wherever, is left alone.
set -eu

is_installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }

missing=""
# The library is sources only: any Go builds them.
is_installed golang-golang-x-mod-dev || missing="$missing golang-golang-x-mod-dev"
command -v go >/dev/null || missing="$missing golang-go"
command -v mvn >/dev/null || missing="$missing maven"
python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
[ -z "$missing" ] && exit 0

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # the list is meant to be split
apt-get install -y -q --no-install-recommends $missing
