import CSIMD

/// The filter's inner loop: outputs from samples, from any processor's instructions or from AVX2's.
///
/// Pointers, since bounds were checked once for the whole block: `samples` holds all that `count` outputs read, `output` has room for them.
extension FilterBank {
    func filterAVX2(_ samples: UnsafePointer<Float>, _ cursor: inout Resampler.Cursor, _ output: UnsafeMutablePointer<Int16>, _ count: Int) {
        coefficients.withUnsafeBufferPointer { coefficients in
            guard let rows = coefficients.baseAddress else { return }
            vg_polyphase_avx2(samples, rows, taps, up, down, &cursor.position, &cursor.phase, output, count)
        }
    }

    func filter(_ samples: UnsafePointer<Float>, _ cursor: inout Resampler.Cursor, _ output: UnsafeMutablePointer<Int16>, _ count: Int) {
        coefficients.withUnsafeBufferPointer { coefficients in
            guard let rows = coefficients.baseAddress else { return }
            for index in 0..<count {
                output[index] = Self.sample(samples + cursor.position, rows + cursor.phase * taps, taps)
                cursor.phase += down
                while cursor.phase >= up {
                    cursor.phase -= up
                    cursor.position += 1
                }
            }
        }
    }

    /// One output: the products of `taps` samples and coefficients, added up in four chains so that no addition waits for the last.
    /// Rows of coefficients are aligned to 16 bytes: arrays keep their elements so, and taps come in sixteens.
    @inline(__always)
    private static func sample(_ samples: UnsafePointer<Float>, _ coefficients: UnsafePointer<Float>, _ taps: Int) -> Int16 {
        let left = UnsafeRawPointer(samples)
        let right = UnsafeRawPointer(coefficients)
        var sums = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        var offset = 0
        while offset < taps &* 4 {
            sums.0 += left.four(offset) * right.alignedFour(offset)
            sums.1 += left.four(offset &+ 16) * right.alignedFour(offset &+ 16)
            sums.2 += left.four(offset &+ 32) * right.alignedFour(offset &+ 32)
            sums.3 += left.four(offset &+ 48) * right.alignedFour(offset &+ 48)
            offset &+= 64
        }
        let quarters = (sums.0 + sums.1) + (sums.2 + sums.3)
        let pair = quarters.lowHalf + quarters.highHalf
        return saturate(pair.x + pair.y)
    }

    /// Rounds to the nearest sample, full scale at most, without a branch: after adding 1.5 · 2²³ the low bits of a Float are
    /// its integer part. (SIMD's clamp runs lane by lane.)
    @inline(__always)
    private static func saturate(_ value: Float) -> Int16 {
        let below = value < 32_767 ? value : 32_767
        let within = below > -32_768 ? below : -32_768
        return Int16(truncatingIfNeeded: (within + 12_582_912).bitPattern)
    }
}

extension UnsafeRawPointer {
    @inline(__always)
    fileprivate func four(_ offset: Int) -> SIMD4<Float> { loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self) }

    @inline(__always)
    fileprivate func alignedFour(_ offset: Int) -> SIMD4<Float> { load(fromByteOffset: offset, as: SIMD4<Float>.self) }
}
