package io.ttdust.adapters.jsonschema.scan;

import java.math.BigDecimal;
import java.math.BigInteger;

/// The value of a `multipleOf`: divides exactly, in time that grows with the digits that are there and not with the
/// exponent.
public final class Divisor {

    /// Below it two remainders multiply within a long.
    private static final long SMALL_MAX = 3_000_000_000L;

    /// Nine digits, which a remainder below [#SMALL_MAX] can be multiplied by within a long.
    private static final long GROUP = 1_000_000_000L;

    private static final BigInteger CHUNK = BigInteger.TEN.pow(NumberScan.LONG_DIGITS);

    /// The divisor is [#digits] × 10 to the power of -[#scale].
    private final BigInteger digits;

    private final long small;
    private final int scale;

    public Divisor(BigDecimal divisor) {
        BigDecimal shortest = divisor.stripTrailingZeros();
        BigDecimal whole = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
        this.digits = whole.unscaledValue().abs();
        this.small = digits.bitLength() < Long.SIZE && digits.longValue() < SMALL_MAX ? digits.longValue() : 0;
        this.scale = whole.scale();
    }

    /// What dividing the number read last costs, in bytes scanned, beyond having read it.
    public long work(NumberScan number) {
        return small != 0 ? 0 : 1 + (long) number.digits * digits.bitLength() / Long.SIZE;
    }

    /// Whether the number read last is a multiple.
    public boolean divides(NumberScan number) {
        if (number.digits == 0) {
            return true;
        }
        long exact = number.exponent + scale;
        if (exact < 0) {
            return false; // its last digit is not 0, so that no power of ten divides its digits
        }
        // The twos and fives in the divisor are fewer than its bits, and the rest of it has no factor in common with
        // ten.
        long power = Math.min(exact, digits.bitLength());
        if (small == 0) {
            return dividesLarge(number, power);
        }
        long rest = number.digits <= NumberScan.LONG_DIGITS ? number.mantissa % small : restOf(number);
        return rest == 0 || rest * powerOfTen(power) % small == 0;
    }

    private long restOf(NumberScan number) {
        long rest = 0;
        long group = 0;
        long groupPower = 1;
        for (int i = number.digitsFrom; i < number.digitsTo; i++) {
            byte digit = number.bytes[i];
            if (digit != '.') {
                group = group * 10 + (digit - '0');
                groupPower *= 10;
                if (groupPower == GROUP) {
                    rest = (rest * GROUP + group) % small;
                    group = 0;
                    groupPower = 1;
                }
            }
        }
        return (rest * groupPower + group) % small;
    }

    private long powerOfTen(long power) {
        long result = 1 % small;
        long square = 10 % small;
        for (long left = power; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = result * square % small;
            }
            square = square * square % small;
        }
        return result;
    }

    private boolean dividesLarge(NumberScan number, long power) {
        BigInteger rest = BigInteger.ZERO;
        long chunk = 0;
        int inChunk = 0;
        for (int i = number.digitsFrom; i < number.digitsTo; i++) {
            byte digit = number.bytes[i];
            if (digit != '.') {
                chunk = chunk * 10 + (digit - '0');
                if (++inChunk == NumberScan.LONG_DIGITS) {
                    rest = rest.multiply(CHUNK).add(BigInteger.valueOf(chunk)).mod(digits);
                    chunk = 0;
                    inChunk = 0;
                }
            }
        }
        rest = rest.multiply(BigInteger.TEN.pow(inChunk)).add(BigInteger.valueOf(chunk));
        return rest.multiply(BigInteger.TEN.modPow(BigInteger.valueOf(power), digits))
                        .mod(digits)
                        .signum()
                == 0;
    }
}
