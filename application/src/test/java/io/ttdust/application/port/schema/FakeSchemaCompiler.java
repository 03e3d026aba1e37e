package io.ttdust.application.port.schema;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [SchemaCompiler] for tests, on the JDK alone: understands `{}` and definitions that hold only `type`
/// (`"object"`), `title`, `description`, `$comment` and `required`; refuses every other keyword.
///
/// Reads JSON as far as tests need: the grammar is checked, escapes, UTF-8 and duplicates are not.
public final class FakeSchemaCompiler implements SchemaCompiler {

    private static final Set<String> ANNOTATIONS = Set.of("title", "description", "$comment");

    @Override
    public Result<CompiledSchema> compile(String definition) {
        Reader reader = new Reader(definition);
        Members members = reader.document();
        if (members == null) {
            return reader.failed
                    ? Result.refused(Problem.of(
                            ErrorCode.INVALID_JSON, "not JSON", List.of(new Violation("", "json", "not JSON"))))
                    : unusable("", "type", "a schema must be an object");
        }
        List<String> required = new ArrayList<>();
        for (int i = 0; i < members.names().size(); i++) {
            String name = members.names().get(i);
            String value = members.values().get(i);
            if (name.equals("required") && value.matches("\\[(\"[^\"]*\",?)*\\]")) {
                required.addAll(List.of(value.replaceAll("[\\[\\]\"]", "").split(",")));
            } else if (!ANNOTATIONS.contains(name) && !(name.equals("type") && value.equals("\"object\""))) {
                return unusable("/" + name, name, "the fake knows only required and annotations");
            }
        }
        return Result.ok(new CompiledSchema(fingerprint(definition), new RequiredMembers(required)));
    }

    private static Result<CompiledSchema> unusable(String pointer, String keyword, String message) {
        return Result.refused(
                Problem.of(ErrorCode.SCHEMA_INVALID, message, List.of(new Violation(pointer, keyword, message))));
    }

    private static String fingerprint(String definition) {
        try {
            byte[] bytes = definition.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record RequiredMembers(List<String> required) implements PayloadSchema {

        @Override
        public @Nullable Problem check(byte[] bytes, int offset, int length) {
            Members members = new Reader(new String(bytes, offset, length, StandardCharsets.UTF_8)).document();
            if (members == null) {
                return Problem.of(
                        ErrorCode.INVALID_JSON,
                        "not one JSON object",
                        List.of(new Violation("", "json", "not one JSON object")));
            }
            Set<String> missing = new LinkedHashSet<>(required);
            missing.removeAll(new LinkedHashSet<>(members.names()));
            List<Violation> violations = missing.stream()
                    .limit(32)
                    .map(name -> new Violation(
                            "", "required", "member '%s' is missing; add it".formatted(name), "/required"))
                    .toList();
            return violations.isEmpty()
                    ? null
                    : Problem.of(
                            ErrorCode.VALIDATION_ERROR, violations.getFirst().message(), violations);
        }
    }

    /// The members of the outermost object; values as text without white space.
    private record Members(List<String> names, List<String> values) {}

    private static final class Reader {

        private final String text;
        private int at;
        private boolean failed;

        Reader(String text) {
            this.text = text;
        }

        /// The members, or null if the text is not one object; `failed` says whether it is not even JSON.
        @Nullable
        Members document() {
            char first = next();
            Members members = new Members(new ArrayList<>(), new ArrayList<>());
            if (first == '{') {
                object(members);
            } else {
                value();
            }
            failed |= next() != 0 || at < text.length();
            return failed || first != '{' ? null : members;
        }

        private void value() {
            char first = next();
            if (first == '{') {
                object(new Members(new ArrayList<>(), new ArrayList<>()));
            } else if (first == '[') {
                array();
            } else if (first == '"') {
                string();
            } else {
                int start = at;
                while (at < text.length() && "{}[]\",: \n\r\t".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                failed |=
                        !text.substring(start, at).matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
            }
        }

        private void object(Members members) {
            take('{');
            if (next() == '}') {
                at++;
                return;
            }
            do {
                next();
                members.names().add(string());
                take(':');
                int start = at;
                value();
                members.values().add(text.substring(start, at).replaceAll("\\s", ""));
            } while (separator());
            take('}');
        }

        private void array() {
            take('[');
            if (next() == ']') {
                at++;
                return;
            }
            do {
                value();
            } while (separator());
            take(']');
        }

        private boolean separator() {
            if (failed || next() != ',') {
                return false;
            }
            at++;
            return true;
        }

        private String string() {
            int close = at + 1;
            while (close < text.length() && text.charAt(close) != '"') {
                close += text.charAt(close) == '\\' ? 2 : 1;
            }
            if (at >= text.length() || text.charAt(at) != '"' || close >= text.length()) {
                failed = true;
                return "";
            }
            String string = text.substring(at + 1, close);
            at = close + 1;
            return string;
        }

        private void take(char wanted) {
            if (next() == wanted) {
                at++;
            } else {
                failed = true;
            }
        }

        /// The next character that is not white space, not consumed; 0 at the end.
        private char next() {
            while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }
    }
}
