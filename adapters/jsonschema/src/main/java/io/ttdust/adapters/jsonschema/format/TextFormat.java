package io.ttdust.adapters.jsonschema.format;

import io.ttdust.adapters.jsonschema.library.LibraryFormats;
import java.util.function.Predicate;

/// One asserted `format`. Immutable.
public final class TextFormat {

    /// What is recognised on bytes.
    private enum Spelling {
        DATE_TIME,
        DATE,
        TIME,
        IPV4,
        HOST_NAME,
        EMAIL,
        HTTP_URI,
        UUID,
        NONE;

        static Spelling of(String name) {
            return switch (name) {
                case "date-time" -> DATE_TIME;
                case "date" -> DATE;
                case "time" -> TIME;
                case "ipv4" -> IPV4;
                case "hostname" -> HOST_NAME;
                case "email", "idn-email" -> EMAIL;
                case "uri", "uri-reference", "iri", "iri-reference" -> HTTP_URI;
                case "uuid" -> UUID;
                default -> NONE;
            };
        }
    }

    private final Predicate<String> judge;
    private final Spelling spelling;

    private TextFormat(String name) {
        this.judge = LibraryFormats.judge(name);
        this.spelling = Spelling.of(name);
    }

    /// The format `name`, one of [LibraryFormats#asserted].
    public static TextFormat of(String name) {
        return new TextFormat(name);
    }

    /// Whether the plain ASCII in `bytes[from .. to)` is a common spelling of the format. If not, ask [#holds].
    public boolean surelyHolds(byte[] bytes, int from, int to) {
        return switch (spelling) {
            case DATE_TIME -> Times.isDateTime(bytes, from, to);
            case DATE -> Times.isDate(bytes, from, to);
            case TIME -> Times.isTime(bytes, from, to);
            case IPV4 -> Addresses.isIpv4(bytes, from, to);
            case HOST_NAME -> Addresses.isHostName(bytes, from, to);
            case EMAIL -> Addresses.isEmail(bytes, from, to);
            case HTTP_URI -> Addresses.isHttpUri(bytes, from, to);
            case UUID -> Addresses.isUuid(bytes, from, to);
            case NONE -> false;
        };
    }

    /// Whether `text` is of the format.
    public boolean holds(String text) {
        return judge.test(text);
    }
}
