package io.ttdust.cli;

import io.ttdust.cli.console.Terminal;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The version, as the jar's manifest says it.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    private static String text() {
        String version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "unpackaged");
        return "ttdust %s (Java %s, %s %s)"
                .formatted(version, Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /// `ttdust version`.
    @Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
    static final class Show implements Runnable {

        private final Terminal terminal;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void run() {
            terminal.line("%s", text());
        }
    }
}
