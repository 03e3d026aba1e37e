package io.ttdust.adapters.objects;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.ObjectKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How keys are spelled as paths: a folder for each segment but the last, whose name is the file's.
///
/// `a-z 0-9 . _ - = + , @` stand for themselves, a dot not at a segment's start; every other byte of a key is
/// `%` and two lower-case hex digits. So names are the same on every disk, whatever it thinks of upper case, of
/// characters beyond ASCII or of their normal forms, and no key is hidden or reaches outside. Keys of data files
/// look as they are.
final class KeyPaths {

    /// What file systems take; a segment that needs more cannot be stored.
    static final int NAME_MAX = 255;

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789._-=+,@";

    private final Path root;

    KeyPaths(Path root) {
        this.root = root;
    }

    /// Where the object of that key lies.
    ///
    /// @throws IllegalArgumentException if it is no key
    /// @throws StorageException if a segment is too long for a file's name
    Path of(String key) {
        Path path = root;
        for (String segment : ObjectKeys.require(key).split("/", -1)) {
            String name = name(segment);
            if (name.length() > NAME_MAX) {
                throw new StorageException("object '%s' has a segment that needs %d characters as a file's name; %d fit"
                        .formatted(key, name.length(), NAME_MAX));
            }
            path = path.resolve(name);
        }
        return path;
    }

    /// The folder that a path below the root is named in.
    static Path folder(Path path) {
        return Objects.requireNonNull(path.getParent(), "a path below the root");
    }

    /// The name of a segment's file or folder.
    static String name(String segment) {
        StringBuilder name = new StringBuilder(segment.length() + 16);
        for (byte one : segment.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (one & 0xFF);
            if (PLAIN.indexOf(character) >= 0 && (character != '.' || !name.isEmpty())) {
                name.append(character);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02x", one & 0xFF));
            }
        }
        return name.toString();
    }

    /// The segment whose name that is; null for a name that no segment has, which is somebody else's file.
    static @Nullable String segment(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character != '%') {
                bytes.write(character);
            } else if (i + 2 < name.length()) {
                int high = Character.digit(name.charAt(i + 1), 16);
                int low = Character.digit(name.charAt(i + 2), 16);
                bytes.write((high << 4) | low);
                i += 2;
            }
        }
        try {
            String segment = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return name(segment).equals(name) ? segment : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
