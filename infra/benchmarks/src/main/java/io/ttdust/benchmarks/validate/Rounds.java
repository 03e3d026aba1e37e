package io.ttdust.benchmarks.validate;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns of every contender on every shape, in rounds: what a machine can do drifts, and drifts for all alike. Who
/// begins changes from round to round. For one thread.
final class Rounds {

    private static final int THREADS = 2;

    private final Contender ours;
    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final JsonSchemaCompiler compiler;
    private final CheckLoop loop = new CheckLoop();
    private final Map<String, List<Double>> nanos = new LinkedHashMap<>();
    private final Map<String, List<Double>> allocated = new LinkedHashMap<>();
    private final List<Double> compileMicros = new ArrayList<>();
    private final List<Double> threadsPerSecond = new ArrayList<>();
    private final List<Double> speedups = new ArrayList<>();
    private long checks;

    Rounds(Contender ours, Contender networknt, Contender jackson, JsonSchemaCompiler compiler) {
        this.ours = ours;
        contenders.put("ns", ours);
        contenders.put("networknt_ns", networknt);
        contenders.put("jackson_ns", jackson);
        this.compiler = compiler;
    }

    /// A round that does not count.
    void warmUp(Duration span) {
        for (Shape shape : Shape.values()) {
            byte[] payload = shape.payload();
            contenders.values().forEach(contender -> loop.run(contender, payload, span));
        }
        loop.run(this::compile, span);
    }

    /// A round that counts.
    void run(int round, Duration span) throws InterruptedException {
        List<Map.Entry<String, Contender>> order = new ArrayList<>(contenders.entrySet());
        Collections.rotate(order, round);
        for (Shape shape : Shape.values()) {
            byte[] payload = shape.payload();
            for (Map.Entry<String, Contender> entry : order) {
                Contender contender = entry.getValue();
                CheckLoop.Turn turn = loop.run(contender, payload, span);
                String field = shape + "_" + entry.getKey();
                checks += turn.times();
                nanos.computeIfAbsent(field, name -> new ArrayList<>()).add(turn.nanosEach());
                allocated.computeIfAbsent(field, name -> new ArrayList<>()).add(turn.bytesEach());
            }
        }
        compileMicros.add(loop.run(this::compile, span).nanosEach() / 1e3);
        byte[] payload = Shape.V.payload();
        double alone = CheckLoop.perSecond(1, ours, payload, span);
        double together = CheckLoop.perSecond(THREADS, ours, payload, span);
        threadsPerSecond.add(together);
        speedups.add(together / alone);
    }

    private int compile() {
        return Contender.compiled(compiler).hashCode();
    }

    /// Medians with their spreads.
    void fill(Report report) {
        for (Shape shape : Shape.values()) {
            int bytes = shape.payload().length;
            spread(report, shape + "_ns", "ns; our checker, strict JSON and schema, %d bytes".formatted(bytes));
            spread(report, shape + "_networknt_ns", "ns; the plain library: its own Jackson's tree, then the schema");
            spread(report, shape + "_jackson_ns", "ns; Jackson's tokenizer alone");
            report.spread(
                    shape + "_alloc_bytes",
                    Spread.of(allocated.getOrDefault(shape + "_ns", List.of())),
                    0,
                    "bytes of heap a check of ours allocates");
        }
        report.spread("compile_us", Spread.of(compileMicros), 1, "us; compiling the schema, text to checker");
        report.spread(
                "V_threads2_per_s",
                Spread.of(threadsPerSecond),
                0,
                "checks of V by two threads on one compiled schema");
        report.spread("V_threads2_speedup", Spread.of(speedups), 2, "times what one thread does alone");
        report.count(
                "rounds", threadsPerSecond.size(), "turns of each; every number is their median (least .. greatest)");
        report.count("checks", checks, "that counted, all contenders; their answers add up to " + loop.sink());
    }

    private void spread(Report report, String field, String meaning) {
        report.spread(field, Spread.of(nanos.getOrDefault(field, List.of())), 1, meaning);
    }
}
