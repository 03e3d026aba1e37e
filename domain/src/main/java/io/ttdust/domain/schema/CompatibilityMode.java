package io.ttdust.domain.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a new version of a schema must keep true, compared with the latest one. Whoever reads with a schema is
/// meant to accept whatever was written with the other.
public enum CompatibilityMode {
    /// Nothing is compared.
    NONE(false, false),
    /// Whatever the old version accepts the new one accepts: what is stored can still be read.
    BACKWARD(true, false),
    /// Whatever the new version accepts the old one accepts: old readers understand what is to come.
    FORWARD(false, true),
    /// Both.
    FULL(true, true);

    private final boolean readsOld;
    private final boolean readByOld;

    CompatibilityMode(boolean readsOld, boolean readByOld) {
        this.readsOld = readsOld;
        this.readByOld = readByOld;
    }

    /// The mode of schemas that ask for none.
    public static final CompatibilityMode DEFAULT = BACKWARD;

    /// The mode of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static CompatibilityMode ofName(@Nullable String name) {
        for (CompatibilityMode mode : values()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "a compatibility mode is one of %s: '%s'".formatted(Arrays.toString(values()), name));
    }

    /// Whether the new version must accept whatever the old one accepts.
    public boolean readsOld() {
        return readsOld;
    }

    /// Whether the old version must accept whatever the new one accepts.
    public boolean readByOld() {
        return readByOld;
    }
}
