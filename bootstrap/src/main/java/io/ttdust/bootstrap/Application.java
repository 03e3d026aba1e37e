package io.ttdust.bootstrap;

import io.ttdust.bootstrap.config.Profile;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import io.ttdust.bootstrap.config.SettingsException;
import io.ttdust.bootstrap.config.SettingsFile;
import io.ttdust.bootstrap.node.Node;
import io.ttdust.bootstrap.offline.LogCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Entry point of the server process, `serve` and `dev`, and of what looks at its data while it does not run, `log`.
///
/// Exit codes, as [Help] tells them: 130 and 143 stopped by Ctrl-C and SIGTERM, 1 could not start, 2 wrong command
/// line or configuration, 3 the log failed, 4 nothing comes into files any more.
public final class Application {

    private static final int EXIT_USAGE = 2;
    private static final int EXIT_START = 1;

    private final PrintStream out;
    private final PrintStream err;

    private Application(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Starts a node and returns; the node's threads keep the process alive until it is told to stop.
    public static void main(String[] args) {
        int exit = new Application(stream(FileDescriptor.out), stream(FileDescriptor.err)).run(args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private int run(String[] args) {
        if (args.length > 0 && args[0].equals("log")) {
            return LogCommand.run(writer(out), writer(err), Arrays.copyOfRange(args, 1, args.length));
        }
        Arguments arguments = Arguments.parse(args);
        if (arguments == null) {
            err.print(Help.text());
            return EXIT_USAGE;
        }
        if (arguments.help()) {
            out.print(Help.text());
            return 0;
        }
        Settings settings;
        try {
            settings = Settings.read(arguments.profile(), System.getenv(), file(arguments.config()));
        } catch (SettingsException e) {
            err.println("ttdust: " + e.getMessage());
            return EXIT_USAGE;
        }
        configureLogging(settings);
        return start(arguments, settings);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static Map<String, String> file(@Nullable Path config) {
        String named = System.getenv("TTDUST_CONFIG");
        Path path = config != null || named == null ? config : Path.of(named);
        return path == null ? Map.of() : SettingsFile.read(path, System.getenv());
    }

    /// Before the first logger is made.
    private static void configureLogging(Settings settings) {
        System.setProperty("ttdust.log-level", settings.word(Setting.LOG_LEVEL));
        System.setProperty("logback.configurationFile", "logback-%s.xml".formatted(settings.word(Setting.LOG_FORMAT)));
    }

    private int start(Arguments arguments, Settings settings) {
        try {
            Node node = Node.start(settings, arguments.acceptLossAt());
            if (arguments.profile() == Profile.DEV) {
                Banner.print(out, node.endpoints(), node.newAdminKey());
            }
            return 0;
        } catch (RuntimeException e) { // supervisor of the whole process: say why, and end
            Node.logFailedStart(e);
            err.println("ttdust: cannot start: " + e.getMessage());
            return EXIT_START;
        }
    }

    /// The command line.
    private record Arguments(Profile profile, @Nullable Path config, Set<Long> acceptLossAt, boolean help) {

        static @Nullable Arguments parse(String[] args) {
            Profile profile = null;
            Path config = null;
            Set<Long> acceptLossAt = new HashSet<>();
            boolean help = false;
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("dev") && profile == null) {
                    profile = Profile.DEV;
                } else if (args[i].equals("serve") && profile == null) {
                    profile = Profile.SERVE;
                } else if (args[i].equals("--config") && i + 1 < args.length) {
                    config = Path.of(args[++i]);
                } else if (args[i].equals("--accept-loss-at")
                        && i + 1 < args.length
                        && args[i + 1].matches("[0-9]{1,18}")) {
                    acceptLossAt.add(Long.parseLong(args[++i]));
                } else if (args[i].equals("--help") || args[i].equals("-h")) {
                    help = true;
                } else {
                    return null;
                }
            }
            if (profile == null && !help) {
                return null;
            }
            return new Arguments(profile == null ? Profile.SERVE : profile, config, acceptLossAt, help);
        }
    }
}
