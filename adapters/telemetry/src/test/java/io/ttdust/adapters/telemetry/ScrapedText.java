package io.ttdust.adapters.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the Prometheus text format strictly: every sample belongs to the family announced above it, no series is
/// there twice, and histograms are cumulative. What is wrong throws.
public final class ScrapedText {

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([+-]?(?:Inf|NaN|[0-9.eE+-]+))");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\",?");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /// One line.
    public record Sample(String name, Map<String, String> labels, double value) {}

    private ScrapedText() {}

    /// Reads `text`.
    ///
    /// @throws IllegalArgumentException with the line that is wrong
    public static ScrapedText parse(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line is not ended");
        }
        ScrapedText scraped = new ScrapedText();
        String family = "";
        Map<String, Double> seen = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            Matcher comment = COMMENT.matcher(line);
            if (line.isEmpty()) {
                continue;
            }
            if (line.startsWith("#")) {
                require(comment.matches(), line);
                if (comment.group(1).equals("TYPE")) {
                    family = comment.group(2);
                    require(TYPES.contains(comment.group(3)), line);
                    require(scraped.types.put(family, comment.group(3)) == null, line);
                }
            } else {
                Sample sample = sample(line);
                require(belongs(sample.name, family, scraped.typeOf(family)), line);
                require(seen.put(sample.name + new TreeMap<>(sample.labels), sample.value) == null, line);
                scraped.samples.add(sample);
            }
        }
        scraped.checkHistograms();
        return scraped;
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        require(matcher.matches(), line);
        Map<String, String> labels = new LinkedHashMap<>();
        String text = matcher.group(2);
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            int end = 0;
            while (label.find() && label.start() == end) {
                require(labels.put(label.group(1), label.group(2)) == null, line);
                end = label.end();
            }
            require(end == text.length(), line);
        }
        String value = matcher.group(3);
        return new Sample(matcher.group(1), labels, Double.parseDouble(value.replace("Inf", "Infinity")));
    }

    private static boolean belongs(String name, String family, String type) {
        return switch (type) {
            case "histogram" ->
                Set.of(family + "_bucket", family + "_count", family + "_sum").contains(name);
            case "summary" -> Set.of(family, family + "_count", family + "_sum").contains(name);
            default -> name.equals(family);
        };
    }

    private void checkHistograms() {
        Map<String, Double> last = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.name.endsWith("_bucket")) {
                Map<String, String> labels = new TreeMap<>(sample.labels);
                Objects.requireNonNull(labels.remove("le"), sample.toString());
                String series = sample.name.replace("_bucket", "") + labels;
                require(last.getOrDefault(series, 0.0) <= sample.value, sample.toString());
                last.put(series, sample.value);
            }
        }
        for (Sample sample : samples) {
            Double buckets = sample.name.endsWith("_count")
                    ? last.get(sample.name.replace("_count", "") + new TreeMap<>(sample.labels))
                    : null;
            require(buckets == null || buckets == sample.value, sample.toString());
        }
    }

    private static void require(boolean holds, String line) {
        if (!holds) {
            throw new IllegalArgumentException("not the Prometheus text format: " + line);
        }
    }

    private String typeOf(String family) {
        return types.getOrDefault(family, "untyped");
    }

    /// Names of the families and their types.
    public Map<String, String> types() {
        return types;
    }

    public List<Sample> samples() {
        return samples;
    }

    /// The samples of that name.
    public List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name.equals(name)).toList();
    }

    /// The sum of all samples of that name that have all these labels, given as `key, value, …`.
    public double sum(String name, String... labels) {
        double sum = 0;
        for (Sample sample : named(name)) {
            boolean matches = true;
            for (int i = 0; i < labels.length; i += 2) {
                matches &= labels[i + 1].equals(sample.labels.get(labels[i]));
            }
            sum += matches ? sample.value : 0;
        }
        return sum;
    }
}
