package io.ttdust.domain.schema;

import io.ttdust.domain.problem.Problem;
import org.jspecify.annotations.Nullable;

/// A compiled schema: gives the verdict on one payload.
///
/// Implementations are safe for use by many threads at once, take no locks shared between schemas, never fetch
/// anything, and bound their work by the size of the payload.
public interface PayloadSchema {

    /// Checks the `length` bytes of `bytes` from `offset` on, which are not modified.
    ///
    /// @return null if they are one strict JSON object (RFC 8259, UTF-8, no duplicate names, depth ≤ 64) that
    ///     satisfies the schema; else a problem with code `INVALID_JSON` or `VALIDATION_ERROR` and its violations,
    ///     at most 32
    @Nullable
    Problem check(byte[] bytes, int offset, int length);

    /// Begins to check payloads one after the other, which is cheaper than [#check] on each: what a check works with
    /// is kept from one to the next. Close it when the batch ends.
    default Checker open() {
        return this::check;
    }

    /// Checks for one thread at a time; holds working memory until it is closed.
    @FunctionalInterface
    interface Checker extends AutoCloseable {

        /// As [PayloadSchema#check].
        @Nullable
        Problem check(byte[] bytes, int offset, int length);

        @Override
        default void close() {}
    }
}
