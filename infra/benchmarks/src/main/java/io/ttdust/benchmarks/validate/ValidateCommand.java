package io.ttdust.benchmarks.validate;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.ReportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench validate`: our checker, the plain library and the bare tokenizer in turns on four payloads.
///
/// Nothing is timed before every verdict is right.
@Command(
        name = "validate",
        description = "Checking one record against its schema, beside the plain library and the bare tokenizer on the"
                + " same bytes; what it allocates, what compiling costs, and two threads at once.")
public final class ValidateCommand implements Callable<Integer> {

    private static final int WARM_UP_TURNS = 6;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "9",
            description = "How often each has its turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--turn-millis",
            paramLabel = "MS",
            defaultValue = "100",
            description = "How long a turn lasts. Default: ${DEFAULT-VALUE}.")
    private int turnMillis;

    private final Console console;

    public ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Report report = new Report("validate", Machine.of(Path.of("")));
        long start = System.nanoTime();
        Contender ours = Contender.ours();
        Contender networknt = Contender.networknt();
        Verdicts.check(report, "ours", ours);
        Verdicts.check(report, "networknt", networknt);
        if (!report.hasFailed()) {
            measure(report, new Rounds(ours, networknt, Contender.jackson(), new JsonSchemaCompiler()));
        }
        report.number("seconds", (System.nanoTime() - start) / 1e9, 1, "in all");
        return report.print(console, options.json());
    }

    private void measure(Report report, Rounds turns) throws InterruptedException {
        Duration span = Duration.ofMillis(Math.max(1, turnMillis));
        console.progress("validate: warm-up");
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            turns.warmUp(span);
        }
        for (int round = 1; round <= Math.max(1, rounds); round++) {
            console.progress("validate: round %d of %d".formatted(round, rounds));
            turns.run(round, span);
        }
        turns.fill(report);
    }
}
