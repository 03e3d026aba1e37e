package io.ttdust.benchmarks.jmh;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Checks one valid click event against its schema.
///
/// In: strict parsing and the schema. Out: everything else the server does with a record. `small` events are of
/// about 170 bytes, `padded` ones of 1 KiB with the same fields, as `bench ingest` sends them.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ValidationBenchmark {

    private static final int EVENTS = 1024;

    @Param({"small", "padded"})
    private String events = "small";

    private PayloadSchema schema = (bytes, offset, length) -> null;
    private List<byte[]> payloads = List.of();
    private int next;

    /// Compiles the schema, makes the events, and proves that they are valid.
    @Setup
    public void prepare() {
        String definition = new String(GeneratedClicks.schema(), StandardCharsets.UTF_8);
        schema = switch (new JsonSchemaCompiler().compile(definition)) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> compiled.schema();
            case Result.Refused<CompiledSchema>(Problem problem) -> throw new IllegalStateException(problem.toString());
        };
        payloads = events.equals("padded") ? ClickEvents.generate(1, EVENTS) : small();
        for (byte[] payload : payloads) {
            Problem problem = schema.check(payload, 0, payload.length);
            if (problem != null) {
                throw new IllegalStateException(problem.toString());
            }
        }
    }

    private static List<byte[]> small() {
        GeneratedClicks source = GeneratedClicks.sound(1, EVENTS);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            payloads.add(source.payload(i));
        }
        return payloads;
    }

    /// One event.
    @Benchmark
    public @Nullable Problem check() {
        byte[] payload = payloads.get(next++ & (EVENTS - 1));
        return schema.check(payload, 0, payload.length);
    }
}
