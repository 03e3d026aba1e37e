package io.ttdust.simulation.hostile;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.simulation.ReportOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `simulate hostile`: what each refusal of a hostile schema or payload costs.
@Command(
        name = "hostile",
        customSynopsis = "./ttdust simulate hostile [--times N] [--json]",
        description =
                "%nRefuses schemas and payloads that are made to cost more than they weigh; each with its code, in"
                        + " at most 10 ms of CPU.%n")
public final class HostileCommand implements Callable<Integer> {

    /// Called by anybody, it would have been within this time.
    private static final int LISTEN_MILLIS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--times",
            defaultValue = "40",
            description = "How often each is refused, the least of which counts (default: 40).")
    private int times;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        JsonSchemaCompiler compiler = new JsonSchemaCompiler();
        try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            List<Refusal> refusals = HostileCase.all(listener.getLocalPort()).stream()
                    .map(hostile -> Refusal.of(hostile, compiler, Math.max(1, times)))
                    .toList();
            int connections = connections(listener);
            boolean failed =
                    connections > 0 || refusals.stream().anyMatch(refusal -> !refusal.isAsWanted() || refusal.isSlow());
            report(refusals, connections, failed);
            return failed ? 1 : 0;
        }
    }

    /// How many called.
    private static int connections(ServerSocket listener) throws IOException {
        listener.setSoTimeout(LISTEN_MILLIS);
        int connections = 0;
        while (true) {
            try {
                listener.accept().close();
                connections++;
            } catch (SocketTimeoutException nobody) {
                return connections;
            }
        }
    }

    private void report(List<Refusal> refusals, int connections, boolean failed) {
        PrintWriter out = spec.commandLine().getOut();
        if (report.json()) {
            String cases = refusals.stream()
                    .map(refusal -> "\"%s\":{\"row\":\"%s\",\"code\":\"%s\",\"keyword\":\"%s\",\"cpu_ms\":%.2f}"
                            .formatted(
                                    refusal.hostile().name(),
                                    refusal.hostile().row(),
                                    refusal.code(),
                                    refusal.keyword(),
                                    refusal.cpuMillis()))
                    .collect(Collectors.joining(",", "{", "}"));
            out.println("{\"failed\":%b,\"connections\":%d,\"cpu_ms_max\":%.2f,\"cases\":%s}"
                    .formatted(
                            failed,
                            connections,
                            refusals.stream()
                                    .mapToDouble(Refusal::cpuMillis)
                                    .max()
                                    .orElse(0),
                            cases));
            return;
        }
        for (Refusal refusal : refusals) {
            out.println("%-30s %s %-16s %-10s %7.2f ms of CPU%s"
                    .formatted(
                            refusal.hostile().name(),
                            refusal.hostile().row(),
                            refusal.code(),
                            refusal.keyword(),
                            refusal.cpuMillis(),
                            refusal.isAsWanted() ? refusal.isSlow() ? ", too much" : "" : ", wrong answer"));
        }
        out.println("%d connections to the port that was named".formatted(connections));
    }
}
