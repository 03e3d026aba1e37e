package io.ttdust.domain.schema;

import java.util.regex.Pattern;

/// Name of a schema within its namespace; both are `[a-z][a-z0-9_-]{0,62}`.
public record SchemaName(String namespace, String name) {

    // Stands first: the constants below are already checked against it.
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    public static final String DEFAULT_NAMESPACE = "default";

    /// The schema of streams that declare none: any JSON object passes.
    public static final SchemaName ANY = new SchemaName(DEFAULT_NAMESPACE, "any");

    public SchemaName {
        require("namespace", namespace);
        require("name", name);
    }

    private static void require(String what, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a schema's %s starts with a-z and has up to 63 characters of a-z 0-9 _ - (got '%s')"
                            .formatted(what, value.length() > 64 ? value.substring(0, 64) + "…" : value));
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
