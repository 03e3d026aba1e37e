package io.ttdust.benchmarks.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.Spread;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The result of one run, field by field in the order they were added. For one thread at a time.
///
/// A field with a spread appears in JSON as `name`, `name_min` and `name_max`; one that could not be measured as
/// null.
public final class Report {

    private record Field(String name, @Nullable BigDecimal value, String text, String meaning) {}

    private final String benchmark;
    private final Machine machine;
    private final List<Field> fields = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean failed;

    public Report(String benchmark, Machine machine) {
        this.benchmark = benchmark;
        this.machine = machine;
    }

    /// A whole number, such as the work that was done.
    public void count(String name, long value, String meaning) {
        fields.add(new Field(name, BigDecimal.valueOf(value), String.format(Locale.ROOT, "%,d", value), meaning));
    }

    /// A measured value, shown with `decimals` places.
    public void number(String name, double value, int decimals, String meaning) {
        BigDecimal rounded = rounded(value, decimals);
        fields.add(new Field(name, rounded, grouped(rounded), meaning));
    }

    /// A median with the range it was found in.
    public void spread(String name, Spread value, int decimals, String meaning) {
        BigDecimal median = rounded(value.median(), decimals);
        BigDecimal min = rounded(value.min(), decimals);
        BigDecimal max = rounded(value.max(), decimals);
        String range = "%s  (%s .. %s)".formatted(grouped(median), grouped(min), grouped(max));
        fields.add(new Field(name, median, range, meaning));
        fields.add(new Field(name + "_min", min, "", ""));
        fields.add(new Field(name + "_max", max, "", ""));
    }

    /// A field that could not be measured; say why in a [#note].
    public void absent(String name, String meaning) {
        fields.add(new Field(name, null, "-", meaning));
    }

    /// A sentence the reader of the numbers must know.
    public void note(String sentence) {
        notes.add(sentence);
    }

    /// The run proves nothing, because of `reason`: its exit code is 1.
    public void fail(String reason) {
        failed = true;
        notes.add("FAILED: " + reason);
    }

    public boolean hasFailed() {
        return failed;
    }

    /// Prints the table and, when asked for, the JSON object as the last line.
    ///
    /// @return the exit code: 0, or 1 if the run failed
    public int print(Console console, boolean json) {
        StringBuilder table = new StringBuilder();
        int names = fields.stream().mapToInt(field -> field.name.length()).max().orElse(0);
        int texts = fields.stream().mapToInt(field -> field.text.length()).max().orElse(0);
        table.append("%nbench %s%n".formatted(benchmark));
        for (Field field : fields) {
            if (!field.text.isEmpty()) {
                table.append("  %-{n}s  %{t}s   %s%n"
                        .replace("{n}", Integer.toString(names))
                        .replace("{t}", Integer.toString(texts))
                        .formatted(field.name, field.text, field.meaning));
            }
        }
        for (String note : notes) {
            table.append("  %s%n".formatted(note));
        }
        table.append("  %d cores, %s, %s, %s%n"
                .formatted(machine.cores(), machine.java(), machine.kernel(), machine.fileSystem()));
        console.out().print(table);
        if (json) {
            console.out().println(json());
        }
        console.out().flush();
        return failed ? 1 : 0;
    }

    /// The whole report as one JSON object on one line.
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            generator.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            generator.writeStartObject();
            generator.writeStringField("bench", benchmark);
            generator.writeBooleanField("ok", !failed);
            for (Field field : fields) {
                generator.writeFieldName(field.name);
                if (field.value == null) {
                    generator.writeNull();
                } else {
                    generator.writeNumber(field.value);
                }
            }
            generator.writeArrayFieldStart("notes");
            for (String note : notes) {
                generator.writeString(note);
            }
            generator.writeEndArray();
            generator.writeObjectFieldStart("machine");
            generator.writeNumberField("cores", machine.cores());
            generator.writeStringField("java", machine.java());
            generator.writeStringField("kernel", machine.kernel());
            generator.writeStringField("file_system", machine.fileSystem());
            generator.writeEndObject();
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static BigDecimal rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }

    private static String grouped(BigDecimal value) {
        return String.format(Locale.ROOT, "%,." + value.scale() + "f", value);
    }
}
