#!/usr/bin/env python3
"""A second verifier of ledgers, written from docs/FORMATS.md section "Ledger directory", standard library only.

    verify_ledger.py [--expected-root BASE64] [--checkpoint FILE]... [--vkey VKEY]... [--tail] LEDGER...
    verify_ledger.py [the same options] --batch < LINES
    verify_ledger.py --proof FILE.tlog-proof --record FILE --vkey VKEY...

Prints one line of JSON for each ledger, {"kind": "verified", ...} or {"kind": "broken", ...}; exit code 0 if all are
verified, 1 if one is not, 2 if something could not be read. A line of a batch is the path of a ledger, or a ledger itself
as JSON: {"files": {NAME: BASE64}}, with or without "expectedRoot", "checkpoints" (base64), "vkeys" and "tail".
"""

import argparse
import base64
import binascii
import datetime
import functools
import hashlib
import json
import os
import re
import struct
import sys
import unicodedata
import zlib
from collections import namedtuple

MAX_RECORD = 65_535
MAX_SEGMENT = MAX_DOCUMENT = 64 * 1024 * 1024
MAX_CHECKPOINT = 131_072
MAX_PROOF = 2 * MAX_CHECKPOINT
MAX_LINES = 16
MAX_SAFE = 2**53 - 1
MAX_DEPTH = 64
ED25519, COSIGNATURE = 0x01, 0x04


class Broken(Exception):
    def __init__(self, record, code, message):
        super().__init__(message)
        self.record, self.code, self.message = record, code, message


class NotWellFormed(Exception):
    """The bytes are no record, or no checkpoint; the text says why."""


def sha256(data):
    return hashlib.sha256(data).digest()


def encode64(data):
    return base64.b64encode(data).decode("ascii")


def decode64(text):
    """None unless the text is exactly what encode64 writes."""
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode64(data) == text else None


