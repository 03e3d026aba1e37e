package io.ttdust.adapters.rest.json;

import io.ttdust.application.query.Listing;
import java.util.function.BiConsumer;

/// How a page of a list looks in answers: an array of objects under the name of what they are, and `next_cursor`.
public final class ListingBody {

    /// A usual item; more makes the buffer grow.
    private static final int ITEM_BYTES = 512;

    private ListingBody() {}

    /// The page's items as `{…}`, each with the members that `members` writes.
    ///
    /// @param name of the array
    public static <T> byte[] of(String name, Listing<T> page, BiConsumer<JsonWriter, T> members) {
        JsonWriter json = new JsonWriter(ITEM_BYTES * (page.items().size() + 1))
                .beginObject()
                .name(name)
                .beginArray();
        for (T item : page.items()) {
            members.accept(json.beginObject(), item);
            json.endObject();
        }
        return json.endArray()
                .name("next_cursor")
                .stringOrNull(page.next())
                .endObject()
                .toByteArray();
    }
}
