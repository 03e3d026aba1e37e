package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.SchemaResources.Place;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.library.Evaluation;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.library.UnsupportedPatternException;
import io.ttdust.domain.problem.Violation;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A definition whose every reference was followed and whose every pattern was compiled.
///
/// What it holds is safe to evaluate: references end inside the document or the draft-07 meta-schema, no schema
/// applies itself to the value it judges, and its size is bounded.
final class SchemaDocument {

    static final int SUB_SCHEMAS_MAX = 10_000;
    static final int ENUM_VALUES_MAX = 10_000;

    /// Characters of a definition; the limit in bytes is checked where the text comes in.
    static final int CHARS_MAX = 1 << 20;

    private static final int PATTERNS_SIZE_MAX = 20_000;

    private static final Set<String> DIALECTS =
            Set.of("http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema");
    private static final String META_RESOURCE = "http://json-schema.org/draft-07/schema";

    private final SchemaResources own;
    private final @Nullable MetaSchema meta;
    private final IdentityHashMap<ObjectNode, Place> targets = new IdentityHashMap<>();
    private final Map<String, LinearPattern> patterns = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private int patternsSize;

    private SchemaDocument(SchemaResources own, @Nullable MetaSchema meta) {
        this.own = own;
        this.meta = meta;
    }

    /// Checks `definition`, which may refer to `meta`; null only for the meta-schema itself.
    static SchemaDocument of(JsonNode definition, @Nullable MetaSchema meta) throws SchemaRefusedException {
        SchemaResources own = new SchemaResources(definition, meta == null ? META_RESOURCE + "#" : "");
        SchemaDocument document = new SchemaDocument(own, meta);
        document.checkAll();
        return document;
    }

    private void checkAll() throws SchemaRefusedException {
        List<Place> all = own.all();
        for (int i = 0; i < all.size(); i++) { // grows while references are followed
            check(all.get(i));
            if (violations.size() >= Evaluation.VIOLATIONS_MAX) {
                break;
            }
        }
        if (!violations.isEmpty()) {
            throw new SchemaRefusedException(violations);
        }
        new InPlaceCost(this).check(all);
    }

    JsonNode root() {
        return own.root().schema();
    }

    /// What pointers into this document begin with: nothing, but for the meta-schema its URI.
    String origin() {
        return own.root().pointer();
    }

    /// The schema that the `$ref` of `schema` names.
    Place target(ObjectNode schema) {
        Place target = targets.get(schema);
        if (target != null) {
            return target;
        }
        if (meta == null) {
            throw new IllegalStateException("a reference was not followed: " + schema.get("$ref"));
        }
        return meta.document().target(schema);
    }

    /// What `reference`, read under `base`, names in this document; null if nothing.
    @Nullable
    Place find(String reference, URI base) throws SchemaRefusedException {
        return own.find(reference, base);
    }

    /// Every pattern of the document by its text.
    Map<String, LinearPattern> patterns() {
        return patterns;
    }

    private void check(Place place) {
        if (!(place.schema() instanceof ObjectNode schema)) {
            return;
        }
        checkDialect(schema, place.pointer());
        String reference = SchemaKeywords.reference(schema);
        if (reference != null) {
            follow(schema, reference, place);
            return;
        }
        JsonNode values = schema.get("enum");
        if (values != null && values.size() > ENUM_VALUES_MAX) {
            refuse(
                    place.pointer() + "/enum",
                    "$limit",
                    "an enum may hold at most %s values".formatted(ENUM_VALUES_MAX));
        }
        JsonNode pattern = schema.get("pattern");
        if (pattern != null && pattern.isTextual()) {
            compile(pattern.textValue(), place.pointer() + "/pattern");
        }
        JsonNode patternProperties = schema.get("patternProperties");
        if (patternProperties != null) {
            patternProperties
                    .fieldNames()
                    .forEachRemaining(name -> compile(
                            name, place.pointer() + "/patternProperties/" + JsonRefusedException.escaped(name)));
        }
    }

    private void checkDialect(ObjectNode schema, String pointer) {
        JsonNode dialect = schema.get("$schema");
        if (dialect != null && dialect.isTextual()) {
            String name = dialect.textValue();
            if (!DIALECTS.contains(name.endsWith("#") ? name.substring(0, name.length() - 1) : name)) {
                refuse(
                        pointer + "/$schema",
                        "$schema",
                        "only draft-07 is supported: use \"%s#\" or leave $schema out".formatted(META_RESOURCE));
            }
        }
    }

    private void follow(ObjectNode schema, String reference, Place from) {
        String pointer = from.pointer() + "/$ref";
        try {
            int known = own.all().size();
            Place target = own.find(reference, from.base());
            if (meta != null && target != null && own.all().size() > known) {
                meta.check(target.schema(), target.pointer()); // a place it has not looked at yet
            }
            if (meta != null && target == null) {
                target = meta.document().find(asMetaReference(reference), from.base());
            }
            if (target == null) {
                refuse(
                        pointer,
                        "$ref",
                        "'%s' names nothing in this document; nothing is ever fetched"
                                .formatted(SchemaResources.shown(reference)));
            } else if (!target.schema().isObject() && !target.schema().isBoolean()) {
                refuse(
                        pointer,
                        "$ref",
                        "'%s' names a value that is not a schema".formatted(SchemaResources.shown(reference)));
            } else {
                targets.put(schema, target);
            }
        } catch (SchemaRefusedException e) {
            for (Violation violation : e.violations()) {
                refuse(
                        violation.pointer().isEmpty() ? pointer : violation.pointer(),
                        violation.keyword(),
                        violation.message());
            }
        }
    }

    private static String asMetaReference(String reference) {
        return reference.startsWith("https:" + META_RESOURCE.substring(5))
                ? "http:" + reference.substring("https:".length())
                : reference;
    }

    private void compile(String pattern, String pointer) {
        if (patterns.containsKey(pattern)) {
            return;
        }
        try {
            LinearPattern compiled = LinearPattern.of(pattern);
            patterns.put(pattern, compiled);
            patternsSize += compiled.size();
            if (patternsSize > PATTERNS_SIZE_MAX) {
                refuse(pointer, "$limit", "the patterns of this schema are too large together");
            }
        } catch (UnsupportedPatternException e) {
            refuse(pointer, "pattern", e.message());
        }
    }

    private void refuse(String pointer, String keyword, String message) {
        if (violations.size() < Evaluation.VIOLATIONS_MAX) {
            violations.add(new Violation(pointer, keyword, message));
        }
    }
}