# ------------------------------------------------------------------ Ed25519 (RFC 8032 section 5.1)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add_points(a, b):
    """Extended coordinates (X, Y, Z, T), section 5.1.4."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    left, right = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = t1 * 2 * D * t2 % P, z1 * 2 * z2 % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(data):
    """None where no point is written so, section 5.1.3."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7 % P, (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * SQRT_MINUS_1 % P
    if y >= P or v * x * x % P != u or (x == 0 and sign == 1):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def encode_point(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


@functools.lru_cache(maxsize=64)
def multiples(data, is_negative=False):
    """For each i below 64: 0 to 15 times 16^i times the point, or its negative. None where there is no such point."""
    point = decode_point(data)
    if point is None:
        return None
    if is_negative:
        point = (P - point[0], point[1], 1, P - point[3])
    rows = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(16):
            row.append(add_points(row[-1], point))
        point = row.pop()
        rows.append(row)
    return rows


BASE_POINT = (4 * pow(5, -1, P) % P).to_bytes(32, "little")


@functools.lru_cache(maxsize=65_536)
def is_signed(public_key, message, signature):
    """Whether R = S B - k A, section 5.1.7, without the cofactor: encodings are compared."""
    s = int.from_bytes(signature[32:], "little")
    table = multiples(public_key, is_negative=True) if len(public_key) == 32 else None
    if table is None or len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    point = NEUTRAL
    for row_b, row_a in zip(multiples(BASE_POINT), table):
        point = add_points(add_points(point, row_b[s & 15]), row_a[k & 15])
        s, k = s >> 4, k >> 4
    return encode_point(point) == signature[:32]


# ------------------------------------------------------------------ keys and notes

Key = namedtuple("Key", "vkey name key_id type public_key")
Line = namedtuple("Line", "name key_id signature")
Checkpoint = namedtuple("Checkpoint", "origin size root text lines")


def is_key_name(name):
    """U+FEFF counts as a blank, as it does in ECMAScript."""
    return name != "" and not any(c in "+\ufeff" or c.isspace() or unicodedata.category(c) in ("Cc", "Cs") for c in name)


def key_id_of(name, type_and_key):
    return sha256(name.encode("utf-8") + b"\n" + type_and_key)[:4]


def parse_vkey(vkey):
    """None for anything that is no verifier key of type 1 or 4."""
    if not isinstance(vkey, str):
        return None
    name, id_hex, key = (vkey.split("+", 2) + ["", ""])[:3]
    data = decode64(key)
    if not is_key_name(name) or data is None or len(data) != 33 or data[0] not in (ED25519, COSIGNATURE):
        return None
    if not is_strong_key(data[1:]):
        return None
    key_id = key_id_of(name, data)
    return Key(vkey, name, key_id, data[0], data[1:]) if key_id.hex() == id_hex else None


def is_strong_key(public_key):
    """Its second coordinate is below the prime, and eight times the point is not the neutral one: else anybody can sign for it."""
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    point = decode_point(public_key)
    if point is None:
        # No point, but no weak one either: it signs nothing.
        return y < P and y not in (1, P - 1)
    for _ in range(3):
        point = add_points(point, point)
    return point[0] % P != 0 or (point[1] - point[2]) % P != 0


def parse_ledger_key(vkey):
    key = parse_vkey(vkey)
    return key if key is not None and key.type == ED25519 else None


def format_line(name, data):
    return f"\u2014 {name} {encode64(data)}\n"


def parse_line(row):
    parts = row.split(" ")
    data = decode64(parts[2]) if len(parts) == 3 else None
    if data is None or parts[0] != "\u2014" or not is_key_name(parts[1]) or len(data) < 5:
        raise NotWellFormed("a line is no signature line")
    return Line(parts[1], data[:4], data[4:])


@functools.lru_cache(maxsize=1024)
def read_checkpoint(data):
    if len(data) > MAX_CHECKPOINT:
        raise NotWellFormed("too long")
    try:
        rows = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise NotWellFormed("not UTF-8") from error
    if len(rows) < 6 or rows[3] != "" or rows[-1] != "":
        raise NotWellFormed("not three lines, an empty one, signatures and a checksum")
    origin, decimal, base = rows[:3]
    if not re.fullmatch(r"[!-*,-~]{1,255}", origin):
        raise NotWellFormed("no origin")
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", decimal) or int(decimal) > MAX_SAFE:
        raise NotWellFormed("no number of records")
    root = decode64(base)
    if root is None or len(root) != 32:
        raise NotWellFormed("no root")
    text = f"{origin}\n{decimal}\n{base}\n"
    lines = tuple(parse_line(row) for row in rows[4:-2])
    if len(lines) > MAX_LINES:
        raise NotWellFormed("too many signatures")
    body = text + "\n" + "".join(row + "\n" for row in rows[4:-2])
    if data != (body + checksum_line(origin, body, 2)).encode("utf-8"):
        if lines or data != (body + checksum_line(origin, text, 1)).encode("utf-8"):
            raise NotWellFormed("the checksum differs")
    return Checkpoint(origin, int(decimal), root, text.encode("utf-8"), lines)


def checksum_line(origin, summed, version):
    key_id = key_id_of(origin, b"\xffseqplan checksum v%d" % version)
    return format_line(origin, key_id + sha256(summed.encode("utf-8")))


def lines_by(lines, key):
    return [line for line in lines if (line.name, line.key_id) == (key.name, key.key_id)]


def is_line_good(line, key, text):
    """Of type 1: over the text. Of type 4: 8 bytes of time, then over that and the text."""
    if key.type == ED25519:
        return is_signed(key.public_key, text, line.signature)
    if len(line.signature) != 72:
        return False
    time = int.from_bytes(line.signature[:8], "big")
    message = b"cosignature/v1\ntime %d\n" % time + text
    return time < 2**63 and is_signed(key.public_key, message, line.signature[8:])


# ------------------------------------------------------------------ canonical JSON


def canonical(value, depth):
    if depth > MAX_DEPTH:
        raise NotWellFormed(f"nested deeper than {MAX_DEPTH}")
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, int):
        if abs(value) > MAX_SAFE:
            raise NotWellFormed("an integer beyond 2^53")
        return str(value)
    if isinstance(value, float):
        return canonical_double(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical_text(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"


def canonical_text(text):
    if re.search("[\ud800-\udfff]", text):
        raise NotWellFormed("text with a lone surrogate")
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + re.sub(r'["\\\x00-\x1f]', lambda m: short.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def canonical_double(value):
    """ECMAScript Number::toString; Python's repr finds the same shortest digits and places the point otherwise."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NotWellFormed("a number beyond the range of a double")
    if value == int(value):
        if abs(value) > MAX_SAFE:
            raise NotWellFormed("an integer beyond 2^53")
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

Record = namedtuple("Record", "seq prev fact leaf")
MEMBERS = {1: ["at", "fact", "prev", "recordedAt", "seq", "v"]}
MEMBERS[2] = ["actor", *MEMBERS[1]]


def no_constant(name):
    raise ValueError(name)


@functools.lru_cache(maxsize=1024)
def read_record(data):
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise NotWellFormed("not JSON") from error
    version = value.get("v") if isinstance(value, dict) else None
    if not is_integer(version) or sorted(value) != MEMBERS.get(version):
        raise NotWellFormed("not an object of the members of its version")
    if version == 2 and not (isinstance(value["actor"], str) and re.fullmatch(r"[!#-\[\]-~]{1,128}", value["actor"])):
        raise NotWellFormed("no actor")
    if not is_integer(value["seq"]) or value["seq"] < 0:
        raise NotWellFormed("seq is not a count")
    if not isinstance(value["prev"], str) or not re.fullmatch("[0-9a-f]{64}", value["prev"]):
        raise NotWellFormed("prev is not a hash")
    if not is_integer(value["at"]):
        raise NotWellFormed("at is not in whole seconds")
    if not is_instant(value["recordedAt"]):
        raise NotWellFormed("recordedAt is not an instant")
    fact = value["fact"]
    if not isinstance(fact, dict) or not isinstance(fact.get("type"), str) or "at" in fact:
        raise NotWellFormed("fact has no type, or an at of its own")
    # `fact` is level 0, so the object around it is level -1.
    if canonical(value, -1).encode("utf-8") != data:
        raise NotWellFormed("not in canonical form")
    return Record(value["seq"], bytes.fromhex(value["prev"]), fact, sha256(b"\x00" + data))


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


def node(left, right):
    return sha256(b"\x01" + left + right)


def roots_over(leaves, sizes):
    """The root over the first n leaves, for each n of `sizes` that there are so many leaves for."""
    roots, subtrees = {}, []
    for size in range(len(leaves) + 1):
        if size in sizes:
            roots[size] = fold(subtrees)
        if size < len(leaves):
            # Complete subtrees, largest first, as (leaves, root).
            weight, root = 1, leaves[size]
            while subtrees and subtrees[-1][0] == weight:
                weight, root = 2 * weight, node(subtrees.pop()[1], root)
            subtrees.append((weight, root))
    return roots


def fold(subtrees):
    if not subtrees:
        return sha256(b"")
    root = subtrees[-1][1]
    for _, left in reversed(subtrees[:-1]):
        root = node(left, root)
    return root


def root_by_path(leaf, index, size, path):
    """RFC 9162 section 2.1.3.2; None where the path has not the right length."""
    at, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node(sibling, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, sibling)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


# ------------------------------------------------------------------ files


class Folder:
    def __init__(self, path):
        self.path = path

    def names(self, folder):
        path = os.path.join(self.path, folder)
        names = sorted(os.listdir(path)) if os.path.isdir(path) else []
        return [name for name in names if not name.endswith(".tmp")]

    def size(self, name):
        path = os.path.join(self.path, name)
        return os.path.getsize(path) if os.path.isfile(path) else None

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()


class Packed:
    """Files by name, in memory."""

    def __init__(self, files):
        self.files = files

    def names(self, folder):
        prefix = folder + "/"
        names = {name[len(prefix) :].split("/")[0] for name in self.files if name.startswith(prefix)}
        return sorted(name for name in names if not name.endswith(".tmp"))

    def size(self, name):
        return len(self.files[name]) if name in self.files else None

    def read(self, name):
        return self.files[name]


def read_segments(files):
    """Records in order, each with its number and held for itself, not against the one before."""
    names = files.names("segments")
    segments = [name for name in names if re.fullmatch(r"[0-9]{10}\.seg", name)]
    n = 0
    for name in segments:
        if name != f"{n:010d}.seg":
            raise Broken(n, "SEGMENT-NAME", f"segment {name} does not begin with record {n}")
        size = files.size(f"segments/{name}") or 0
        if not 1 <= size <= MAX_SEGMENT:
            raise Broken(n, "SEGMENT-SIZE", f"segment {name} has {size} bytes")
        segment = files.read(f"segments/{name}")
        offset = 0
        while offset < len(segment):
            data = read_frame(segment, offset, n)
            try:
                record = read_record(data)
            except NotWellFormed as why:
                raise Broken(n, "RECORD-FORMAT", str(why)) from why
            if record.seq != n:
                raise Broken(n, "RECORD-SEQ", f"record {record.seq} stands in the place of {n}")
            if n == 0 and record.prev != bytes(32):
                raise Broken(0, "RECORD-PREV", "the first record names one before it")
            yield record
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


def read_checkpoints(files):
    names = files.names("checkpoints")
    numbers = [name for name in names if re.fullmatch("[0-9]{10}", name)]
    places = [f"checkpoints/{name}" for name in numbers]
    # A folder without names is as good as none: not every store has folders.
    if not names and files.size("checkpoint") is not None:
        places, numbers = ["checkpoint"], [None]
    if not places:
        raise Broken("checkpoint", "CHECKPOINT-MISSING", "there is no checkpoint")
    checkpoints = []
    for place, number in zip(places, numbers):
        size = files.size(place)
        try:
            if size is None or size > MAX_CHECKPOINT:
                raise NotWellFormed("no file, or too long")
            checkpoint = read_checkpoint(files.read(place))
        except NotWellFormed as why:
            raise Broken("checkpoint", "CHECKPOINT-FORMAT", f"{place}: {why}") from why
        if number is not None and checkpoint.size != int(number):
            raise Broken("checkpoint", "CHECKPOINT-FORMAT", f"{place} counts {checkpoint.size} records")
        if checkpoints and checkpoint.origin != checkpoints[-1].origin:
            raise Broken("checkpoint", "CHECKPOINT-FORMAT", f"{place} is of another ledger")
        checkpoints.append(checkpoint)
    return checkpoints


# ------------------------------------------------------------------ verification

Options = namedtuple("Options", "expected_root anchors vkeys tail")


def verify(files, options):
    leaves, named, notices, gap = [], [], [], None
    try:
        for record in read_segments(files):
            if leaves and gap is None and record.prev != leaves[-1]:
                gap = record.seq
            leaves.append(record.leaf)
            named.append(record.prev)
            if record.fact["type"] in ("ledger-opened", "key-rotated", "record-signed"):
                notices.append((record.seq, record.fact))
        checkpoints = read_checkpoints(files)
    except Broken as broken:
        if gap is None:
            raise
        raise Broken(gap, "RECORD-PREV", "prev is not the hash of the record before") from broken
    count, last = len(leaves), checkpoints[-1]
    if gap is not None:
        if count == last.size and roots_over(named[1:] + leaves[-1:], {count})[count] == last.root:
            raise Broken(gap - 1, "RECORD-CHANGED", "its successor and the checkpoint hold the hash of other bytes")
        raise Broken(gap, "RECORD-PREV", "prev is not the hash of the record before")
    if any(not re.fullmatch("[0-9]{10}", name) for name in files.names("checkpoints")):
        raise Broken("checkpoint", "FOREIGN-FILE", "a name in checkpoints/ is no checkpoint's")
    if count < last.size:
        raise Broken(count, "RECORD-MISSING", f"{count} records; the checkpoint counts {last.size}")
    if count > last.size and not options.tail:
        raise Broken(last.size, "RECORD-EXTRA", f"{count} records; the checkpoint counts {last.size}")
    verify_roots(leaves, checkpoints, options)
    signatures = verify_signatures(notices, checkpoints, options)
    verify_documents(files)
    verdict = {"kind": "verified", "records": last.size, "root": encode64(last.root), "origin": last.origin}
    return verdict | {"checkpoints": len(checkpoints), "tail": count - last.size} | signatures


def verify_roots(leaves, checkpoints, options):
    anchors = [anchor_of(data) for data in options.anchors]
    sizes = {one.size for one in checkpoints + anchors if one is not None}
    roots = roots_over(leaves, sizes)
    for checkpoint in checkpoints:
        if roots[checkpoint.size] != checkpoint.root:
            raise Broken("checkpoint", "CHECKPOINT-ROOT", f"other records than the {checkpoint.size} that were written")
    root = encode64(checkpoints[-1].root)
    if options.expected_root is not None and options.expected_root != root:
        raise Broken("checkpoint", "EXPECTED-ROOT", f"root is {root}; {options.expected_root} was expected")
    for anchor in anchors:
        if anchor is None:
            raise Broken("anchor", "ANCHOR-FORMAT", "a checkpoint from outside is none")
        if anchor.size > len(leaves):
            raise Broken(len(leaves), "RECORD-MISSING", f"{len(leaves)} records; one from outside counts {anchor.size}")
        if roots[anchor.size] != anchor.root:
            raise Broken("anchor", "ANCHOR-ROOT", f"other records than the {anchor.size} of the one from outside")


def anchor_of(data):
    try:
        return read_checkpoint(data)
    except NotWellFormed:
        return None


def verify_signatures(notices, checkpoints, options):
    number, first = notices[0] if notices else (None, None)
    opened = first if number == 0 and first["type"] == "ledger-opened" else {}
    origin = opened.get("origin")
    checkpoint_by_size = {one.size: one for one in checkpoints}
    # (n, vkey): in force for checkpoints of more than n records.
    keys = [(-1, opened["vkey"])] if "vkey" in opened else []
    record_signatures = 0
    for number, fact in notices:
        if fact["type"] == "key-rotated":
            if not is_rotation(fact, origin, keys[-1][1] if keys else None):
                raise Broken(number, "KEY-ROTATION", "the key before did not hand over")
            keys.append((number + 1, fact["to"]))
        elif fact["type"] == "record-signed":
            size = fact.get("size")
            checkpoint = checkpoint_by_size.get(size) if is_integer(size) and size <= number else None
            if checkpoint is None or not is_record_signed(fact, origin, checkpoint):
                raise Broken(number, "RECORD-SIGNATURE", "not signed, or not over a checkpoint before it")
            record_signatures += 1
    for checkpoint in checkpoints:
        in_force = keys_at(keys, checkpoint.size)
        if in_force:
            key = parse_ledger_key(in_force[-1])
            verify_lines(checkpoint, [key] if key is not None else [], "SIGNATURE")
    last, trusted = checkpoints[-1], [parse_vkey(vkey) for vkey in options.vkeys]
    in_force = keys_at(keys, last.size)
    ledger_keys = [key.vkey for key in trusted if key.type == ED25519]
    if ledger_keys and not in_force:
        raise Broken("checkpoint", "SIGNATURE-MISSING", "the ledger names no key")
    if ledger_keys and not any(vkey in ledger_keys for vkey in in_force):
        raise Broken("checkpoint", "KEY-UNTRUSTED", f"signed by {in_force[-1]}")
    witnesses = [key for key in trusted if key.type == COSIGNATURE]
    for key in witnesses:
        if not lines_by(last.lines, key):
            raise Broken("checkpoint", "WITNESS-MISSING", f"no line of checkpoint {last.size} is by {key.vkey}")
    if witnesses:
        verify_lines(last, witnesses, "WITNESS")
    cosigned_by = [key.vkey for key in witnesses if lines_by(last.lines, key)]
    return {"signedBy": in_force, "cosignedBy": cosigned_by, "recordSignatures": record_signatures}


def keys_at(keys, size):
    return [vkey for after, vkey in keys if after < size or after == -1]


def verify_lines(note, keys, code):
    """At least one line is by one of the keys, and all that are verify."""
    by = [(line, key) for key in keys for line in lines_by(note.lines, key)]
    if not by:
        raise Broken("checkpoint", f"{code}-MISSING", f"no line of checkpoint {note.size} is by {[key.vkey for key in keys]}")
    for line, key in by:
        if not is_line_good(line, key, note.text):
            raise Broken("checkpoint", f"{code}-WRONG", f"the line of checkpoint {note.size} by {key.vkey} does not verify")


def is_rotation(fact, origin, before):
    old, new, proof = parse_ledger_key(fact.get("from")), parse_ledger_key(fact.get("to")), decode64(fact.get("proof"))
    if old is None or new is None or proof is None or fact["from"] != before or not isinstance(origin, str):
        return False
    message = f"seqplan key rotation v1\n{origin}\n{old.vkey}\n{new.vkey}\n"
    return is_signed(old.public_key, message.encode("utf-8"), proof)


def is_record_signed(fact, origin, checkpoint):
    key, signature = parse_ledger_key(fact.get("vkey")), decode64(fact.get("signature"))
    records, words = fact.get("records"), [fact.get(name) for name in ("meaning", "signer", "signedAt", "reason")]
    if key is None or signature is None or not isinstance(records, list) or not all(map(is_integer, records)):
        return False
    if fact.get("root") != encode64(checkpoint.root) or not all(isinstance(text, str) for text in [origin, *words]):
        return False
    if any(unicodedata.category(c) == "Cc" for c in fact["reason"]):
        return False
    rows = ["seqplan record signature v1", origin, str(checkpoint.size), fact["root"], ",".join(map(str, records)), *words]
    return is_signed(key.public_key, "".join(row + "\n" for row in rows).encode("utf-8"), signature)


def verify_documents(files):
    for name in files.names("documents"):
        place = f"documents/{name}"
        if not re.fullmatch("[0-9a-f]{64}", name):
            continue
        size = files.size(place)
        if size is None or size > MAX_DOCUMENT or sha256(files.read(place)).hex() != name:
            raise Broken("document", "DOCUMENT-CHANGED", f"{place} has another digest")


# ------------------------------------------------------------------ proofs (C2SP tlog-proof)


def verify_proof(proof, record, vkeys):
    """That the bytes are one entry of a log: checkpoints of other logs, without a checksum, are taken too."""
    try:
        index, path, note = read_proof(proof)
    except NotWellFormed as why:
        raise Broken("proof", "PROOF-FORMAT", str(why)) from why
    trusted = [parse_vkey(vkey) for vkey in vkeys]
    for type_, code in ((ED25519, "SIGNATURE"), (COSIGNATURE, "WITNESS")):
        keys = [key for key in trusted if key.type == type_]
        if keys:
            verify_lines(note, keys, code)
    if index >= note.size or root_by_path(sha256(b"\x00" + record), index, note.size, path) != note.root:
        raise Broken(index, "PROOF-PATH", f"the path does not lead to the root over {note.size} records")
    return {"kind": "verified", "record": index, "records": note.size, "root": encode64(note.root), "origin": note.origin}


def read_proof(data):
    if len(data) > MAX_PROOF:
        raise NotWellFormed("too long")
    try:
        head, _, note = data.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError as error:
        raise NotWellFormed("not UTF-8") from error
    rows = head.split("\n")
    if rows.pop(0) != "c2sp.org/tlog-proof@v1":
        raise NotWellFormed("no tlog-proof of version 1")
    if rows and rows[0].startswith("extra "):
        if decode64(rows.pop(0)[6:]) is None:
            raise NotWellFormed("extra is no base64")
    if not rows or not re.fullmatch(r"index (0|[1-9][0-9]{0,15})", rows[0]):
        raise NotWellFormed("no index")
    path = [decode64(row) for row in rows[1:]]
    if any(one is None or len(one) != 32 for one in path):
        raise NotWellFormed("a line of the path is no hash")
    return int(rows[0][6:]), path, read_note(note)


def read_note(note):
    text, _, signatures = note.rpartition("\n\n")
    rows, lines = text.split("\n"), signatures.split("\n")
    root = decode64(rows[2]) if len(rows) >= 3 else None
    if lines.pop() != "" or "" in rows or root is None or len(root) != 32 or not re.fullmatch("0|[1-9][0-9]{0,15}", rows[1]):
        raise NotWellFormed("no checkpoint")
    return Checkpoint(rows[0], int(rows[1]), root, (text + "\n").encode("utf-8"), tuple(map(parse_line, lines)))


# ------------------------------------------------------------------ command line


def verdict_of(check, *arguments):
    try:
        return check(*arguments)
    except Broken as broken:
        return {"kind": "broken", "record": broken.record, "code": broken.code, "message": broken.message}


def batch(lines, options):
    for line in lines:
        if not line.startswith("{"):
            yield verdict_of(verify, Folder(line.rstrip("\n")), options)
            continue
        given = json.loads(line)
        own = Options(
            given.get("expectedRoot", options.expected_root),
            [base64.b64decode(one) for one in given["checkpoints"]] if "checkpoints" in given else options.anchors,
            given.get("vkeys", options.vkeys),
            given.get("tail", options.tail),
        )
        files = {name: base64.b64decode(content) for name, content in given["files"].items()}
        yield verdict_of(verify, Packed(files), own)


def main():
    parser = argparse.ArgumentParser(description="Verify ledgers, every byte of them.")
    parser.add_argument("--expected-root", metavar="BASE64", help="root kept elsewhere that each ledger must have")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[], help="checkpoint kept elsewhere")
    parser.add_argument("--vkey", action="append", default=[], help="key of the ledger (type 1) or of a witness (type 4)")
    parser.add_argument("--tail", action="store_true", help="accept records behind the last checkpoint")
    parser.add_argument("--batch", action="store_true", help="take ledgers from standard input, one a line")
    parser.add_argument("--proof", metavar="FILE", help="a C2SP tlog-proof of ...")
    parser.add_argument("--record", metavar="FILE", help="... the bytes of this record")
    parser.add_argument("ledger", nargs="*")
    arguments = parser.parse_args()
    for vkey in arguments.vkey:
        if parse_vkey(vkey) is None:
            parser.error(f"{vkey} is no verifier key of type 1 or 4")
    if arguments.proof is not None:
        if arguments.record is None or not any(parse_ledger_key(vkey) for vkey in arguments.vkey):
            parser.error("--proof needs --record, and a --vkey of type 1")
        files = Folder("")
        verdicts = [verdict_of(verify_proof, files.read(arguments.proof), files.read(arguments.record), arguments.vkey)]
    else:
        anchors = [Folder("").read(path) for path in arguments.checkpoint]
        options = Options(arguments.expected_root, anchors, arguments.vkey, arguments.tail)
        if arguments.batch:
            verdicts = batch(sys.stdin, options)
        elif arguments.ledger:
            verdicts = (verdict_of(verify, Folder(path), options) for path in arguments.ledger)
        else:
            parser.error("no ledger is named")
    exit_code = 0
    for verdict in verdicts:
        exit_code |= verdict["kind"] != "verified"
        print(json.dumps(verdict))
    return exit_code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
