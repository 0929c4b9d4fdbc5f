#!/usr/bin/env python3
"""A second verifier of ledgers, written from docs/FORMATS.md section "Ledger directory", standard library only.

    verify_ledger.py [--expected-root BASE64] LEDGER...

Prints one line of JSON for each ledger, {"kind": "verified", ...} or {"kind": "broken", ...}; exit code 0 if all are verified, else 1.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import struct
import sys
import zlib

MAX_RECORD = 65_535
MAX_SEGMENT = 64 * 1024 * 1024
MAX_CHECKPOINT = 131_072
MAX_SAFE = 2**53 - 1
MAX_DEPTH = 64


class Broken(Exception):
    def __init__(self, record, code, message):
        super().__init__(message)
        self.record, self.code, self.message = record, code, message


class NoRecord(Exception):
    """The bytes are no record; the text says why."""


def sha256(data):
    return hashlib.sha256(data).digest()


# ------------------------------------------------------------------ canonical JSON


def canonical(value, depth):
    if depth > MAX_DEPTH:
        raise NoRecord(f"nested deeper than {MAX_DEPTH}")
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, int):
        if abs(value) > MAX_SAFE:
            raise NoRecord("an integer beyond 2^53")
        return str(value)
    if isinstance(value, float):
        return canonical_double(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical_text(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"


def canonical_text(text):
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise NoRecord("text with a lone surrogate")
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + re.sub(r'["\\\x00-\x1f]', lambda m: short.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def canonical_double(value):
    """ECMAScript Number::toString; Python's repr finds the same shortest digits and places the point otherwise."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NoRecord("a number beyond the range of a double")
    if value == int(value):
        if abs(value) > MAX_SAFE:
            raise NoRecord("an integer beyond 2^53")
        return str(int(value))
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.DIGITS x 10^point.
    point = int(exponent or 0) + (len(whole) if whole != "0" else len(fraction.lstrip("0")) - len(fraction))
    digits = digits.rstrip("0")
    if 0 < point:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point:
        return f"{sign}0.{'0' * -point}{digits}"
    head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{head}e{point - 1}"


# ------------------------------------------------------------------ records


def no_constant(name):
    raise ValueError(name)


def read_record(data):
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise NoRecord("not JSON") from error
    if not isinstance(value, dict) or sorted(value) != ["at", "fact", "prev", "recordedAt", "seq", "v"]:
        raise NoRecord("not an object of the six members")
    if value["v"] != 1 or not is_integer(value["v"]):
        raise NoRecord("another version")
    if not is_integer(value["seq"]) or value["seq"] < 0:
        raise NoRecord("seq is not a count")
    if not isinstance(value["prev"], str) or not re.fullmatch("[0-9a-f]{64}", value["prev"]):
        raise NoRecord("prev is not a hash")
    if not is_integer(value["at"]):
        raise NoRecord("at is not in whole seconds")
    if not is_instant(value["recordedAt"]):
        raise NoRecord("recordedAt is not an instant")
    fact = value["fact"]
    if not isinstance(fact, dict) or not isinstance(fact.get("type"), str) or "at" in fact:
        raise NoRecord("fact has no type, or an at of its own")
    # `fact` is level 0, so the object around it is level -1.
    if canonical(value, -1).encode("utf-8") != data:
        raise NoRecord("not in canonical form")
    return value


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_SAFE


