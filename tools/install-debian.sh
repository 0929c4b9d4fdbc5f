#!/bin/sh
# Brings the tools that the real examples and the crash tests run, from Debian's own packages.
#
# Run as root; safe to run again. Non-interactive: nothing asks, and no recommended extras come along.
set -eu

# bwa: alignment; samtools: sorting, and wgsim for read simulation; bcftools: variant calling;
# tabix: bgzip and tabix, to look into what comes out;
# seqtk: its numbers of reads are held against ours;
# strace: fails and kills the ledger's writer at one system call after the other, in the crash tests.
packages="bwa samtools bcftools tabix seqtk strace"

missing=""
for package in $packages; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$status" != installed ]; then missing="$missing $package"; fi
done
if [ -z "$missing" ]; then
  echo "nothing to do: $packages are installed"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "missing:$missing" >&2
  echo "run this script as root, or ask someone who may: apt-get install$missing" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # the list is meant to be split
apt-get install -y -q --no-install-recommends $missing
