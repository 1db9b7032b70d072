;; What vector-counts.ts has in hexadecimal: `wat2wasm vector-counts.wat`. Zero bytes follow the bytes that are counted.
(module
  (import "" "m" (memory 2))

  ;; The number of line ends, where a line feed after a carriage return is none. There is a byte before the first one.
  (func (export "lines") (param $at i32) (param $end i32) (result i32)
    (local $bytes v128) (local $count i32)
    (loop $block
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $count (i32.add (local.get $count) (i32.popcnt (i8x16.bitmask (v128.or
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 13)))
          (v128.andnot
            (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10)))
            (i8x16.eq (v128.load (i32.sub (local.get $at) (i32.const 1))) (i8x16.splat (i32.const 13)))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block))))
    (local.get $count))

  ;; The number of bytes that continue a character: 10xxxxxx.
  (func (export "continued") (param $at i32) (param $end i32) (result i32)
    (local $count i32)
    (loop $block
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (local.set $count (i32.add (local.get $count) (i32.popcnt (i8x16.bitmask
          (i8x16.lt_s (v128.load (local.get $at)) (i8x16.splat (i32.const -64)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block))))
    (local.get $count)))
