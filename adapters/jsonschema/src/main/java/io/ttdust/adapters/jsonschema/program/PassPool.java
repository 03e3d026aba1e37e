package io.ttdust.adapters.jsonschema.program;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Passes that are not in use, a bounded number of them; each keeps less than 300 KiB. Safe for all threads,
/// without a lock.
public final class PassPool {

    /// References between two places that are used, so that threads do not share a cache line.
    private static final int STRIDE = 16;

    private final int places;
    private final AtomicReferenceArray<@Nullable Pass> idle;

    /// A pool that keeps at most `places` passes, a power of two.
    public PassPool(int places) {
        this.places = Integer.highestOneBit(places);
        this.idle = new AtomicReferenceArray<>(this.places * STRIDE);
    }

    Pass take() {
        int first = first();
        for (int i = 0; i < places; i++) {
            int place = ((first + i) & (places - 1)) * STRIDE;
            if (idle.getPlain(place) != null) {
                Pass pass = idle.getAndSet(place, null);
                if (pass != null) {
                    return pass;
                }
            }
        }
        return new Pass();
    }

    void giveBack(Pass pass) {
        pass.end();
        int first = first();
        for (int i = 0; i < places; i++) {
            int place = ((first + i) & (places - 1)) * STRIDE;
            if (idle.getPlain(place) == null && idle.compareAndSet(place, null, pass)) {
                return;
            }
        }
    }

    private int first() {
        return (int) Thread.currentThread().threadId();
    }
}
