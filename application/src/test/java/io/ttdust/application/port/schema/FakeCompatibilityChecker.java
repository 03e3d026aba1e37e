package io.ttdust.application.port.schema;

import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// [CompatibilityChecker] for tests, for what [FakeSchemaCompiler] understands: compares what is `required`.
public final class FakeCompatibilityChecker implements CompatibilityChecker {

    private static final Pattern REQUIRED = Pattern.compile("\"required\"\\s*:\\s*\\[([^\\]]*)]");

    @Override
    public List<Incompatibility> compare(String before, String after, CompatibilityMode mode) {
        List<Incompatibility> found = new ArrayList<>();
        if (mode.readsOld()) {
            for (String name : more(required(after), required(before))) {
                found.add(new Incompatibility(
                        "/required",
                        "required-added",
                        "records without '%s' would be refused by the new version".formatted(name),
                        Incompatibility.ABSENT,
                        "\"%s\"".formatted(name),
                        "do not require '%s'".formatted(name)));
            }
        }
        if (mode.readByOld()) {
            for (String name : more(required(before), required(after))) {
                found.add(new Incompatibility(
                        "",
                        "required-removed",
                        "records without '%s' would be refused by the old version".formatted(name),
                        "\"%s\"".formatted(name),
                        Incompatibility.ABSENT,
                        "require '%s'".formatted(name)));
            }
        }
        return found.subList(0, Math.min(found.size(), Incompatibility.REPORTED_MAX));
    }

    private static Set<String> more(Set<String> of, Set<String> than) {
        Set<String> more = new LinkedHashSet<>(of);
        more.removeAll(than);
        return more;
    }

    private static Set<String> required(String definition) {
        Matcher list = REQUIRED.matcher(definition);
        Set<String> names = new LinkedHashSet<>();
        if (list.find()) {
            for (String name : list.group(1).split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip().replace("\"", ""));
                }
            }
        }
        return names;
    }
}
