package io.ttdust.cli.infer;

/// What a proposal may say beyond types and names.
///
/// @param enums whether texts of few values are listed
/// @param formats whether texts that all look like a date, an address and so on must go on to do so
/// @param closed whether objects may have no other names than those seen
public record InferenceRules(boolean enums, boolean formats, boolean closed) {

    /// What is proposed unless something else is asked for.
    public static final InferenceRules USUAL = new InferenceRules(true, true, false);
}
