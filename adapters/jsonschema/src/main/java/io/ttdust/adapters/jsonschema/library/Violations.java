package io.ttdust.adapters.jsonschema.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.domain.problem.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says in one sentence each what a payload got wrong and what would be right.
///
/// The sentences are ours, not the library's: they never repeat more of a payload than [#SHOWN_CHARS_MAX]
/// characters, and they name the smallest change that helps.
public final class Violations {

    /// The longest piece of a payload a message repeats.
    private static final int SHOWN_CHARS_MAX = 40;

    private static final int EXPECTED_CHARS_MAX = 200;
    private static final int POINTER_CHARS_MAX = 512;

    private static final Map<String, String> FORMAT_EXAMPLES = Map.of(
            "date-time", "2025-01-15T10:30:00Z",
            "date", "2025-01-15",
            "time", "10:30:00Z",
            "email", "user@example.com",
            "hostname", "www.example.com",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uri", "https://example.com/path",
            "uuid", "123e4567-e89b-12d3-a456-426614174000",
            "json-pointer", "/user/email");

    private Violations() {}

    /// The violations behind `errors`, in the library's order, which is the order of the schema; none twice.
    ///
    /// @param places where the schemas stand that they name
    static List<Violation> of(List<Error> errors, SchemaPlaces places) {
        Set<Violation> seen = new HashSet<>();
        List<Violation> violations = new ArrayList<>();
        for (Error error : errors) {
            if (violations.size() == Evaluation.VIOLATIONS_MAX) {
                break;
            }
            Violation violation = new Violation(pointer(error.getInstanceLocation()), keyword(error), message(error));
            if (seen.add(violation)) { // whichever schema says it
                violations.add(violation.brokenAt(places.pointer(error.getSchemaLocation(), violation.keyword())));
            }
        }
        return violations;
    }

    /// What draft-07 calls the type of `value`.
    public static String typeOf(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String keyword(Error error) {
        String keyword = error.getKeyword();
        return keyword == null ? SchemaPlaces.NEVER : keyword;
    }

    /// The pointer, or that of the innermost value around it that has a short one.
    private static String pointer(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            String token = JsonRefusedException.escaped(String.valueOf(path.getElement(i)));
            if (pointer.length() + token.length() >= POINTER_CHARS_MAX) {
                break;
            }
            pointer.append('/').append(token);
        }
        return pointer.toString();
    }

    private static String message(Error error) {
        JsonNode expected = error.getSchemaNode();
        JsonNode found = error.getInstanceNode();
        if (expected == null || found == null) {
            return "no value is allowed here; leave it out";
        }
        String limit = expected.isValueNode() ? shown(expected.asText(), EXPECTED_CHARS_MAX) : "";
        return switch (keyword(error)) {
            case "required" -> "member " + quoted(error.getProperty()) + " is missing; add it";
            case "additionalProperties" ->
                "member " + quoted(error.getProperty()) + " is not in the schema; remove it or rename it";
            case "type" -> "must be " + types(expected) + ", found " + typeOf(found);
            case "enum" -> "must be one of " + alternatives(expected) + ", found " + value(found);
            case "const" -> "must be " + shown(json(expected), EXPECTED_CHARS_MAX) + ", found " + value(found);
            case "minimum" -> "must be at least " + limit + ", found " + value(found);
            case "maximum" -> "must be at most " + limit + ", found " + value(found);
            case "exclusiveMinimum" -> "must be more than " + limit + ", found " + value(found);
            case "exclusiveMaximum" -> "must be less than " + limit + ", found " + value(found);
            case "multipleOf" -> "must be a multiple of " + limit + ", found " + value(found);
            case "minLength" -> "must have at least " + limit + " characters, has " + length(found);
            case "maxLength" -> "must have at most " + limit + " characters, has " + length(found);
            case "minItems" -> "must have at least " + limit + " items, has " + found.size();
            case "maxItems" -> "must have at most " + limit + " items, has " + found.size();
            case "minProperties" -> "must have at least " + limit + " members, has " + found.size();
            case "maxProperties" -> "must have at most " + limit + " members, has " + found.size();
            case "pattern" -> "must match " + limit + ", found " + value(found);
            case "format" -> format(limit, found);
            case "uniqueItems" -> "item " + error.getIndex() + " repeats an earlier one; remove it";
            case "contains" -> "no item is as `contains` asks; add one";
            case "additionalItems" -> "has more items than the schema lists; remove the last ones";
            case "oneOf" -> "must fit exactly one alternative of oneOf, and does not";
            case "anyOf" -> "must fit at least one alternative of anyOf, and fits none";
            case "not" -> "must not be as `not` describes";
            case "dependencies" ->
                error.getProperty() == null
                        ? "lacks a member that another one asks for; add it"
                        : "member " + quoted(error.getProperty())
                                + " asks for other members that are missing; add them or remove it";
            case "propertyNames" -> "a member's name is not as `propertyNames` asks; rename it";
            default -> "no value is allowed here; leave it out";
        };
    }

    private static String format(String name, JsonNode found) {
        String example = FORMAT_EXAMPLES.get(name);
        return example == null
                ? "must be a valid " + name + ", found " + value(found)
                : "must be a valid " + name + " such as " + example + ", found " + value(found);
    }

    private static String types(JsonNode expected) {
        if (!expected.isArray()) {
            return expected.asText();
        }
        List<String> names = new ArrayList<>();
        expected.forEach(name -> names.add(name.asText()));
        return String.join(" or ", names);
    }

    private static String alternatives(JsonNode expected) {
        StringBuilder list = new StringBuilder();
        for (JsonNode alternative : expected) {
            if (list.length() > EXPECTED_CHARS_MAX) {
                return list.append(", ...").toString();
            }
            list.append(list.isEmpty() ? "" : ", ").append(shown(json(alternative), EXPECTED_CHARS_MAX));
        }
        return list.toString();
    }

    private static int length(JsonNode text) {
        String value = text.asText();
        return value.codePointCount(0, value.length());
    }

    private static String value(JsonNode found) {
        return found.isContainerNode() ? "an " + typeOf(found) : shown(json(found), SHOWN_CHARS_MAX);
    }

    /// As JSON; scalars without the machinery that writing a tree takes.
    private static String json(JsonNode node) {
        if (node.isTextual()) {
            return CanonicalJson.of(node);
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private static String quoted(@Nullable String name) {
        return "'" + shown(name == null ? "" : name, SHOWN_CHARS_MAX) + "'";
    }

    private static String shown(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = charsMax - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
