package io.ttdust.adapters.rest.schema;

import io.ttdust.adapters.rest.json.JsonWriter;
import io.ttdust.domain.schema.Incompatibility;
import java.util.List;

/// How the answer to a try looks. Its `violations` have the members of a problem's `errors`, and the parts of their
/// messages one by one.
final class CompatibilityBody {

    private static final int BYTES = 512;

    private CompatibilityBody() {}

    static byte[] of(List<Incompatibility> found) {
        JsonWriter json = new JsonWriter(BYTES * (found.size() + 1))
                .beginObject()
                .name("compatible")
                .bool(found.isEmpty())
                .name("violations")
                .beginArray();
        for (Incompatibility one : found) {
            json.beginObject()
                    .name("pointer")
                    .string(one.pointer())
                    .name("keyword")
                    .string(one.rule())
                    .name("message")
                    .string(one.sentence())
                    .name("reason")
                    .string(one.message())
                    .name("before")
                    .string(one.before())
                    .name("after")
                    .string(one.after())
                    .name("change")
                    .string(one.change())
                    .endObject();
        }
        return json.endArray().endObject().toByteArray();
    }
}
