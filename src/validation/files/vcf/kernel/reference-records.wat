;; The fast way through records of VCF that say that nothing varies: ALT is a dot, every genotype 0/0 or missing. Nearly all of a file
;; with all sites are such. It stops at the first record that is anything else, is not like those that were judged before, or is not
;; all there.
;;
;; Memory, as reference-program.ts writes it:
;;   0x000, 0x100  bytes of texts in INFO and in samples, by their classes: 0 part of a value, 1 a comma, 2 none of it
;;   0x200         1 for each byte that is a base
;;   0x300         i32: the largest POS; how many samples; the end of the plans of FORMAT; whether genotypes may be missing
;;   0x340         words: CHROM, FILTER, FORMAT, each with the tab behind it
;;   0x400         plans of FORMAT behind GT: kind and count
;;   0x800         keys of INFO, as a tree: what may come first, and what behind each
;;   0x10000       the piece, with 64 line feeds behind it
;; A word: i32 kind, count, length, mask of its first sixteen bytes, child, other, mask of the bytes behind; at 32 its bytes, 32 at most.
;; Kinds: 0 flag, 1 whole numbers without sign, 2 whole numbers, 3 floats without sign, 4 floats, 5 texts. A count of -1 is any.
(module
  (memory (export "memory") 4)
  ;; Of the records that the last call passed: how many; genotypes that are missing; POS and REF of the last.
  (global $records (export "records") (mut i32) (i32.const 0))
  (global $missing (export "missing") (mut i32) (i32.const 0))
  (global $place (export "place") (mut i32) (i32.const 0))
  (global $ref (export "ref") (mut i32) (i32.const 0))

  ;; One bit for each of sixteen bytes that is a digit.
  (func $digits (param $at i32) (result i32)
    (i8x16.bitmask
      (i8x16.le_u
        (i8x16.sub (v128.load (local.get $at)) (i8x16.splat (i32.const 0x30)))
        (i8x16.splat (i32.const 9)))))

  ;; Where the digits end; more than fifteen are as good as none.
  (func $digitsEnd (param $at i32) (result i32)
    (local $count i32)
    (local.set $count (i32.ctz (i32.xor (call $digits (local.get $at)) (i32.const -1))))
    (select
      (local.get $at)
      (i32.add (local.get $at) (local.get $count))
      (i32.ge_u (local.get $count) (i32.const 16))))

  ;; Where the exponent ends whose e is at $at; 0: it is none.
  (func $exponentEnd (param $at i32) (result i32)
    (local $byte i32) (local $end i32)
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (local.set $byte (i32.load8_u (local.get $at)))
    (if (i32.or (i32.eq (local.get $byte) (i32.const 0x2d)) (i32.eq (local.get $byte) (i32.const 0x2b)))
      (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))
    (local.set $end (call $digitsEnd (local.get $at)))
    (select (i32.const 0) (local.get $end) (i32.eq (local.get $end) (local.get $at))))

  ;; Where a float without sign ends; 0: it is none.
  (func $floatEnd (param $at i32) (result i32)
    (local $from i32) (local $end i32) (local $digits i32)
    (local.set $end (call $digitsEnd (local.get $at)))
    (local.set $digits (i32.sub (local.get $end) (local.get $at)))
    (if (i32.eq (i32.load8_u (local.get $end)) (i32.const 0x2e))
      (then
        (local.set $from (i32.add (local.get $end) (i32.const 1)))
        (local.set $end (call $digitsEnd (local.get $from)))
        (local.set $digits (i32.add (local.get $digits) (i32.sub (local.get $end) (local.get $from))))))
    (if (i32.eqz (local.get $digits)) (then (return (i32.const 0))))
    (if (i32.eq (i32.or (i32.load8_u (local.get $end)) (i32.const 0x20)) (i32.const 0x65))
      (then (return (call $exponentEnd (local.get $end)))))
    (local.get $end))

  ;; Where the values end that begin at $at, all of them; 0: they are not surely good. What follows them is the caller's affair.
  (func $valuesEnd (param $at i32) (param $kind i32) (param $count i32) (param $classes i32) (result i32)
    (local $values i32) (local $from i32) (local $class i32)
    ;; A dot for all.
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2e))
      (then
        (if (i32.eq
              (i32.load8_u (i32.add (local.get $classes) (i32.load8_u offset=1 (local.get $at))))
              (i32.const 2))
          (then (return (i32.add (local.get $at) (i32.const 1)))))))
    (local.set $values (i32.const 1))
    (if (i32.eq (local.get $kind) (i32.const 5))
      (then
        (local.set $from (local.get $at))
        (block $end
          (loop $next
            (local.set $class (i32.load8_u (i32.add (local.get $classes) (i32.load8_u (local.get $at)))))
            (br_if $end (i32.eq (local.get $class) (i32.const 2)))
            (local.set $values (i32.add (local.get $values) (local.get $class)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $next)))
        (if (i32.eq (local.get $at) (local.get $from)) (then (return (i32.const 0)))))
      (else
        (block $end
          (loop $next
            ;; Even kinds have a sign.
            (if (i32.eqz (i32.and (local.get $kind) (i32.const 1)))
              (then
                (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2d))
                  (then (local.set $at (i32.add (local.get $at) (i32.const 1)))))))
            (local.set $from (local.get $at))
            (if (i32.le_u (local.get $kind) (i32.const 2))
              (then
                (local.set $at (call $digitsEnd (local.get $at)))
                ;; Of nine digits none is out of range.
                (if (i32.gt_u
                      (i32.sub (i32.sub (local.get $at) (local.get $from)) (i32.const 1))
                      (i32.const 8))
                  (then (return (i32.const 0)))))
              (else
                (local.set $at (call $floatEnd (local.get $at)))
                (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))))
            (br_if $end (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x2c)))
            (local.set $values (i32.add (local.get $values) (i32.const 1)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $next)))))
    (if (i32.and (i32.ge_s (local.get $count) (i32.const 0)) (i32.ne (local.get $values) (local.get $count)))
      (then (return (i32.const 0))))
    (local.get $at))

  ;; Where the first record begins that is left, of the bytes before $end; at $at one begins, behind a record at POS $last.
  (func (export "scan") (param $at i32) (param $end i32) (param $last i32) (result i32)
    (local $start i32) (local $limit i32) (local $samples i32) (local $formatEnd i32) (local $mayMiss i32)
    (local $columnEnd i32) (local $place i32) (local $ref i32) (local $missing i32)
    (local $n i32) (local $m i32) (local $digits i32) (local $word i32) (local $kind i32) (local $values i32)
    (local $commas i32) (local $sample i32) (local $plan i32) (local $w i64) (local $v v128)
    (local.set $limit (i32.load (i32.const 0x300)))
    (local.set $samples (i32.load (i32.const 0x304)))
    (local.set $formatEnd (i32.load (i32.const 0x308)))
    (local.set $mayMiss (i32.load (i32.const 0x30c)))
    (local.set $columnEnd (select (i32.const 0x09) (i32.const 0x0a) (local.get $samples)))
    (global.set $records (i32.const 0))
    (global.set $missing (i32.const 0))
    (local.set $start (local.get $at))

    (block $stop
      (loop $record
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        ;; CHROM as before.
        (br_if $stop
          (i32.ne
            (i32.and
              (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (v128.load offset=0x360 (i32.const 0))))
              (i32.load offset=0x34c (i32.const 0)))
            (i32.load offset=0x34c (i32.const 0))))
        (if (i32.load offset=0x358 (i32.const 0))
          (then
            (br_if $stop
              (i32.ne
                (i32.and
                  (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (v128.load offset=0x370 (i32.const 0))))
                  (i32.load offset=0x358 (i32.const 0)))
                (i32.load offset=0x358 (i32.const 0))))))
        (local.set $at (i32.add (local.get $at) (i32.load offset=0x348 (i32.const 0))))

        ;; POS, of one to nine digits; the first eight as the bytes of one number, with zeros before them.
        (local.set $n (i32.ctz (i32.xor (call $digits (local.get $at)) (i32.const -1))))
        (br_if $stop (i32.gt_u (i32.sub (local.get $n) (i32.const 1)) (i32.const 8)))
        (local.set $w
          (i64.and
            (i64.shl
              (i64.load (local.get $at))
              (i64.extend_i32_u
                (select
                  (i32.shl (i32.sub (i32.const 8) (local.get $n)) (i32.const 3))
                  (i32.const 0)
                  (i32.lt_u (local.get $n) (i32.const 9)))))
            (i64.const 0x0f0f0f0f0f0f0f0f)))
        (local.set $w
          (i64.add (i64.mul (local.get $w) (i64.const 10)) (i64.shr_u (local.get $w) (i64.const 8))))
        (local.set $place
          (i32.wrap_i64
            (i64.shr_u
              (i64.add
                (i64.mul
                  (i64.and (local.get $w) (i64.const 0x000000ff000000ff))
                  (i64.const 0x000f424000000064))
                (i64.mul
                  (i64.and (i64.shr_u (local.get $w) (i64.const 16)) (i64.const 0x000000ff000000ff))
                  (i64.const 0x0000271000000001)))
              (i64.const 32))))
        (if (i32.eq (local.get $n) (i32.const 9))
          (then
            (local.set $place
              (i32.add
                (i32.mul (local.get $place) (i32.const 10))
                (i32.sub (i32.load8_u offset=8 (local.get $at)) (i32.const 0x30))))))
        (br_if $stop (i32.le_s (local.get $place) (local.get $last)))
        (br_if $stop (i32.gt_s (local.get $place) (local.get $limit)))
        (local.set $at (i32.add (local.get $at) (local.get $n)))

        ;; Tab, dot, tab, a base, tab, dot, tab.
        (local.set $w (i64.load (local.get $at)))
        (br_if $stop
          (i64.ne (i64.and (local.get $w) (i64.const 0x00ffffff00ffffff)) (i64.const 0x00092e0900092e09)))
        (local.set $ref (i32.load8_u offset=3 (local.get $at)))
        (br_if $stop (i32.eqz (i32.load8_u offset=0x200 (local.get $ref))))
        (local.set $at (i32.add (local.get $at) (i32.const 7)))

        ;; QUAL: a dot, or digits with a point or without.
        (if (i32.eq (i32.load16_u (local.get $at)) (i32.const 0x092e))
          (then (local.set $at (i32.add (local.get $at) (i32.const 1))))
          (else
            (local.set $digits (call $digits (local.get $at)))
            (local.set $n (i32.ctz (i32.xor (local.get $digits) (i32.const -1))))
            (local.set $m (i32.const 0))
            (if (i32.eq (i32.load8_u (i32.add (local.get $at) (local.get $n))) (i32.const 0x2e))
              (then
                (local.set $m
                  (i32.ctz
                    (i32.xor
                      (i32.shr_u (local.get $digits) (i32.add (local.get $n) (i32.const 1)))
                      (i32.const -1))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))))
            (local.set $n (i32.add (local.get $n) (local.get $m)))
            ;; So that the end was among the sixteen bytes.
            (br_if $stop (i32.gt_u (i32.sub (local.get $n) (i32.const 1)) (i32.const 13)))
            (local.set $at (i32.add (local.get $at) (local.get $n)))
            (br_if $stop (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x09)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))

        ;; FILTER as before.
        (br_if $stop
          (i32.ne
            (i32.and
              (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (v128.load offset=0x3a0 (i32.const 0))))
              (i32.load offset=0x38c (i32.const 0)))
            (i32.load offset=0x38c (i32.const 0))))
        (if (i32.load offset=0x398 (i32.const 0))
          (then
            (br_if $stop
              (i32.ne
                (i32.and
                  (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (v128.load offset=0x3b0 (i32.const 0))))
                  (i32.load offset=0x398 (i32.const 0)))
                (i32.load offset=0x398 (i32.const 0))))))
        (local.set $at (i32.add (local.get $at) (i32.load offset=0x388 (i32.const 0))))

        ;; INFO: a dot, or keys in an order that was there before.
        (block $info
          (if (i32.eq
                (i32.load16_u (local.get $at))
                (i32.or (i32.shl (local.get $columnEnd) (i32.const 8)) (i32.const 0x2e)))
            (then
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (br $info)))
          (local.set $word (i32.load offset=0x810 (i32.const 0)))
          (loop $key
            (block $found
              (loop $other
                (br_if $stop (i32.eqz (local.get $word)))
                (block $differs
                  (br_if $differs
                    (i32.ne
                      (i32.and
                        (i8x16.bitmask
                          (i8x16.eq (v128.load (local.get $at)) (v128.load offset=32 (local.get $word))))
                        (i32.load offset=12 (local.get $word)))
                      (i32.load offset=12 (local.get $word))))
                  (br_if $found (i32.eqz (i32.load offset=24 (local.get $word))))
                  (br_if $found
                    (i32.eq
                      (i32.and
                        (i8x16.bitmask
                          (i8x16.eq (v128.load offset=16 (local.get $at)) (v128.load offset=48 (local.get $word))))
                        (i32.load offset=24 (local.get $word)))
                      (i32.load offset=24 (local.get $word)))))
                (local.set $word (i32.load offset=20 (local.get $word)))
                (br $other)))
            (local.set $at (i32.add (local.get $at) (i32.load offset=8 (local.get $word))))
            (local.set $kind (i32.load (local.get $word)))
            (block $valued
              (br_if $valued (i32.eqz (local.get $kind)))
              (block $unusual
                (if (i32.ge_u (local.get $kind) (i32.const 3))
                  (then
                    ;; One float without exponent, within sixteen bytes.
                    (br_if $unusual (i32.ne (i32.load offset=4 (local.get $word)) (i32.const 1)))
                    (br_if $unusual (i32.eq (local.get $kind) (i32.const 5)))
                    (local.set $values
                      (i32.add
                        (local.get $at)
                        (i32.and
                          (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2d))
                          (i32.eq (local.get $kind) (i32.const 4)))))
                    (local.set $digits (call $digits (local.get $values)))
                    (local.set $n (i32.ctz (i32.xor (local.get $digits) (i32.const -1))))
                    (local.set $m (i32.const 0))
                    (if (i32.eq (i32.load8_u (i32.add (local.get $values) (local.get $n))) (i32.const 0x2e))
                      (then
                        (local.set $m
                          (i32.ctz
                            (i32.xor
                              (i32.shr_u (local.get $digits) (i32.add (local.get $n) (i32.const 1)))
                              (i32.const -1))))
                        (local.set $values (i32.add (local.get $values) (i32.const 1)))))
                    (local.set $n (i32.add (local.get $n) (local.get $m)))
                    (br_if $unusual (i32.gt_u (i32.sub (local.get $n) (i32.const 1)) (i32.const 13)))
                    (local.set $values (i32.add (local.get $values) (local.get $n)))
                    ;; Exponents and lists.
                    (br_if $unusual
                      (i32.ge_u (i32.load8_u (local.get $values)) (i32.const 0x3c)))
                    (local.set $at (local.get $values))
                    (br $valued)))
                (local.set $v (v128.load (local.get $at)))
                (local.set $digits (call $digits (local.get $at)))
                (if (i32.eq (i32.load offset=4 (local.get $word)) (i32.const 1))
                  (then
                    (local.set $n (i32.ctz (i32.xor (local.get $digits) (i32.const -1))))
                    (br_if $unusual (i32.gt_u (i32.sub (local.get $n) (i32.const 1)) (i32.const 8)))
                    (local.set $at (i32.add (local.get $at) (local.get $n)))
                    (br $valued)))
                ;; Several, of ten bytes or more in sum no more than fifteen.
                (local.set $commas (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0x2c)))))
                (local.set $n
                  (i32.ctz (i32.xor (i32.or (local.get $digits) (local.get $commas)) (i32.const -1))))
                (br_if $unusual (i32.gt_u (i32.sub (local.get $n) (i32.const 1)) (i32.const 14)))
                (local.set $m (i32.shl (i32.const 1) (local.get $n)))
                (local.set $commas (i32.and (local.get $commas) (i32.sub (local.get $m) (i32.const 1))))
                ;; A comma at either end, or behind another; ten digits in a row.
                (br_if $unusual
                  (i32.and
                    (local.get $commas)
                    (i32.or
                      (i32.or (i32.shl (local.get $commas) (i32.const 1)) (i32.const 1))
                      (i32.shr_u (local.get $m) (i32.const 1)))))
                (if (i32.ge_u (local.get $n) (i32.const 10))
                  (then
                    (local.set $digits
                      (i32.and (local.get $digits) (i32.shr_u (local.get $digits) (i32.const 1))))
                    (local.set $digits
                      (i32.and (local.get $digits) (i32.shr_u (local.get $digits) (i32.const 2))))
                    (local.set $digits
                      (i32.and (local.get $digits) (i32.shr_u (local.get $digits) (i32.const 4))))
                    (local.set $digits
                      (i32.and (local.get $digits) (i32.shr_u (local.get $digits) (i32.const 2))))
                    (br_if $unusual (local.get $digits))))
                (local.set $values (i32.load offset=4 (local.get $word)))
                (br_if $unusual
                  (i32.and
                    (i32.ge_s (local.get $values) (i32.const 0))
                    (i32.ne (i32.add (i32.popcnt (local.get $commas)) (i32.const 1)) (local.get $values))))
                (local.set $at (i32.add (local.get $at) (local.get $n)))
                (br $valued))
              (local.set $at
                (call $valuesEnd
                  (local.get $at)
                  (local.get $kind)
                  (i32.load offset=4 (local.get $word))
                  (i32.const 0)))
              (br_if $stop (i32.eqz (local.get $at))))
            ;; What may follow begins with its semicolon.
            (br_if $info (i32.eq (i32.load8_u (local.get $at)) (local.get $columnEnd)))
            (local.set $word (i32.load offset=16 (local.get $word)))
            (br $key)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))

        (local.set $missing (i32.const 0))
        (if (local.get $samples)
          (then
            ;; FORMAT as before.
            (br_if $stop
              (i32.ne
                (i32.and
                  (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (v128.load offset=0x3e0 (i32.const 0))))
                  (i32.load offset=0x3cc (i32.const 0)))
                (i32.load offset=0x3cc (i32.const 0))))
            (if (i32.load offset=0x3d8 (i32.const 0))
              (then
                (br_if $stop
                  (i32.ne
                    (i32.and
                      (i8x16.bitmask
                        (i8x16.eq (v128.load offset=16 (local.get $at)) (v128.load offset=0x3f0 (i32.const 0))))
                      (i32.load offset=0x3d8 (i32.const 0)))
                    (i32.load offset=0x3d8 (i32.const 0))))))
            (local.set $at (i32.add (local.get $at) (i32.load offset=0x3c8 (i32.const 0))))
            (local.set $sample (local.get $samples))
            (loop $next
              ;; 0/0 and 0|0; ./. and .|.
              (local.set $n (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)))
              (if (i32.and
                    (i32.ne (local.get $n) (i32.const 0x302f30))
                    (i32.ne (local.get $n) (i32.const 0x307c30)))
                (then
                  (br_if $stop (i32.eqz (local.get $mayMiss)))
                  (br_if $stop
                    (i32.and
                      (i32.ne (local.get $n) (i32.const 0x2e2f2e))
                      (i32.ne (local.get $n) (i32.const 0x2e7c2e))))
                  (local.set $missing (i32.add (local.get $missing) (i32.const 1)))))
              (local.set $at (i32.add (local.get $at) (i32.const 3)))
              (local.set $plan (i32.const 0x400))
              (block $done
                (loop $field
                  (local.set $n (i32.load8_u (local.get $at)))
                  (br_if $done (i32.ne (local.get $n) (i32.const 0x3a)))
                  (br_if $stop (i32.eq (local.get $plan) (local.get $formatEnd)))
                  (local.set $at
                    (call $valuesEnd
                      (i32.add (local.get $at) (i32.const 1))
                      (i32.load (local.get $plan))
                      (i32.load offset=4 (local.get $plan))
                      (i32.const 0x100)))
                  (br_if $stop (i32.eqz (local.get $at)))
                  (local.set $plan (i32.add (local.get $plan) (i32.const 8)))
                  (br $field)))
              (local.set $sample (i32.sub (local.get $sample) (i32.const 1)))
              (br_if $stop
                (i32.ne (local.get $n) (select (i32.const 0x09) (i32.const 0x0a) (local.get $sample))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (br_if $next (local.get $sample)))))

        ;; The line feed may be that behind the piece.
        (br_if $stop (i32.gt_u (local.get $at) (local.get $end)))
        (local.set $start (local.get $at))
        (local.set $last (local.get $place))
        (global.set $records (i32.add (global.get $records) (i32.const 1)))
        (global.set $missing (i32.add (global.get $missing) (local.get $missing)))
        (global.set $place (local.get $place))
        (global.set $ref (local.get $ref))
        (br $record)))
    (local.get $start)))
