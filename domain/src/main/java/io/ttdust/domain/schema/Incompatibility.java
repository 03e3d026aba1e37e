package io.ttdust.domain.schema;

/// Why one version of a schema may refuse what another accepts.
///
/// @param pointer JSON pointer into the definition of the new version; where what matters is no longer there, to
///     the nearest place that still is
/// @param rule short name of the rule that is broken, as the documentation's table lists it (`required-added`)
/// @param message one sentence that says which records would be refused, and by which of the two versions
/// @param before the old version's part as JSON, shortened; `absent` if it has none
/// @param after the new version's part as JSON, shortened; `absent` if it has none
/// @param change the smallest change of the new version that would pass
public record Incompatibility(String pointer, String rule, String message, String before, String after, String change) {

    /// More are not told of.
    public static final int REPORTED_MAX = 32;

    /// What stands for a part that is not there.
    public static final String ABSENT = "absent";

    /// All of it in one sentence.
    public String sentence() {
        return "%s (before: %s; now: %s); the smallest change that would pass: %s"
                .formatted(message, before, after, change);
    }
}
