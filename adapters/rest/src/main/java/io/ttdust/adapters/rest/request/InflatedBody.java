package io.ttdust.adapters.rest.request;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import java.util.Arrays;

/// The array a body is inflated into. It grows up to a cap while it is filled, so a bomb costs at most the cap; its
/// ratio needs no bound of its own. Used by one thread.
final class InflatedBody {

    private final int bytesMax;
    private final BodyBudget.Share share;

    /// Filled up to [#used].
    byte[] bytes;

    int used;

    /// Makes room for what a body of `compressedBytes` usually inflates to.
    ///
    /// @param share takes part in paying for the memory
    InflatedBody(int compressedBytes, int bytesMax, BodyBudget.Share share) {
        this.bytesMax = bytesMax;
        this.share = share;
        // JSON shrinks to a fifth or less; a wrong guess costs one more copy.
        int guess = (int) Math.min(bytesMax, Math.max(1024L, compressedBytes * 6L));
        share.grow(guess);
        this.bytes = new byte[guess];
    }

    int room() {
        return bytes.length - used;
    }

    /// Doubles the array up to the cap; false at the cap.
    boolean grow() {
        if (bytes.length == bytesMax) {
            return false;
        }
        int length = (int) Math.min(bytesMax, bytes.length * 2L);
        share.grow(length - bytes.length);
        bytes = Arrays.copyOf(bytes, length);
        return true;
    }

    RefusedException tooLarge() {
        return RefusedException.of(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "the body inflates to more than %d bytes; split it into several requests".formatted(bytesMax));
    }

    byte[] toByteArray() {
        return used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
    }
}
