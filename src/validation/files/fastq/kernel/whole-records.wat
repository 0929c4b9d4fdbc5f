;; The fast way through good records of FASTQ, sixteen bytes at a time: what whole-records.ts does, for the letters A, C, G, T, N
;; of either case. It stops at the first record that is anything else, or not all there.
;;
;; Memory holds the piece from byte 0 and sixteen bytes of room behind it; `scan` reads them and takes no notice of what they are.
(module
  (memory (export "memory") 17)
  ;; Of the records that the last call passed.
  (global $reads (export "reads") (mut i32) (i32.const 0))
  (global $bases (export "bases") (mut i32) (i32.const 0))
  (global $gc (export "gc") (mut i32) (i32.const 0))
  (global $unknown (export "unknown") (mut i32) (i32.const 0))
  (global $q20 (export "q20") (mut i32) (i32.const 0))
  (global $q30 (export "q30") (mut i32) (i32.const 0))
  (global $shortest (export "shortest") (mut i32) (i32.const 0))
  (global $longest (export "longest") (mut i32) (i32.const 0))

  ;; Where the next line feed is, from $at on; anything from $end on where there is none before.
  (func $lineFeed (param $at i32) (param $end i32) (result i32)
    (local $hits i32)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $hits (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
      (if (local.get $hits) (then (return (i32.add (local.get $at) (i32.ctz (local.get $hits))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    unreachable)

  ;; One bit for each of the next sixteen bytes that lies before $end.
  (func $within (param $at i32) (param $end i32) (result i32)
    (local $rest i32)
    (local.set $rest (i32.sub (local.get $end) (local.get $at)))
    (select
      (i32.const 0xffff)
      (i32.sub (i32.shl (i32.const 1) (local.get $rest)) (i32.const 1))
      (i32.ge_u (local.get $rest) (i32.const 16))))

  ;; Where the first record begins that is left, of the bytes before $end; at $at one begins.
  (func (export "scan") (param $at i32) (param $end i32) (result i32)
    (local $title i32) (local $sequence i32) (local $sequenceEnd i32) (local $quality i32) (local $qualityEnd i32)
    (local $usual i32) (local $count i32) (local $p i32) (local $k i32) (local $within i32)
    (local $gc i32) (local $unknown i32) (local $q20 i32) (local $q30 i32)
    (local $v v128) (local $strong v128) (local $n v128)
    (global.set $reads (i32.const 0))
    (global.set $bases (i32.const 0))
    (global.set $gc (i32.const 0))
    (global.set $unknown (i32.const 0))
    (global.set $q20 (i32.const 0))
    (global.set $q30 (i32.const 0))
    (global.set $shortest (i32.const 0x7fffffff))
    (global.set $longest (i32.const 0))

    (block $stop
      (loop $record
        ;; @, a name that begins with no blank, a line feed without a carriage return.
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $stop (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x40)))
        (local.set $title (call $lineFeed (i32.add (local.get $at) (i32.const 1)) (local.get $end)))
        (br_if $stop (i32.ge_u (local.get $title) (local.get $end)))
        (br_if $stop (i32.le_u (i32.load8_u offset=1 (local.get $at)) (i32.const 0x20)))
        (br_if $stop (i32.eq (i32.load8_u (i32.sub (local.get $title) (i32.const 1))) (i32.const 0x0d)))

        ;; The sequence is mostly as long as the one before; a line feed further up is no base, and found to be none below.
        (local.set $sequence (i32.add (local.get $title) (i32.const 1)))
        (local.set $sequenceEnd (i32.add (local.get $sequence) (local.get $usual)))
        (block $found
          (if (i32.lt_u (i32.add (local.get $sequenceEnd) (i32.const 1)) (local.get $end))
            ;; Line feed and +.
            (then (br_if $found (i32.eq (i32.load16_u (local.get $sequenceEnd)) (i32.const 0x2b0a)))))
          (local.set $sequenceEnd (call $lineFeed (local.get $sequence) (local.get $end))))
        (local.set $count (i32.sub (local.get $sequenceEnd) (local.get $sequence)))
        (br_if $stop (i32.eqz (local.get $count)))
        (br_if $stop (i32.ge_u (i32.add (local.get $sequenceEnd) (i32.const 2)) (local.get $end)))
        (br_if $stop (i32.ne (i32.load8_u offset=1 (local.get $sequenceEnd)) (i32.const 0x2b)))

        (local.set $gc (i32.const 0))
        (local.set $unknown (i32.const 0))
        (local.set $p (local.get $sequence))
        (loop $bases
          (local.set $within (call $within (local.get $p) (local.get $sequenceEnd)))
          (local.set $v (v128.or (v128.load (local.get $p)) (i8x16.splat (i32.const 0x20))))
          (local.set $strong
            (v128.or
              (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x63)))
              (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x67)))))
          (local.set $n (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x6e))))
          (local.set $v
            (v128.or
              (v128.or
                (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x61)))
                (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x74))))
              (v128.or (local.get $strong) (local.get $n))))
          (if (i32.ne (i32.and (i8x16.bitmask (local.get $v)) (local.get $within)) (local.get $within))
            (then
              ;; No base; or the line feed of a sequence that is shorter than the one before.
              (br_if $stop (i32.eqz (local.get $usual)))
              (local.set $usual (i32.const 0))
              (br $record)))
          (local.set $gc
            (i32.add (local.get $gc) (i32.popcnt (i32.and (i8x16.bitmask (local.get $strong)) (local.get $within)))))
          (local.set $unknown
            (i32.add (local.get $unknown) (i32.popcnt (i32.and (i8x16.bitmask (local.get $n)) (local.get $within)))))
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br_if $bases (i32.lt_u (local.get $p) (local.get $sequenceEnd))))
        (local.set $usual (local.get $count))

        ;; + alone, or the title again.
        (local.set $quality (i32.add (local.get $sequenceEnd) (i32.const 3)))
        (if (i32.ne (i32.load8_u offset=2 (local.get $sequenceEnd)) (i32.const 10))
          (then
            (local.set $k (i32.sub (i32.sub (local.get $title) (local.get $at)) (i32.const 1)))
            (local.set $quality (i32.add (local.get $quality) (local.get $k)))
            (br_if $stop (i32.gt_u (local.get $quality) (local.get $end)))
            (br_if $stop (i32.ne (i32.load8_u (i32.sub (local.get $quality) (i32.const 1))) (i32.const 10)))
            (loop $repeat
              (br_if $stop
                (i32.ne
                  (i32.load8_u (i32.add (local.get $at) (local.get $k)))
                  (i32.load8_u offset=1 (i32.add (local.get $sequenceEnd) (local.get $k)))))
              (local.set $k (i32.sub (local.get $k) (i32.const 1)))
              (br_if $repeat (local.get $k)))))

        (local.set $qualityEnd (i32.add (local.get $quality) (local.get $count)))
        (br_if $stop (i32.ge_u (local.get $qualityEnd) (local.get $end)))
        (br_if $stop (i32.ne (i32.load8_u (local.get $qualityEnd)) (i32.const 10)))
        (local.set $q20 (i32.const 0))
        (local.set $q30 (i32.const 0))
        (local.set $p (local.get $quality))
        (loop $qualities
          (local.set $within (call $within (local.get $p) (local.get $qualityEnd)))
          ;; Counted from !, 33; ~ is 93.
          (local.set $v (i8x16.sub (v128.load (local.get $p)) (i8x16.splat (i32.const 33))))
          (br_if $stop
            (i32.and
              (i8x16.bitmask (i8x16.gt_u (local.get $v) (i8x16.splat (i32.const 93))))
              (local.get $within)))
          (local.set $q20
            (i32.add
              (local.get $q20)
              (i32.popcnt
                (i32.and
                  (i8x16.bitmask (i8x16.ge_u (local.get $v) (i8x16.splat (i32.const 20))))
                  (local.get $within)))))
          (local.set $q30
            (i32.add
              (local.get $q30)
              (i32.popcnt
                (i32.and
                  (i8x16.bitmask (i8x16.ge_u (local.get $v) (i8x16.splat (i32.const 30))))
                  (local.get $within)))))
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br_if $qualities (i32.lt_u (local.get $p) (local.get $qualityEnd))))

        (global.set $reads (i32.add (global.get $reads) (i32.const 1)))
        (global.set $bases (i32.add (global.get $bases) (local.get $count)))
        (global.set $gc (i32.add (global.get $gc) (local.get $gc)))
        (global.set $unknown (i32.add (global.get $unknown) (local.get $unknown)))
        (global.set $q20 (i32.add (global.get $q20) (local.get $q20)))
        (global.set $q30 (i32.add (global.get $q30) (local.get $q30)))
        (if (i32.lt_u (local.get $count) (global.get $shortest)) (then (global.set $shortest (local.get $count))))
        (if (i32.gt_u (local.get $count) (global.get $longest)) (then (global.set $longest (local.get $count))))
        (local.set $at (i32.add (local.get $qualityEnd) (i32.const 1)))
        (br $record)))
    (local.get $at)))
