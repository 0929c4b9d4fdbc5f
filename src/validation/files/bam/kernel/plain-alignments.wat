;; The fast way through alignments of BAM that are surely good in themselves (SAMv1 section 4.2): all that the judge asks of one
;; alone, sixteen bytes at a time where there are sixteen. It stops at the first that it does not take, good or not: of that the
;; judge says what is wrong, if anything is. What the header says of one, or the one before, is not asked here.
;;
;; Memory, from: 0x00000 the bytes in hand, and sixteen bytes of room that are read and of no account; 0x41000 sizes of values by
;; their type; 0x41100 states of a CIGAR by the one before and a code (both are written once, from the tables of the judge);
;; 0x50000 rows of eight numbers, for each alignment that was passed: where it ends, bases of the reference that it covers, where
;; the values of its RG and PG begin and end in the order in which they come, 0 where there are none, and what `follow` says of
;; it; 0x80000 for each tag the number of the alignment that had it last.
(module
  (memory (export "memory") 12)
  ;; Alignments that were begun: no tag has the number of one twice.
  (global $begun (export "begun") (mut i32) (i32.const 0))

  ;; One bit for each of the next sixteen bytes that lies before $end, which is further on.
  (func $within (param $at i32) (param $end i32) (result i32)
    (local $rest i32)
    (local.set $rest (i32.sub (local.get $end) (local.get $at)))
    (select
      (i32.const 0xffff)
      (i32.sub (i32.shl (i32.const 1) (local.get $rest)) (i32.const 1))
      (i32.ge_u (local.get $rest) (i32.const 16))))

  ;; One bit for each of sixteen bytes that is no character of a name: ! to ~ without @.
  (func $notOfName (param $at i32) (result i32)
    (local $v v128)
    (local.set $v (v128.load (local.get $at)))
    (i8x16.bitmask
      (v128.or
        (i8x16.gt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0x21))) (i8x16.splat (i32.const 0x5d)))
        (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x40))))))

  ;; Whether all qualities are 0 to 93, or all missing; there are some.
  (func $areQualities (param $at i32) (param $end i32) (result i32)
    (local $wrong v128) (local $v v128) (local $from v128)
    ;; Missing, 255 is 0 and the most that can be; present, 93 is.
    (local.set $from (i8x16.splat (i32.const 0)))
    (local.set $v (i8x16.splat (i32.const 93)))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0xff))
      (then
        (local.set $from (i8x16.splat (i32.const 0xff)))
        (local.set $v (i8x16.splat (i32.const 0)))))
    (block $last
      (loop $next
        (br_if $last (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 16)))
        (local.set $wrong
          (v128.or
            (local.get $wrong)
            (i8x16.gt_u (i8x16.sub (v128.load (local.get $at)) (local.get $from)) (local.get $v))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (if (v128.any_true (local.get $wrong)) (then (return (i32.const 0))))
    (i32.eqz
      (i32.and
        (i8x16.bitmask (i8x16.gt_u (i8x16.sub (v128.load (local.get $at)) (local.get $from)) (local.get $v)))
        (call $within (local.get $at) (local.get $end)))))

  ;; The bin of BAI of [start, end).
  (func $bin (param $start i32) (param $end i32) (result i32)
    (local $last i32) (local $differ i32)
    (local.set $last (i32.sub (local.get $end) (i32.const 1)))
    (local.set $differ (i32.xor (local.get $start) (local.get $last)))
    (if (i32.eqz (i32.shr_u (local.get $differ) (i32.const 14)))
      (then (return (i32.add (i32.const 4681) (i32.shr_s (local.get $start) (i32.const 14))))))
    (if (i32.eqz (i32.shr_u (local.get $differ) (i32.const 17)))
      (then (return (i32.add (i32.const 585) (i32.shr_s (local.get $start) (i32.const 17))))))
    (if (i32.eqz (i32.shr_u (local.get $differ) (i32.const 20)))
      (then (return (i32.add (i32.const 73) (i32.shr_s (local.get $start) (i32.const 20))))))
    (if (i32.eqz (i32.shr_u (local.get $differ) (i32.const 23)))
      (then (return (i32.add (i32.const 9) (i32.shr_s (local.get $start) (i32.const 23))))))
    (if (i32.eqz (i32.shr_u (local.get $differ) (i32.const 26)))
      (then (return (i32.add (i32.const 1) (i32.shr_s (local.get $start) (i32.const 26))))))
    (i32.const 0))

  ;; How many were passed, of those in the bytes from $at to $end; at $at one begins, with its block_size. Not more than there are
  ;; rows for. $references: how many the header has.
  (func (export "scan") (param $at i32) (param $end i32) (param $references i32) (result i32)
    (local $passed i32) (local $start i32) (local $next i32) (local $cigar i32) (local $sequence i32) (local $bases i32)
    (local $qualities i32) (local $tags i32) (local $flag i32) (local $reference i32) (local $position i32) (local $p i32)
    (local $state i32) (local $operation i32) (local $query i64) (local $covered64 i64) (local $covered i32)
    (local $until i32) (local $word i32) (local $tag i32) (local $type i32) (local $size i32) (local $hits i32) (local $row i32)
    (local $group i32) (local $groupEnd i32) (local $group2 i32) (local $group2End i32)
    (local.set $row (i32.const 0x50000))
    (block $stop
      (loop $alignment
        (br_if $stop (i32.ge_u (local.get $passed) (i32.const 4096)))
        ;; All there, and with room for the fixed fields: no more than $end lies ahead of $at.
        (br_if $stop (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 36)))
        (local.set $size (i32.load (local.get $at)))
        (br_if $stop (i32.lt_u (local.get $size) (i32.const 32)))
        (local.set $start (i32.add (local.get $at) (i32.const 4)))
        (br_if $stop (i32.gt_u (local.get $size) (i32.sub (local.get $end) (local.get $start))))
        (local.set $next (i32.add (local.get $start) (local.get $size)))

        ;; The parts fit.
        (local.set $bases (i32.load offset=16 (local.get $start)))
        (br_if $stop (i32.gt_u (local.get $bases) (local.get $size)))
        (local.set $cigar
          (i32.add (i32.add (local.get $start) (i32.const 32)) (i32.load8_u offset=8 (local.get $start))))
        (local.set $sequence
          (i32.add (local.get $cigar) (i32.shl (i32.load16_u offset=12 (local.get $start)) (i32.const 2))))
        (local.set $qualities
          (i32.add (local.get $sequence) (i32.shr_u (i32.add (local.get $bases) (i32.const 1)) (i32.const 1))))
        (local.set $tags (i32.add (local.get $qualities) (local.get $bases)))
        (br_if $stop (i32.gt_u (local.get $tags) (local.get $next)))

        ;; A name, closed by NUL.
        (local.set $p (i32.add (local.get $start) (i32.const 32)))
        (local.set $until (i32.sub (local.get $cigar) (i32.const 1)))
        (br_if $stop (i32.le_u (local.get $until) (local.get $p)))
        (br_if $stop (i32.load8_u (local.get $until)))
        (loop $name
          (br_if $stop
            (i32.and (call $notOfName (local.get $p)) (call $within (local.get $p) (local.get $until))))
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br_if $name (i32.lt_u (local.get $p) (local.get $until))))

        ;; Places: references are -1 to the last one, positions -1 to 2^31 - 2; mapped with a place.
        (local.set $reference (i32.load (local.get $start)))
        (local.set $position (i32.load offset=4 (local.get $start)))
        (local.set $flag (i32.load16_u offset=14 (local.get $start)))
        (br_if $stop (i32.gt_u (i32.add (local.get $reference) (i32.const 1)) (local.get $references)))
        (br_if $stop
          (i32.gt_u (i32.add (i32.load offset=20 (local.get $start)) (i32.const 1)) (local.get $references)))
        (br_if $stop (i32.lt_s (i32.add (local.get $position) (i32.const 1)) (i32.const 0)))
        (br_if $stop (i32.lt_s (i32.add (i32.load offset=24 (local.get $start)) (i32.const 1)) (i32.const 0)))
        (if (i32.eqz (i32.and (local.get $flag) (i32.const 4)))
          (then (br_if $stop (i32.lt_s (i32.or (local.get $reference) (local.get $position)) (i32.const 0)))))

        ;; CIGAR: of the codes M, I, S, =, X are in the read, M, D, N, =, X in the reference.
        (local.set $query (i64.const 0))
        (local.set $covered64 (i64.const 0))
        (local.set $state (i32.const 0))
        (local.set $p (local.get $cigar))
        (block $cigarEnd
          (loop $operations
            (br_if $cigarEnd (i32.ge_u (local.get $p) (local.get $sequence)))
            (local.set $operation (i32.load (local.get $p)))
            (local.set $type (i32.and (local.get $operation) (i32.const 15)))
            (local.set $size (i32.shr_u (local.get $operation) (i32.const 4)))
            (if (i32.and (i32.shr_u (i32.const 0x193) (local.get $type)) (i32.const 1))
              (then (local.set $query (i64.add (local.get $query) (i64.extend_i32_u (local.get $size))))))
            (if (i32.and (i32.shr_u (i32.const 0x18d) (local.get $type)) (i32.const 1))
              (then (local.set $covered64 (i64.add (local.get $covered64) (i64.extend_i32_u (local.get $size))))))
            (local.set $state
              (i32.load8_u offset=0x41100
                (i32.or (i32.shl (local.get $state) (i32.const 4)) (local.get $type))))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (br $operations)))
        ;; From 6 on, states are faults.
        (br_if $stop (i32.ge_u (local.get $state) (i32.const 6)))
        (br_if $stop (i64.gt_u (local.get $covered64) (i64.const 0x20000000)))
        (local.set $covered (i32.wrap_i64 (local.get $covered64)))
        (if (local.get $bases)
          (then
            (if (i32.ne (local.get $cigar) (local.get $sequence))
              (then (br_if $stop (i64.ne (local.get $query) (i64.extend_i32_u (local.get $bases))))))
            (br_if $stop (i32.eqz (call $areQualities (local.get $qualities) (local.get $tags))))))

        ;; The bin; there are none beyond 2^29. That of an unmapped one may be of its CIGAR or of one base.
        (local.set $until
          (i32.add
            (local.get $position)
            (select (local.get $covered) (i32.const 1) (local.get $covered))))
        (local.set $word (i32.load16_u offset=10 (local.get $start)))
        (block $binned
          (br_if $binned (i32.gt_u (local.get $until) (i32.const 0x20000000)))
          (br_if $binned (i32.eq (local.get $word) (call $bin (local.get $position) (local.get $until))))
          (br_if $stop (i32.eqz (i32.and (local.get $flag) (i32.const 4))))
          (br_if $stop
            (i32.ne
              (local.get $word)
              (call $bin (local.get $position) (i32.add (local.get $position) (i32.const 1))))))

        ;; Optional fields.
        (global.set $begun (i32.add (global.get $begun) (i32.const 1)))
        (if (i32.eqz (global.get $begun))
          (then
            (memory.fill (i32.const 0x80000) (i32.const 0) (i32.const 0x40000))
            (global.set $begun (i32.const 1))))
        (local.set $group (i32.const 0))
        (local.set $groupEnd (i32.const 0))
        (local.set $group2 (i32.const 0))
        (local.set $group2End (i32.const 0))
        (local.set $p (local.get $tags))
        (block $tagsEnd
          (loop $field
            (br_if $tagsEnd (i32.eq (local.get $p) (local.get $next)))
            (br_if $stop (i32.lt_u (i32.sub (local.get $next) (local.get $p)) (i32.const 4)))
            ;; Tag, type and the first byte of the value.
            (local.set $word (i32.load (local.get $p)))
            (local.set $tag (i32.and (local.get $word) (i32.const 0xffff)))
            (local.set $type (i32.and (i32.shr_u (local.get $word) (i32.const 16)) (i32.const 0xff)))
            ;; A letter, and a letter or digit, that has not been here.
            (br_if $stop
              (i32.ge_u
                (i32.sub (i32.or (i32.and (local.get $word) (i32.const 0xff)) (i32.const 0x20)) (i32.const 0x61))
                (i32.const 26)))
            (local.set $state (i32.shr_u (local.get $tag) (i32.const 8)))
            (if (i32.ge_u (i32.sub (i32.or (local.get $state) (i32.const 0x20)) (i32.const 0x61)) (i32.const 26))
              (then (br_if $stop (i32.ge_u (i32.sub (local.get $state) (i32.const 0x30)) (i32.const 10)))))
            (local.set $state (i32.shl (local.get $tag) (i32.const 2)))
            (br_if $stop (i32.eq (i32.load offset=0x80000 (local.get $state)) (global.get $begun)))
            (i32.store offset=0x80000 (local.get $state) (global.get $begun))
            ;; CG may have the CIGAR.
            (br_if $stop (i32.eq (local.get $tag) (i32.const 0x4743)))

            (local.set $size (i32.load8_u offset=0x41000 (local.get $type)))
            (if (local.get $size)
              (then
                ;; A character from ! to ~.
                (if (i32.eq (local.get $type) (i32.const 0x41))
                  (then
                    (br_if $stop
                      (i32.gt_u
                        (i32.sub (i32.shr_u (local.get $word) (i32.const 24)) (i32.const 0x21))
                        (i32.const 0x5d)))))
                (local.set $p (i32.add (i32.add (local.get $p) (i32.const 3)) (local.get $size)))
                (br_if $stop (i32.gt_u (local.get $p) (local.get $next)))
                (br $field)))

            (if (i32.eq (local.get $type) (i32.const 0x5a))
              (then
                (local.set $p (i32.add (local.get $p) (i32.const 3)))
                (local.set $until (local.get $p))
                ;; The first byte that is not a blank to ~ is the NUL behind it.
                (loop $text
                  (br_if $stop (i32.ge_u (local.get $until) (local.get $next)))
                  (local.set $hits
                    (i8x16.bitmask
                      (i8x16.gt_u
                        (i8x16.sub (v128.load (local.get $until)) (i8x16.splat (i32.const 0x20)))
                        (i8x16.splat (i32.const 0x5e)))))
                  (if (i32.eqz (local.get $hits))
                    (then
                      (local.set $until (i32.add (local.get $until) (i32.const 16)))
                      (br $text))))
                (local.set $until (i32.add (local.get $until) (i32.ctz (local.get $hits))))
                (br_if $stop (i32.ge_u (local.get $until) (local.get $next)))
                (br_if $stop (i32.load8_u (local.get $until)))
                ;; RG and PG.
                (if
                  (i32.or
                    (i32.eq (local.get $tag) (i32.const 0x4752))
                    (i32.eq (local.get $tag) (i32.const 0x4750)))
                  (then
                    (if (local.get $group)
                      (then
                        (local.set $group2 (local.get $p))
                        (local.set $group2End (local.get $until)))
                      (else
                        (local.set $group (local.get $p))
                        (local.set $groupEnd (local.get $until))))))
                (local.set $p (i32.add (local.get $until) (i32.const 1)))
                (br $field)))

            ;; An array, of any type but that of characters; all else is left.
            (br_if $stop (i32.ne (local.get $type) (i32.const 0x42)))
            (br_if $stop (i32.lt_u (i32.sub (local.get $next) (local.get $p)) (i32.const 8)))
            (local.set $type (i32.shr_u (local.get $word) (i32.const 24)))
            (br_if $stop (i32.eq (local.get $type) (i32.const 0x41)))
            (local.set $size (i32.load8_u offset=0x41000 (local.get $type)))
            (br_if $stop (i32.eqz (local.get $size)))
            (local.set $until (i32.load offset=4 (local.get $p)))
            (local.set $p (i32.add (local.get $p) (i32.const 8)))
            (br_if $stop
              (i32.gt_u
                (local.get $until)
                (i32.div_u (i32.sub (local.get $next) (local.get $p)) (local.get $size))))
            (local.set $p (i32.add (local.get $p) (i32.mul (local.get $until) (local.get $size))))
            (br $field)))

        (i32.store (local.get $row) (local.get $next))
        (i32.store offset=4 (local.get $row) (local.get $covered))
        (i32.store offset=8 (local.get $row) (local.get $group))
        (i32.store offset=12 (local.get $row) (local.get $groupEnd))
        (i32.store offset=16 (local.get $row) (local.get $group2))
        (i32.store offset=20 (local.get $row) (local.get $group2End))
        (local.set $row (i32.add (local.get $row) (i32.const 32)))
        (local.set $passed (i32.add (local.get $passed) (i32.const 1)))
        (local.set $at (local.get $next))
        (br $alignment)))
    (local.get $passed))

  ;; Of those that the last call of `follow` took: bases and the longest of primary ones, primary pairs on two references and those
  ;; of them that are mapped with 5 or better, unmapped ones, ones without a position, and the position of the last.
  (global $bases (export "bases") (mut i32) (i32.const 0))
  (global $longest (export "longest") (mut i32) (i32.const 0))
  (global $elsewhere (export "elsewhere") (mut i32) (i32.const 0))
  (global $elsewhereSure (export "elsewhereSure") (mut i32) (i32.const 0))
  (global $unmapped (export "unmapped") (mut i32) (i32.const 0))
  (global $withoutPosition (export "withoutPosition") (mut i32) (i32.const 0))
  (global $position (export "position") (mut i32) (i32.const 0))

  ;; Whether $size bytes, and the tag and type before them, are the same at both places.
  (func $isSame (param $one i32) (param $other i32) (param $size i32) (result i32)
    (local $end i32)
    (local.set $one (i32.sub (local.get $one) (i32.const 3)))
    (local.set $other (i32.sub (local.get $other) (i32.const 3)))
    (local.set $end (i32.add (i32.add (local.get $one) (local.get $size)) (i32.const 3)))
    (loop $next
      (if
        (i32.and
          (i32.xor
            (i8x16.bitmask (i8x16.eq (v128.load (local.get $one)) (v128.load (local.get $other))))
            (i32.const 0xffff))
          (call $within (local.get $one) (local.get $end)))
        (then (return (i32.const 0))))
      (local.set $one (i32.add (local.get $one) (i32.const 16)))
      (local.set $other (i32.add (local.get $other) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $one) (local.get $end))))
    (i32.const 1))

  ;; Where an alignment counts for insert sizes: by orientation (inward, outward, other) and size, 8001 of each; -1 where it does not.
  (func $insert (param $start i32) (param $flag i32) (result i32)
    (local $length i32) (local $ahead i32) (local $size i32)
    ;; Paired, mapped as its mate is, primary.
    (if (i32.ne (i32.and (local.get $flag) (i32.const 0x90d)) (i32.const 1)) (then (return (i32.const -1))))
    (local.set $length (i32.load offset=28 (local.get $start)))
    (if (i32.eqz (local.get $length))
      (then
        (if (i32.ne (i32.load (local.get $start)) (i32.load offset=20 (local.get $start)))
          (then (return (i32.const -1))))))
    (local.set $size
      (select
        (i32.sub (i32.const 0) (local.get $length))
        (local.get $length)
        (i32.lt_s (local.get $length) (i32.const 0))))
    (local.set $size
      (select (local.get $size) (i32.const 8000) (i32.lt_u (local.get $size) (i32.const 8000))))
    ;; Both reverse, or neither.
    (if
      (i32.eqz
        (i32.and (i32.xor (local.get $flag) (i32.shr_u (local.get $flag) (i32.const 1))) (i32.const 0x10)))
      (then (return (i32.add (local.get $size) (i32.const 16002)))))
    (local.set $ahead
      (i32.sub (i32.load offset=24 (local.get $start)) (i32.load offset=4 (local.get $start))))
    (if (i32.eqz (local.get $ahead)) (then (return (local.get $size))))
    ;; They look at each other where the mate of the one that is not reverse is ahead.
    (if
      (i32.ne
        (i32.gt_s (local.get $ahead) (i32.const 0))
        (i32.ne (i32.and (local.get $flag) (i32.const 0x10)) (i32.const 0)))
      (then (return (local.get $size))))
    (i32.add (local.get $size) (i32.const 8001)))

  ;; Goes on behind the alignment at $at with its row at $row, which has been judged, as long as nothing is to be said: to $rowsEnd;
  ;; on the same reference, which ends at $limit; at no position before; with the same RG, if $isKnown, or without any, and without
  ;; both RG and PG. How many; into the last two numbers of their rows come the flags and where they count for insert sizes.
  (func (export "follow")
    (param $at i32) (param $row i32) (param $rowsEnd i32) (param $limit i32) (param $isKnown i32) (result i32)
    (local $first i32) (local $reference i32) (local $last i32) (local $group i32) (local $groupSize i32)
    (local $start i32) (local $position i32) (local $flag i32) (local $other i32) (local $covered i32)
    (global.set $bases (i32.const 0))
    (global.set $longest (i32.const 0))
    (global.set $elsewhere (i32.const 0))
    (global.set $elsewhereSure (i32.const 0))
    (global.set $unmapped (i32.const 0))
    (global.set $withoutPosition (i32.const 0))
    (local.set $reference (i32.load offset=4 (local.get $at)))
    (local.set $last (i32.load offset=8 (local.get $at)))
    (if (local.get $isKnown)
      (then
        (local.set $group (i32.load offset=8 (local.get $row)))
        (local.set $groupSize (i32.sub (i32.load offset=12 (local.get $row)) (local.get $group)))))
    (local.set $start (i32.add (i32.load (local.get $row)) (i32.const 4)))
    (local.set $row (i32.add (local.get $row) (i32.const 32)))
    (local.set $first (local.get $row))
    (block $stop
      (loop $alignment
        (br_if $stop (i32.ge_u (local.get $row) (local.get $rowsEnd)))
        (br_if $stop (i32.ne (i32.load (local.get $start)) (local.get $reference)))
        (local.set $position (i32.load offset=4 (local.get $start)))
        (br_if $stop (i32.lt_s (local.get $position) (local.get $last)))
        (if (i32.ge_s (local.get $position) (i32.const 0))
          (then
            (local.set $covered (i32.load offset=4 (local.get $row)))
            (br_if $stop
              (i32.gt_u
                (i32.add
                  (local.get $position)
                  (select (local.get $covered) (i32.const 1) (local.get $covered)))
                (local.get $limit)))))
        (local.set $other (i32.load offset=8 (local.get $row)))
        (if (local.get $other)
          (then
            (br_if $stop (i32.load offset=16 (local.get $row)))
            (br_if $stop (i32.eqz (local.get $group)))
            (br_if $stop
              (i32.ne
                (i32.sub (i32.load offset=12 (local.get $row)) (local.get $other))
                (local.get $groupSize)))
            (br_if $stop
              (i32.eqz (call $isSame (local.get $group) (local.get $other) (local.get $groupSize))))))

        (local.set $flag (i32.and (i32.load16_u offset=14 (local.get $start)) (i32.const 0xfff)))
        (i32.store offset=24 (local.get $row) (local.get $flag))
        (i32.store offset=28 (local.get $row) (call $insert (local.get $start) (local.get $flag)))
        (if (i32.lt_s (local.get $position) (i32.const 0))
          (then (global.set $withoutPosition (i32.add (global.get $withoutPosition) (i32.const 1)))))
        (if (i32.and (local.get $flag) (i32.const 4))
          (then (global.set $unmapped (i32.add (global.get $unmapped) (i32.const 1)))))
        ;; Neither secondary nor supplementary.
        (if (i32.eqz (i32.and (local.get $flag) (i32.const 0x900)))
          (then
            (local.set $other (i32.load offset=16 (local.get $start)))
            (global.set $bases (i32.add (global.get $bases) (local.get $other)))
            (if (i32.gt_u (local.get $other) (global.get $longest)) (then (global.set $longest (local.get $other))))
            ;; Paired, mapped as its mate is.
            (if (i32.eq (i32.and (local.get $flag) (i32.const 13)) (i32.const 1))
              (then
                (if (i32.ne (i32.load offset=20 (local.get $start)) (local.get $reference))
                  (then
                    (global.set $elsewhere (i32.add (global.get $elsewhere) (i32.const 1)))
                    (if (i32.ge_u (i32.load8_u offset=9 (local.get $start)) (i32.const 5))
                      (then (global.set $elsewhereSure (i32.add (global.get $elsewhereSure) (i32.const 1)))))))))))

        (local.set $last (local.get $position))
        (local.set $start (i32.add (i32.load (local.get $row)) (i32.const 4)))
        (local.set $row (i32.add (local.get $row) (i32.const 32)))
        (br $alignment)))
    (global.set $position (local.get $last))
    (i32.shr_u (i32.sub (local.get $row) (local.get $first)) (i32.const 5))))
