package io.ttdust.simulation.suite;

import io.ttdust.simulation.ReportOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `simulate suite`: the official tests by the compiled validator.
@Command(
        name = "suite",
        customSynopsis = "./ttdust simulate suite [--data DIR] [--json]",
        description = "%nJudges every required draft-07 test of the official JSON Schema test suite.%n")
public final class SuiteCommand implements Callable<Integer> {

    private static final String SUITE = "json-schema-test-suite/draft7";
    private static final String DATA = "shared/data";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder that holds json-schema-test-suite (default: shared/data beside the checkout).")
    private @Nullable Path data;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Path folder = data == null ? besideTheCheckout() : data;
        Path suite = folder == null ? null : folder.resolve(SUITE);
        if (suite == null || !Files.isDirectory(suite)) {
            err.println("simulate suite: no %s in %s; name the folder that holds it by --data DIR"
                    .formatted(SUITE, folder == null ? DATA + " beside the checkout" : folder));
            return 2;
        }
        SuiteRun run = SuiteRun.of(suite);
        run.failures().forEach(err::println);
        PrintWriter out = spec.commandLine().getOut();
        if (report.json()) {
            String files = run.files().stream()
                    .map(file -> "\"%s\":{\"passed\":%d,\"refused\":%d,\"failed\":%d}"
                            .formatted(file.name(), file.passed(), file.refused(), file.failed()))
                    .collect(Collectors.joining(",", "{", "}"));
            out.println("{\"passed\":%d,\"refused\":%d,\"failed\":%d,\"files\":%s}"
                    .formatted(run.passed(), run.refused(), run.failed(), files));
        } else {
            run.files()
                    .forEach(file -> out.println("%-32s %4d passed %4d refused %4d failed"
                            .formatted(file.name(), file.passed(), file.refused(), file.failed())));
            out.println("%d passed, %d refused, %d failed".formatted(run.passed(), run.refused(), run.failed()));
        }
        return run.failed() == 0 ? 0 : 1;
    }

    /// `shared/data` beside the checkout this class was built in; null if there is none.
    private static @Nullable Path besideTheCheckout() {
        try {
            Path place = Path.of(SuiteCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = place; folder != null; folder = folder.getParent()) {
                Path sibling = folder.resolveSibling(DATA);
                if (Files.isDirectory(sibling)) {
                    return sibling;
                }
            }
            return null;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this program is no URI", e);
        }
    }
}
