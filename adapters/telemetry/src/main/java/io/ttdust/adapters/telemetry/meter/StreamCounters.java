package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The verdicts of one stream's records, or of several streams' together. Safe for all threads.
final class StreamCounters {

    /// What schemas can be broken by; anything else a validator may say is counted as `other`, so that no text from
    /// a schema or a payload becomes a label.
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "items",
            "additionalItems",
            "maxItems",
            "minItems",
            "uniqueItems",
            "contains",
            "maxProperties",
            "minProperties",
            "required",
            "patternProperties",
            "additionalProperties",
            "dependencies",
            "propertyNames",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "format",
            "$budget");

    private static final String OTHER_KEYWORD = "other";

    final Counter accepted;
    final Counter duplicate;
    final Counter rejected;
    final Counter conflict;
    final Counter refused;
    private final MeterRegistry registry;
    private final String stream;
    private final ConcurrentHashMap<String, Counter> errors = new ConcurrentHashMap<>();

    StreamCounters(MeterRegistry registry, String stream) {
        this.registry = registry;
        this.stream = stream;
        accepted = verdict("accepted");
        duplicate = verdict("duplicate");
        rejected = verdict("rejected");
        conflict = verdict("conflict");
        refused = verdict("refused");
    }

    private Counter verdict(String status) {
        return Metric.INGESTION_RECORDS.counter(registry, stream, status);
    }

    /// Counts what was wrong with `records` rejected records.
    void broken(Problem problem, int records) {
        boolean named = problem.code() == ErrorCode.VALIDATION_ERROR
                && !problem.violations().isEmpty();
        broken(named ? keyword(problem.violations().getFirst().keyword()) : word(problem.code()), records);
    }

    /// Counts `records` records rejected with `code`.
    void broken(ErrorCode code, int records) {
        broken(word(code), records);
    }

    private void broken(String type, int records) {
        Counter counter = errors.get(type);
        if (counter == null) {
            counter = errors.computeIfAbsent(
                    type, first -> Metric.INGESTION_VALIDATION_ERRORS.counter(registry, stream, first));
        }
        counter.increment(records);
    }

    private static String keyword(String said) {
        return KEYWORDS.contains(said) ? said : OTHER_KEYWORD;
    }

    private static String word(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
