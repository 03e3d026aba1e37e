package io.ttdust.cli.registry;

import io.ttdust.cli.console.CommandException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which schema a person means: `name` of the default namespace, `namespace/name`, or an id.
///
/// @param id null when it is to be found by its name
public record SchemaRef(
        String namespace, String name, @Nullable String id) {

    private static final Pattern ID = Pattern.compile("sch_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Reads what a person wrote; whether there is such a schema is not asked yet.
    public static SchemaRef parse(String text) {
        if (ID.matcher(text).matches()) {
            return new SchemaRef("", "", text);
        }
        int slash = text.indexOf('/');
        return slash < 0
                ? new SchemaRef(SchemaRegistry.DEFAULT_NAMESPACE, text, null)
                : new SchemaRef(text.substring(0, slash), text.substring(slash + 1), null);
    }

    /// The id, by listing when need be.
    ///
    /// @throws CommandException if there is no schema of that name
    public String idIn(SchemaRegistry schemas) {
        if (id != null) {
            return id;
        }
        String found = schemas.find(namespace, name);
        if (found == null) {
            throw new CommandException(
                    "there is no schema '%s'; ./ttdust schema list shows those there are".formatted(this));
        }
        return found;
    }

    @Override
    public String toString() {
        return id != null ? id : namespace + "/" + name;
    }
}
