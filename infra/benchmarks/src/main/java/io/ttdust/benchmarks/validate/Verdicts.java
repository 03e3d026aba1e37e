package io.ttdust.benchmarks.validate;

import io.ttdust.benchmarks.report.Report;
import java.nio.charset.StandardCharsets;

/// What a checker must say before it is worth timing.
final class Verdicts {

    /// A sound event but for one thing, and how many rules it then breaks.
    private record Variant(String instead, String of, int violations) {}

    private static final Variant[] VARIANTS = {
        new Variant("2025-13-15T10:30:00Z", "2025-01-15T10:30:00Z", 1),
        new Variant("-0.01", "29.99", 1),
        new Variant("7", "\"google\"", 1),
        new Variant("\"purchase\"", "\"click\"", 0),
        new Variant("[]", "29.99", 1)
    };

    private Verdicts() {}

    /// Fails the report when a verdict is wrong.
    static void check(Report report, String name, Contender checker) {
        for (Shape shape : Shape.values()) {
            expect(report, "%s on %s".formatted(name, shape), checker, shape.payload(), shape.violations());
        }
        String sound = new String(Shape.V.payload(), StandardCharsets.UTF_8);
        for (Variant variant : VARIANTS) {
            byte[] payload = sound.replace(variant.of(), variant.instead()).getBytes(StandardCharsets.UTF_8);
            expect(
                    report,
                    "%s on V with %s".formatted(name, variant.instead()),
                    checker,
                    payload,
                    variant.violations());
        }
    }

    private static void expect(Report report, String what, Contender checker, byte[] payload, int violations) {
        int found = checker.look(payload);
        if (found != violations) {
            report.fail("%s: %d violations, not %d".formatted(what, found, violations));
        }
    }
}