def is_instant(text):
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", text):
        return False
    # Python's calendar begins with the year 1; the year 0 has the days of 2000, like it a leap year.
    year = text[:4] if text[:4] != "0000" else "2000"
    try:
        datetime.datetime.strptime(year + text[4:-5], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return text[17:19] < "60"


# ------------------------------------------------------------------ the tree


class Tree:
    """Roots of complete subtrees, largest first, with their sizes."""

    def __init__(self):
        self.subtrees = []

    def append(self, leaf):
        size = 1
        while self.subtrees and self.subtrees[-1][0] == size:
            leaf = sha256(b"\x01" + self.subtrees.pop()[1] + leaf)
            size *= 2
        self.subtrees.append((size, leaf))

    def root(self):
        if not self.subtrees:
            return sha256(b"")
        root = self.subtrees[-1][1]
        for _, left in reversed(self.subtrees[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


# ------------------------------------------------------------------ files


def read_segments(ledger):
    """Yields (record, leaf hash) in order."""
    folder = os.path.join(ledger, "segments")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    segments = [name for name in names if re.fullmatch(r"[0-9]{10}\.seg", name)]
    n = 0
    for name in segments:
        if name != f"{n:010d}.seg":
            raise Broken(n, "SEGMENT-NAME", f"segment {name} does not begin with record {n}")
        path = os.path.join(folder, name)
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        if not 1 <= size <= MAX_SEGMENT:
            raise Broken(n, "SEGMENT-SIZE", f"segment {name} has {size} bytes")
        with open(path, "rb") as file:
            segment = file.read()
        offset = 0
        while offset < len(segment):
            data = read_frame(segment, offset, n)
            try:
                record = read_record(data)
            except NoRecord as why:
                raise Broken(n, "RECORD-FORMAT", str(why)) from why
            if record["seq"] != n:
                raise Broken(n, "RECORD-SEQ", f"record {record['seq']} stands in the place of {n}")
            yield record, sha256(b"\x00" + data)
            offset += 8 + len(data)
            n += 1
    if len(segments) < len(names):
        raise Broken(n, "FOREIGN-FILE", "a name in segments/ is no segment's")


def read_frame(segment, offset, n):
    left = len(segment) - offset
    if left < 8:
        raise Broken(n, "FRAME-TRUNCATED", "half a header")
    length, crc = struct.unpack_from(">II", segment, offset)
    if not 1 <= length <= MAX_RECORD:
        raise Broken(n, "FRAME-LENGTH", f"length {length}")
    if length > left - 8:
        raise Broken(n, "FRAME-TRUNCATED", f"length {length}, {left - 8} bytes left")
    data = segment[offset + 8 : offset + 8 + length]
    if zlib.crc32(data) != crc:
        raise Broken(n, "FRAME-CRC", "the CRC differs")
    return data


def read_checkpoint(ledger):
    path = os.path.join(ledger, "checkpoint")
    if not os.path.isfile(path):
        raise Broken("checkpoint", "CHECKPOINT-MISSING", "there is no checkpoint")
    if os.path.getsize(path) > MAX_CHECKPOINT:
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "too long")
    with open(path, "rb") as file:
        data = file.read()
    lines = data.split(b"\n")
    if len(lines) < 3:
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "fewer than three lines")
    origin, decimal, root = lines[:3]
    if not re.fullmatch(rb"[!-*,-~]{1,255}", origin):
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "no origin")
    if not re.fullmatch(rb"0|[1-9][0-9]{0,15}", decimal) or int(decimal) > MAX_SAFE:
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "no number of records")
    try:
        root_hash = base64.b64decode(root, validate=True)
    except binascii.Error as error:
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "no root") from error
    text = b"\n".join([origin, decimal, base64.b64encode(root_hash), b""])
    checksum = sha256(origin + b"\n\xffseqplan checksum v1")[:4] + sha256(text)
    note = text + b"\n\xe2\x80\x94 " + origin + b" " + base64.b64encode(checksum) + b"\n"
    if len(root_hash) != 32 or data != note:
        raise Broken("checkpoint", "CHECKPOINT-FORMAT", "the file is not the note of its text")
    return origin.decode("ascii"), int(decimal), root_hash


def verify(ledger, expected_root=None):
    tree, last, gap, count = Tree(), None, None, 0
    try:
        for record, leaf in read_segments(ledger):
            if last is None:
                if record["prev"] != "0" * 64:
                    raise Broken(0, "RECORD-PREV", "the first record names one before it")
            else:
                if record["prev"] != last.hex() and gap is None:
                    gap = record["seq"]
                tree.append(bytes.fromhex(record["prev"]))
            last = leaf
            count += 1
        if last is not None:
            tree.append(last)
        origin, size, checkpoint_root = read_checkpoint(ledger)
    except Broken as broken:
        if gap is None:
            raise
        raise Broken(gap, "RECORD-PREV", "prev is not the hash of the record before") from broken
    root = tree.root()
    if gap is not None:
        if count == size and root == checkpoint_root:
            raise Broken(gap - 1, "RECORD-CHANGED", "its successor and the checkpoint hold the hash of other bytes")
        raise Broken(gap, "RECORD-PREV", "prev is not the hash of the record before")
    if count < size:
        raise Broken(count, "RECORD-MISSING", f"{count} records; the checkpoint counts {size}")
    if count > size:
        raise Broken(size, "RECORD-EXTRA", f"{count} records; the checkpoint counts {size}")
    if root != checkpoint_root:
        raise Broken("checkpoint", "CHECKPOINT-ROOT", "the last record, or the checkpoint, is not as it was written")
    written = base64.b64encode(root).decode("ascii")
    if expected_root is not None and expected_root != written:
        raise Broken("checkpoint", "EXPECTED-ROOT", f"root is {written}; {expected_root} was expected")
    return {"kind": "verified", "records": count, "root": written, "origin": origin}


def main():
    parser = argparse.ArgumentParser(description="Verify ledgers, every byte of them.")
    parser.add_argument("--expected-root", metavar="BASE64", help="root kept elsewhere that each ledger must have")
    parser.add_argument("ledger", nargs="+")
    arguments = parser.parse_args()
    exit_code = 0
    for ledger in arguments.ledger:
        try:
            verdict = verify(ledger, arguments.expected_root)
        except Broken as broken:
            verdict = {"kind": "broken", "record": broken.record, "code": broken.code, "message": broken.message}
            exit_code = 1
        print(json.dumps(verdict))
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
