package io.ttdust.bootstrap.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The value of every [Setting] and where it came from. Environment beats file beats default.
public final class Settings {

    private static final String PREFIX = "TTDUST_";

    /// Not settings: they say where the file is, how the JVM is started, and what clients on this machine use.
    private static final Set<String> LAUNCHER_VARIABLES = Set.of(
            "TTDUST_CONFIG",
            "TTDUST_API_KEY",
            "TTDUST_SERVER",
            "TTDUST_GRPC",
            "TTDUST_SERVER_JAR",
            "TTDUST_SERVER_JAVA_OPTS",
            "TTDUST_TOOL_JAVA_OPTS",
            "TTDUST_BENCH_JAVA_OPTS");

    private final Map<Setting, Object> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
    private final Map<Setting, String> sources = new EnumMap<>(Setting.class);

    private final Profile profile;

    private Settings(Profile profile) {
        this.profile = profile;
    }

    /// Reads and checks all settings.
    ///
    /// @param environment the process's environment; names that start with `TTDUST_` must be settings
    /// @param file the configuration file's content as [SettingsFile] flattens it; keys must be settings
    /// @throws SettingsException naming everything that is wrong
    public static Settings read(Profile profile, Map<String, String> environment, Map<String, String> file) {
        List<String> problems = new ArrayList<>();
        Settings settings = new Settings(profile);
        for (Setting setting : Setting.values()) {
            String fromEnvironment = environment.get(setting.variable());
            String fromFile = file.get(setting.key());
            if (fromEnvironment != null) {
                settings.put(setting, fromEnvironment, setting.variable(), problems);
            } else if (fromFile != null) {
                settings.put(setting, fromFile, setting.key(), problems);
            } else {
                settings.put(setting, setting.defaultValue(profile), "default", problems);
            }
        }
        addUnknown(environment, file, problems);
        if (problems.isEmpty()) {
            settings.checkBounds(problems);
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private void put(Setting setting, String text, String source, List<String> problems) {
        try {
            values.put(setting, Values.parse(setting, text));
            texts.put(setting, text);
            sources.put(setting, source);
        } catch (NumberFormatException e) {
            problems.add("%s has a part that is not a number".formatted(source));
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("%s %s".formatted(source, e.getMessage()));
        }
    }

    private static void addUnknown(Map<String, String> environment, Map<String, String> file, List<String> problems) {
        Map<String, String> unknown = new TreeMap<>();
        for (String name : environment.keySet()) {
            if (name.startsWith(PREFIX) && !LAUNCHER_VARIABLES.contains(name) && !isVariable(name)) {
                unknown.put(name, "");
            }
        }
        for (String key : file.keySet()) {
            if (key.startsWith("ttdust.") && !isKey(key)) {
                unknown.put(key, "");
            }
        }
        unknown.keySet()
                .forEach(name -> problems.add("%s is no setting; 'ttdust serve --help' lists them".formatted(name)));
    }

    private static boolean isVariable(String name) {
        for (Setting setting : Setting.values()) {
            if (setting.variable().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private void checkBounds(List<String> problems) {
        checkRange(Setting.WAL_SEGMENT_BYTES, 16L << 20, 1L << 30, problems);
        checkRange(Setting.WAL_STAGING_BYTES, 8L << 20, 1L << 30, problems);
        checkRange(Setting.FLUSH_BYTES, 1L << 20, 512L << 20, problems);
        checkRange(Setting.UNFLUSHED_BYTES_MAX, 64L << 20, 1L << 50, problems);
        int percent = integer(Setting.BACKPRESSURE_REFUSE_PERCENT);
        if (percent < 1 || percent > 100) {
            problems.add("%s must be 1 to 100".formatted(sources.get(Setting.BACKPRESSURE_REFUSE_PERCENT)));
        }
        int warning = integer(Setting.BACKPRESSURE_WARNING_PERCENT);
        if (warning < 1 || warning > percent) {
            problems.add("%s must be 1 to the percentage at which records are refused"
                    .formatted(sources.get(Setting.BACKPRESSURE_WARNING_PERCENT)));
        }
        if (duration(Setting.FLUSH_INTERVAL).toMillis() < 100) {
            problems.add("%s must be at least 100ms".formatted(sources.get(Setting.FLUSH_INTERVAL)));
        }
        if (duration(Setting.WAL_SYNC_INTERVAL).toMillis() < 1) {
            problems.add("%s must be at least 1ms".formatted(sources.get(Setting.WAL_SYNC_INTERVAL)));
        }
        if (!word(Setting.NODE_ID).matches("([a-z0-9][a-z0-9-]{0,62})?")) {
            problems.add("%s must be 1 to 63 of a-z 0-9 -, the first no dash".formatted(sources.get(Setting.NODE_ID)));
        }
        checkRange(Setting.IN_FLIGHT_BYTES_MAX, 20L << 20, 1L << 40, problems);
        if (bytes(Setting.WAL_SEGMENT_BYTES) % 4096 != 0) {
            problems.add("%s is no multiple of 4096".formatted(sources.get(Setting.WAL_SEGMENT_BYTES)));
        }
        if (bytes(Setting.WAL_STAGING_BYTES) > bytes(Setting.WAL_SEGMENT_BYTES)) {
            problems.add("%s must not be more than the bytes of a segment"
                    .formatted(sources.get(Setting.WAL_STAGING_BYTES)));
        }
        if (integer(Setting.WAL_SPARE_SEGMENTS) < 1) {
            problems.add("%s must be at least 1".formatted(sources.get(Setting.WAL_SPARE_SEGMENTS)));
        }
        if (integer(Setting.WAL_SPARE_SEGMENTS) > 1024) {
            problems.add("%s is more than 1024".formatted(sources.get(Setting.WAL_SPARE_SEGMENTS)));
        }
        if (integer(Setting.IDEMPOTENCY_KEYS_MAX) > 50_000_000) {
            problems.add("%s is more than 50000000".formatted(sources.get(Setting.IDEMPOTENCY_KEYS_MAX)));
        }
    }

    private void checkRange(Setting setting, long min, long max, List<String> problems) {
        if (bytes(setting) < min || bytes(setting) > max) {
            problems.add("%s must be %d to %d bytes".formatted(sources.get(setting), min, max));
        }
    }

    /// Whose defaults apply.
    public Profile profile() {
        return profile;
    }

    public HostPort address(Setting setting) {
        return (HostPort) value(setting);
    }

    /// An address that need not be set; empty if it was not.
    public Optional<HostPort> optionalAddress(Setting setting) {
        return Optional.of((HostPort) value(setting)).filter(set -> !set.equals(HostPort.NOWHERE));
    }

    public long bytes(Setting setting) {
        return (Long) value(setting);
    }

    public int integer(Setting setting) {
        return (Integer) value(setting);
    }

    public Duration duration(Setting setting) {
        return (Duration) value(setting);
    }

    public boolean flag(Setting setting) {
        return (Boolean) value(setting);
    }

    public String word(Setting setting) {
        return (String) value(setting);
    }

    /// A secret that was set; empty if it was not.
    public Optional<String> secret(Setting setting) {
        return Optional.of((String) value(setting)).filter(text -> !text.isEmpty());
    }

    public Path dataDirectory() {
        return ((Path) value(Setting.DATA_DIRECTORY)).toAbsolutePath().normalize();
    }

    public Path walDirectory() {
        Path set = (Path) value(Setting.WAL_DIRECTORY);
        return set.toString().isEmpty()
                ? dataDirectory().resolve("wal")
                : set.toAbsolutePath().normalize();
    }

    /// Where data files and all other objects lie.
    public Path objectsDirectory() {
        return dataDirectory().resolve("objects");
    }

    /// Every setting as `name = value (source)`, secrets masked.
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String text = setting.kind() == Setting.Kind.SECRET
                            && !texts.getOrDefault(setting, "").isEmpty()
                    ? "********"
                    : texts.getOrDefault(setting, "");
            lines.add("%s = %s (%s)".formatted(setting.key(), text, sources.get(setting)));
        }
        return lines;
    }

    private Object value(Setting setting) {
        Object value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException("no value of " + setting);
        }
        return value;
    }
}
