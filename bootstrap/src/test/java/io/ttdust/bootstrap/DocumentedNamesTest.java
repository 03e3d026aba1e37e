package io.ttdust.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Architecture prose rots where nobody checks it: every path and type the READMEs name in backticks must exist.
class DocumentedNamesTest {

    private static final Path ROOT = Path.of(System.getProperty("ttdust.root"));
    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern PATH = Pattern.compile("(?:[a-z.][A-Za-z0-9_.-]*/)+[A-Za-z0-9_.-]*");
    private static final Pattern TYPE = Pattern.compile("io\\.ttdust\\.[a-z0-9.]+(?:\\.[A-Z][A-Za-z0-9]*)?");

    @Test
    void everyPathAndTypeNamedByAReadmeExists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Path> readmes = readmes();
        for (Path readme : readmes) {
            Matcher quoted = QUOTED.matcher(Files.readString(readme));
            while (quoted.find()) {
                String name = quoted.group(1);
                if ((PATH.matcher(name).matches() && !pathExists(readme, name))
                        || (TYPE.matcher(name).matches() && !typeOrPackageExists(name))) {
                    missing.add(ROOT.relativize(readme) + ": " + name);
                }
            }
        }

        assertThat(readmes).hasSizeGreaterThan(8);
        assertThat(missing).isEmpty();
    }

    private static List<Path> readmes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(file ->
                            file.endsWith("README.md") && !file.toString().contains("target"))
                    .toList();
        }
    }

    private static boolean pathExists(Path readme, String name) {
        String top = name.substring(0, name.indexOf('/'));
        boolean mediaType = name.startsWith("application/x-") || name.startsWith("application/json");
        boolean ours = !mediaType && (Files.exists(ROOT.resolve(top)) || Files.exists(readme.resolveSibling(top)));
        return !ours || Files.exists(ROOT.resolve(name)) || Files.exists(readme.resolveSibling(name));
    }

    private static boolean typeOrPackageExists(String name) throws IOException {
        String path = name.replace('.', '/');
        try (Stream<Path> files = Files.walk(ROOT, 14)) {
            return files.anyMatch(file -> {
                String text = file.toString();
                return text.endsWith("/java/" + path)
                        || text.endsWith("/java/" + path + ".java")
                        || (text.endsWith(".proto") && declares(file, name));
            });
        }
    }

    /// Whether a wire contract generates the package.
    private static boolean declares(Path proto, String name) {
        try {
            return Files.readString(proto).contains("java_package = \"" + name + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
