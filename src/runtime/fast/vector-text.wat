;; What vector-text.ts has in hexadecimal: `wat2wasm vector-text.wat`. The input begins at 0; texts are written at 81920.
(module
  (import "" "m" (memory 4))

  ;; The index of what ends the text at an index, and the classes of the bytes before it in the bits from 20 on.
  (func (export "end") (param $at i32) (result i32)
    (local $bytes v128) (local $classes v128) (local $all v128) (local $high v128) (local $stops i32) (local $half i64) (local $found i32)
    (loop $block
      (local.set $bytes (v128.load (local.get $at)))
      ;; The class of a byte is what tables for its low and its high half have in common.
      (local.set $classes (v128.and
        (i8x16.swizzle
          (v128.const i8x16 0xc2 0x82 0x82 0x82 0x82 0x82 0x92 0x82 0x82 0xa0 0xa0 0x82 0x83 0x8c 0x82 0x82)
          (v128.and (local.get $bytes) (v128.const i8x16 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15 15)))
        (i8x16.swizzle
          (v128.const i8x16 0x26 0x80 0x50 0x01 0 0x08 0 0 0 0 0 0 0 0 0 0)
          (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
      ;; 1: "<"; 2 and 128: control characters.
      (local.set $stops (i8x16.bitmask (i8x16.ne
        (v128.and (local.get $classes) (v128.const i8x16 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83 0x83))
        (v128.const i64x2 0 0))))
      (if (i32.eqz (local.get $stops)) (then
        (local.set $all (v128.or (local.get $all) (local.get $classes)))
        (local.set $high (v128.or (local.get $high) (local.get $bytes)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block))))
    (local.set $stops (i32.ctz (local.get $stops)))
    ;; Of the last block, only what stands before the end counts.
    (local.set $bytes (v128.and (local.get $bytes)
      (i8x16.lt_u (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) (i8x16.splat (local.get $stops)))))
    (local.set $classes (v128.and (local.get $classes)
      (i8x16.lt_u (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15) (i8x16.splat (local.get $stops)))))
    (local.set $all (v128.or (local.get $all) (local.get $classes)))
    (local.set $half (i64.or (i64x2.extract_lane 0 (local.get $all)) (i64x2.extract_lane 1 (local.get $all))))
    (local.set $found (i32.wrap_i64 (i64.or (local.get $half) (i64.shr_u (local.get $half) (i64.const 32)))))
    (local.set $found (i32.or (local.get $found) (i32.shr_u (local.get $found) (i32.const 16))))
    (local.set $found (i32.or (local.get $found) (i32.shr_u (local.get $found) (i32.const 8))))
    ;; 2: bytes beyond ASCII.
    (local.set $found (i32.or (i32.and (local.get $found) (i32.const 0x7c))
      (i32.shl (i32.ne (i8x16.bitmask (v128.or (local.get $high) (local.get $bytes))) (i32.const 0)) (i32.const 1))))
    (i32.or (i32.add (local.get $at) (local.get $stops)) (i32.shl (local.get $found) (i32.const 20))))

  ;; Writes a text: with a byte for each character if all are below U+0100, and returns their number; otherwise with two bytes for each unit of UTF-16,
  ;; and returns the number of bytes with a minus. -1: it is not UTF-8, or has U+FFFE or U+FFFF.
  (func (export "text") (param $at i32) (param $end i32) (result i32)
    (local $from i32) (local $to i32) (local $bytes v128) (local $byte i32) (local $next i32)
    (local.set $from (local.get $at))
    (local.set $to (i32.const 81920))
    (loop $more
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        ;; Of a block that is not ASCII, only what stands before the first other byte counts; of the last one, what stands before the end.
        (local.set $bytes (v128.load (local.get $at)))
        (v128.store (local.get $to) (local.get $bytes))
        (local.set $next (i32.ctz (i32.or (i8x16.bitmask (local.get $bytes)) (i32.const 0x10000))))
        (local.set $at (i32.add (local.get $at) (local.get $next)))
        (local.set $to (i32.add (local.get $to) (local.get $next)))
        (br_if $more (i32.eq (local.get $next) (i32.const 16)))
        (if (i32.lt_u (local.get $at) (local.get $end)) (then
          (local.set $byte (i32.load8_u (local.get $at)))
          (local.set $next (i32.load8_u offset=1 (local.get $at)))
          (if (i32.or (i32.ne (i32.and (local.get $byte) (i32.const 0xfe)) (i32.const 0xc2)) (i32.ne (i32.and (local.get $next) (i32.const 0xc0)) (i32.const 0x80)))
            (then (return (call $wide (local.get $from) (local.get $end)))))
          (i32.store8 (local.get $to) (i32.or (i32.shl (i32.and (local.get $byte) (i32.const 3)) (i32.const 6)) (i32.and (local.get $next) (i32.const 63))))
          (local.set $at (i32.add (local.get $at) (i32.const 2)))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (br $more))))))
    (i32.sub (i32.sub (local.get $to) (i32.const 81920)) (i32.sub (local.get $at) (local.get $end))))

  ;; Writes a text with two bytes for each unit.
  (func $wide (param $at i32) (param $end i32) (result i32)
    (local $to i32) (local $bytes v128) (local $byte i32) (local $next i32) (local $code i32) (local $wrong i32)
    (local.set $to (i32.const 81920))
    (loop $more
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $bytes (v128.load (local.get $at)))
        (v128.store (local.get $to) (i16x8.extend_low_i8x16_u (local.get $bytes)))
        (v128.store offset=16 (local.get $to) (i16x8.extend_high_i8x16_u (local.get $bytes)))
        (local.set $next (i32.ctz (i32.or (i8x16.bitmask (local.get $bytes)) (i32.const 0x10000))))
        (local.set $at (i32.add (local.get $at) (local.get $next)))
        (local.set $to (i32.add (local.get $to) (i32.shl (local.get $next) (i32.const 1))))
        (br_if $more (i32.eq (local.get $next) (i32.const 16)))
        (if (i32.lt_u (local.get $at) (local.get $end)) (then
          (local.set $byte (i32.load8_u (local.get $at)))
          (loop $other
            (if (i32.or (i32.lt_u (local.get $byte) (i32.const 0xc2)) (i32.gt_u (local.get $byte) (i32.const 0xf4))) (then (return (i32.const -1))))
            (local.set $next (i32.load8_u offset=1 (local.get $at)))
            (local.set $wrong (i32.xor (i32.and (local.get $next) (i32.const 0xc0)) (i32.const 0x80)))
            (local.set $code (i32.or (i32.shl (i32.and (local.get $byte) (i32.const 31)) (i32.const 6)) (i32.and (local.get $next) (i32.const 63))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.ge_u (local.get $byte) (i32.const 0xe0)) (then
              (local.set $next (i32.load8_u offset=1 (local.get $at)))
              (local.set $wrong (i32.or (local.get $wrong) (i32.xor (i32.and (local.get $next) (i32.const 0xc0)) (i32.const 0x80))))
              (local.set $code (i32.or (i32.shl (local.get $code) (i32.const 6)) (i32.and (local.get $next) (i32.const 63))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (if (i32.lt_u (local.get $byte) (i32.const 0xf0))
                (then
                  ;; Too long a form, half of a surrogate pair, U+FFFE or U+FFFF.
                  (local.set $wrong (i32.or (local.get $wrong) (i32.or (i32.lt_u (local.get $code) (i32.const 0x800))
                    (i32.or (i32.eq (i32.and (local.get $code) (i32.const 0xf800)) (i32.const 0xd800))
                      (i32.ge_u (local.get $code) (i32.const 0xfffe)))))))
                (else
                  (local.set $next (i32.load8_u offset=1 (local.get $at)))
                  (local.set $wrong (i32.or (local.get $wrong) (i32.xor (i32.and (local.get $next) (i32.const 0xc0)) (i32.const 0x80))))
                  (local.set $code (i32.and (i32.const 0x1fffff)
                    (i32.or (i32.shl (local.get $code) (i32.const 6)) (i32.and (local.get $next) (i32.const 63)))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (local.set $wrong (i32.or (local.get $wrong)
                    (i32.ge_u (i32.sub (local.get $code) (i32.const 0x10000)) (i32.const 0x100000))))
                  (i32.store16 (local.get $to) (i32.add (i32.const 0xd7c0) (i32.shr_u (local.get $code) (i32.const 10))))
                  (local.set $to (i32.add (local.get $to) (i32.const 2)))
                  (local.set $code (i32.or (i32.const 0xdc00) (i32.and (local.get $code) (i32.const 0x3ff))))))))
            (if (local.get $wrong) (then (return (i32.const -1))))
            (i32.store16 (local.get $to) (local.get $code))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $to (i32.add (local.get $to) (i32.const 2)))
            ;; The byte after the text is ASCII.
            (br_if $other (i32.ge_u (local.tee $byte (i32.load8_u (local.get $at))) (i32.const 128))))
          (br $more))))))
    ;; Twice what stands after the end.
    (i32.sub (i32.shl (i32.sub (local.get $at) (local.get $end)) (i32.const 1)) (i32.sub (local.get $to) (i32.const 81920)))))
