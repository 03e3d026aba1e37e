package io.ttdust.simulation.hostile;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler.Compiled;
import io.ttdust.adapters.jsonschema.ProgramSchema;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How one case was refused.
///
/// @param code null when it was accepted
/// @param keyword of the first violation
/// @param cpuMillis of this thread for one refusal, the least of several: what is more is the machine's
record Refusal(HostileCase hostile, @Nullable String code, String keyword, double cpuMillis) {

    private static final double CPU_MILLIS_MAX = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// So many times as often is tried what seems slow, for it may be the compiler's or a neighbour's fault.
    private static final int PATIENCE = 20;

    static Refusal of(HostileCase hostile, JsonSchemaCompiler compiler, int times) {
        Attempt attempt = attempt(hostile, compiler);
        Problem problem = null;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times || (isSlow(least) && i < PATIENCE * times); i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            problem = attempt.once();
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return problem == null
                ? new Refusal(hostile, null, "", least / 1e6)
                : new Refusal(hostile, problem.code().name(), keyword(problem), least / 1e6);
    }

    private static String keyword(Problem problem) {
        return problem.violations().isEmpty()
                ? ""
                : problem.violations().getFirst().keyword();
    }

    /// Whether it takes more than [#CPU_MILLIS_MAX].
    boolean isSlow() {
        return cpuMillis > CPU_MILLIS_MAX;
    }

    private static boolean isSlow(long nanos) {
        return nanos > CPU_MILLIS_MAX * 1e6;
    }

    /// Whether it was refused as it must be.
    boolean isAsWanted() {
        return hostile.code().name().equals(code) && hostile.keyword().equals(keyword);
    }

    private interface Attempt {

        /// What is said against it; null if nothing.
        @Nullable
        Problem once();
    }

    private static Attempt attempt(HostileCase hostile, JsonSchemaCompiler compiler) {
        String payload = hostile.payload();
        if (payload == null) {
            return () -> switch (compiler.compileAny(hostile.definition())) {
                case Result.Ok<Compiled> ok -> null;
                case Result.Refused<Compiled>(Problem problem) -> problem;
            };
        }
        ProgramSchema schema = switch (compiler.compileAny(hostile.definition())) {
            case Result.Ok<Compiled>(Compiled compiled) -> compiled.schema();
            case Result.Refused<Compiled>(Problem problem) -> throw new IllegalStateException(problem.toString());
        };
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return () -> schema.check(bytes, 0, bytes.length);
    }
}
