package io.ttdust.bootstrap.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads the YAML configuration file into flat keys such as `ttdust.wal-segment-bytes`. Nesting and dashes mean the
/// same: `ttdust: {wal: {segment-bytes: …}}` gives that key too. `${NAME:default}` is replaced from the
/// environment.
public final class SettingsFile {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private SettingsFile() {}

    /// Reads `file`.
    ///
    /// @throws SettingsException if it cannot be read, is no YAML mapping, or names a variable that is not set
    public static Map<String, String> read(Path file, Map<String, String> environment) {
        Object content;
        try (Reader reader = Files.newBufferedReader(file)) {
            content = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException e) {
            throw new SettingsException(List.of("%s cannot be read: %s".formatted(file, e.getMessage())));
        } catch (YAMLException e) {
            throw new SettingsException(List.of("%s is not YAML: %s".formatted(file, e.getMessage())));
        }
        Map<String, String> flat = new TreeMap<>();
        if (content instanceof Map<?, ?> map) {
            flatten("", map, environment, flat);
        } else if (content != null) {
            throw new SettingsException(List.of("%s must hold a mapping that starts with 'ttdust:'".formatted(file)));
        }
        return flat;
    }

    private static void flatten(
            String prefix, Map<?, ?> map, Map<String, String> environment, Map<String, String> flat) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String separator = prefix.isEmpty() ? "" : prefix.equals("ttdust") ? "." : "-";
            String key = prefix + separator + entry.getKey();
            Object value = entry.getValue();
            if (value instanceof Map<?, ?> nested) {
                flatten(key, nested, environment, flat);
            } else {
                flat.put(key, expand(key, value, environment));
            }
        }
    }

    private static String expand(String key, @Nullable Object value, Map<String, String> environment) {
        return PLACEHOLDER
                .matcher(value == null ? "" : value.toString())
                .replaceAll(
                        match -> Matcher.quoteReplacement(valueOf(key, match.group(1), match.group(2), environment)));
    }

    private static String valueOf(String key, String name, @Nullable String fallback, Map<String, String> environment) {
        String value = environment.getOrDefault(name, fallback);
        if (value == null) {
            throw new SettingsException(
                    List.of("%s names ${%s}, which is not set and has no default".formatted(key, name)));
        }
        return value;
    }
}
