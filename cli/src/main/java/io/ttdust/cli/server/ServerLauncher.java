package io.ttdust.cli.server;

import io.ttdust.cli.console.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server is started from.
///
/// @param jar the server's jar, with its libraries beside it
/// @param jvmOptions flags of its JVM
public record ServerLauncher(Path jar, List<String> jvmOptions) {

    private static final String JAR = "TTDUST_SERVER_JAR";
    private static final String OPTIONS = "TTDUST_SERVER_JAVA_OPTS";

    public ServerLauncher {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /// The server `./ttdust` built and named in `environment`, with the flags it gives every server.
    public static ServerLauncher of(Map<String, String> environment) {
        String jar = environment.get(JAR);
        if (jar == null) {
            throw new CommandException(JAR + " is not set: start this command as ./ttdust, which builds the server");
        }
        if (!Files.isReadable(Path.of(jar))) {
            throw new CommandException(
                    JAR + " names " + jar + ", which cannot be read: run ./ttdust again to build it");
        }
        return new ServerLauncher(Path.of(jar), words(environment.get(OPTIONS)));
    }

    /// The command line, on the JVM this process runs on.
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-jar");
        command.add(jar.toString());
        command.add("serve");
        return command;
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
