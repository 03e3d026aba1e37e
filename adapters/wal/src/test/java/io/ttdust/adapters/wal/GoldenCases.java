package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.format.Blocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The folders of golden files: `valid` holds the whole files of a log; every other one says in which blocks a case
/// differs from that.
///
/// A difference is a file named `{file}@{block}`, which holds that block; `{file}@length-{n}`, empty, where the file
/// has another length or is a new one, with zeros where no block is given; or `{file}@absent`, empty.
final class GoldenCases {

    static final String VALID = "valid";

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String EXPECTED = "expected.txt";
    private static final String ABSENT = "@absent";
    private static final String LENGTH = "@length-";

    private GoldenCases() {}

    /// Names of all cases, in order.
    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// The files of the log of a case.
    static Map<String, byte[]> log(String name) throws IOException {
        return name.equals(VALID) ? stored(VALID) : patched(stored(VALID), stored(name));
    }

    /// What a look into that log and a start make of it.
    static String expected(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name).resolve(EXPECTED));
    }

    /// The files in the folder of a case.
    static Map<String, byte[]> stored(String name) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(GOLDEN.resolve(name))) {
            for (Path file : all.toList()) {
                if (!file.endsWith(EXPECTED)) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /// Stores a case that is not there yet; what is there stays as it is.
    static void add(String name, Map<String, byte[]> stored, String expected) throws IOException {
        Path folder = GOLDEN.resolve(name);
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : stored.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(folder.resolve(EXPECTED), expected);
    }

    /// In what the files of a log differ from those of the valid one.
    static Map<String, byte[]> differences(Map<String, byte[]> valid, Map<String, byte[]> log) {
        Map<String, byte[]> differences = new TreeMap<>();
        valid.keySet().stream()
                .filter(name -> !log.containsKey(name))
                .forEach(name -> differences.put(name + ABSENT, new byte[0]));
        log.forEach((name, bytes) -> {
            byte[] before = valid.get(name);
            if (before == null || before.length != bytes.length) {
                differences.put(name + LENGTH + bytes.length, new byte[0]);
            }
            byte[] base = Arrays.copyOf(before == null ? new byte[0] : before, bytes.length);
            for (int at = 0; at < bytes.length; at += Blocks.BYTES) {
                int end = Math.min(bytes.length, at + Blocks.BYTES);
                if (!Arrays.equals(base, at, end, bytes, at, end)) {
                    differences.put(name + "@" + at / Blocks.BYTES, Arrays.copyOfRange(bytes, at, end));
                }
            }
        });
        return differences;
    }

    /// The files of a log that differs so from the valid one.
    static Map<String, byte[]> patched(Map<String, byte[]> valid, Map<String, byte[]> differences) {
        Map<String, byte[]> files = new TreeMap<>(valid);
        differences.keySet().forEach(name -> {
            int length = name.indexOf(LENGTH);
            if (name.endsWith(ABSENT)) {
                files.remove(name.substring(0, name.length() - ABSENT.length()));
            } else if (length > 0) {
                String file = name.substring(0, length);
                int bytes = Integer.parseInt(name.substring(length + LENGTH.length()));
                files.put(file, Arrays.copyOf(files.getOrDefault(file, new byte[0]), bytes));
            }
        });
        differences.forEach((name, block) -> {
            if (block.length > 0) {
                int at = name.indexOf('@');
                String file = name.substring(0, at);
                byte[] bytes = files.getOrDefault(file, new byte[0]).clone();
                int start = Integer.parseInt(name.substring(at + 1)) * Blocks.BYTES;
                System.arraycopy(block, 0, bytes, start, block.length);
                files.put(file, bytes);
            }
        });
        return files;
    }
}
