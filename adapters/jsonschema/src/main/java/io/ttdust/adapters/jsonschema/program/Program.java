package io.ttdust.adapters.jsonschema.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.rules.Node;
import io.ttdust.adapters.jsonschema.rules.NodeBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled schema. Immutable; safe for any number of threads.
public final class Program {

    private final Node root;
    private final PassPool pool;

    private Program(Node root, PassPool pool) {
        this.root = root;
        this.pool = pool;
    }

    /// Compiles a definition that holds nothing but draft-07 assertions and local references.
    ///
    /// @param patterns every pattern of it by its text
    /// @param pool where passes come from; may be shared by all programs
    public static Program of(JsonNode plain, Map<String, LinearPattern> patterns, PassPool pool) {
        return new Program(new NodeBuilder(plain, patterns).root(plain), pool);
    }

    /// What is wrong with a document.
    ///
    /// @param keyword that was broken first; `json`, `duplicate` or `depth` for what is no strict JSON,
    ///     `$budget` when judging takes more work than the document's size allows
    /// @param place of the value that breaks it in the array
    public record Fault(String keyword, int place) {}

    /// Begins to check documents, one after the other, by one thread, until [Checks#close].
    public Checks open() {
        return new Checks(root, pool);
    }

    /// Checks of one thread. Holds its pass until it is closed.
    public static final class Checks implements AutoCloseable {

        private final Node root;
        private final PassPool pool;
        private @Nullable Pass pass;

        private Checks(Node root, PassPool pool) {
            this.root = root;
            this.pool = pool;
            this.pass = pool.take();
        }

        /// Judges the document in `bytes[offset .. offset + length)`.
        ///
        /// @param object whether nothing but an object will do
        /// @return null if it is strict JSON that fits
        @Nullable
        public Fault check(byte[] bytes, int offset, int length, boolean object) {
            Pass own = pass;
            if (own == null) {
                throw new IllegalStateException("closed");
            }
            return own.fits(root, bytes, offset, length, object) ? null : new Fault(own.keyword(), own.place());
        }

        @Override
        public void close() {
            Pass own = pass;
            pass = null;
            if (own != null) {
                pool.giveBack(own);
            }
        }
    }
}
