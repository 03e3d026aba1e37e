package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sub-schemas of one document, the URI each is read under, and what each URI names.
///
/// Nothing is ever fetched: a URI that no `$id` of the document declares names nothing.
final class SchemaResources {

    /// A schema inside a document.
    ///
    /// @param base the URI references inside it are resolved against, without a fragment
    record Place(JsonNode schema, String pointer, URI base) {}

    /// The base of a document without `$id`. No registered scheme, so that nothing else can mean it.
    private static final URI NAMELESS = URI.create("ttdust-definition://document/");

    private final Place root;
    private final Map<String, Place> named = new HashMap<>();
    private final IdentityHashMap<ObjectNode, Place> places = new IdentityHashMap<>();
    private final List<Place> all = new ArrayList<>();

    /// @param origin what pointers begin with
    SchemaResources(JsonNode document, String origin) throws SchemaRefusedException {
        root = add(document, origin, NAMELESS);
        named.putIfAbsent(NAMELESS.toString(), root);
    }

    /// Every schema known so far; grows when a reference leads to a place where none was expected.
    List<Place> all() {
        return all;
    }

    Place root() {
        return root;
    }

    /// Adds the schema `node` and all schemas inside it.
    private Place add(JsonNode node, String pointer, URI base) throws SchemaRefusedException {
        if (!(node instanceof ObjectNode schema)) {
            Place place = new Place(node, pointer, base);
            all.add(place);
            return place;
        }
        URI inner = base;
        JsonNode id = schema.get("$id");
        boolean identified = id != null && id.isTextual() && SchemaKeywords.reference(schema) == null;
        if (identified) {
            inner = withoutFragment(resolved(id.textValue(), base, "$id", pointer + "/$id"));
        }
        Place place = new Place(schema, pointer, inner);
        all.add(place);
        places.put(schema, place);
        if (identified) {
            declare(id.textValue(), place, base);
        }
        List<Place> children = new ArrayList<>();
        URI childBase = inner;
        SchemaKeywords.eachSubSchema(schema, pointer, (child, at) -> children.add(new Place(child, at, childBase)));
        if (all.size() + children.size() > SchemaDocument.SUB_SCHEMAS_MAX) {
            throw new SchemaRefusedException(
                    pointer,
                    "$limit",
                    "a schema may hold at most %s sub-schemas".formatted(SchemaDocument.SUB_SCHEMAS_MAX));
        }
        for (Place child : children) {
            add(child.schema(), child.pointer(), child.base());
        }
        return place;
    }

    private void declare(String id, Place place, URI base) throws SchemaRefusedException {
        URI uri = resolved(id, base, "$id", place.pointer() + "/$id");
        String fragment = uri.getRawFragment();
        String key = withoutFragment(uri).toString();
        boolean anchor = fragment != null && !fragment.isEmpty();
        Place known = named.putIfAbsent(anchor ? key + "#" + fragment : key, place);
        if (known != null) {
            throw new SchemaRefusedException(
                    place.pointer() + "/$id",
                    "$id",
                    "the schema at '%s' has the same $id; give each its own".formatted(known.pointer()));
        }
    }

    /// What `reference`, read under `base`, names; null if nothing here.
    @Nullable
    Place find(String reference, URI base) throws SchemaRefusedException {
        if (isPlainPointer(reference)) { // as most are; there is nothing to resolve or to decode
            Place start = named.get(base.toString());
            return start == null ? null : at(start, reference.substring(1));
        }
        URI uri = resolved(reference, base, "$ref", "");
        String fragment = uri.getFragment() == null ? "" : uri.getFragment();
        String resource = withoutFragment(uri).toString();
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            return named.get(resource + "#" + uri.getRawFragment());
        }
        Place start = named.get(resource);
        return start == null ? null : at(start, fragment);
    }

    private static boolean isPlainPointer(String reference) {
        if (!reference.startsWith("#/")) {
            return false;
        }
        for (int i = 2; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (!((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "/_-.~$".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Place at(Place start, String pointer) throws SchemaRefusedException {
        if (pointer.isEmpty()) {
            return start;
        }
        JsonNode node = start.schema();
        URI base = start.base();
        StringBuilder path = new StringBuilder(start.pointer());
        for (String token : pointer.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            JsonNode next = node.isArray() ? element(node, name) : node.get(name);
            if (next == null) {
                return null;
            }
            node = next;
            path.append('/').append(token);
            Place known = node instanceof ObjectNode object ? places.get(object) : null;
            base = known == null ? base : known.base();
        }
        if (node instanceof ObjectNode object) {
            Place known = places.get(object);
            return known == null ? add(object, path.toString(), base) : known;
        }
        return new Place(node, path.toString(), base);
    }

    private static @Nullable JsonNode element(JsonNode array, String index) {
        boolean number = index.length() < 8 && index.matches("0|[1-9][0-9]*");
        return number ? array.get(Integer.parseInt(index)) : null;
    }

    private static URI resolved(String reference, URI base, String keyword, String pointer)
            throws SchemaRefusedException {
        try {
            URI uri = new URI(reference);
            if (reference.isEmpty()) {
                return base;
            }
            if (reference.startsWith("#")) {
                return new URI(base + reference);
            }
            if (uri.isAbsolute()) {
                return uri.normalize();
            }
            if (base.isOpaque()) {
                throw new SchemaRefusedException(
                        pointer, keyword, "'%s' cannot be resolved against '%s'".formatted(shown(reference), base));
            }
            return base.resolve(uri).normalize();
        } catch (URISyntaxException e) {
            throw new SchemaRefusedException(
                    pointer, keyword, "'%s' is not a URI reference".formatted(shown(reference)));
        }
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }

    static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
