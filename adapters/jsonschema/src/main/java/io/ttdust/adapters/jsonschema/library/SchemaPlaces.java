package io.ttdust.adapters.jsonschema.library;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.path.NodePath;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the schemas of a rewritten definition stand in the one that was written: references lead to
/// `#/definitions/d0`, `d1` and so on there, all else stands where it stood.
///
/// @param root what pointers into the definition begin with
/// @param targets the pointers of what was referred to, by number
public record SchemaPlaces(String root, List<String> targets) {

    /// What the names of the rewritten definitions begin with; a number follows.
    public static final String PREFIX = "d";

    /// Longer pointers are left out: one that ends early would name another schema.
    private static final int CHARS_MAX = 1_024;

    /// What a schema that allows nothing is called, in place of a keyword.
    static final String NEVER = "false";

    private static final String DEFINITIONS = "definitions";

    /// The pointer into the written definition; null if there is none to tell.
    ///
    /// @param keyword what was broken there; a schema that is `false` has none
    @Nullable
    String pointer(@Nullable SchemaLocation location, String keyword) {
        if (location == null) {
            return null;
        }
        NodePath path = location.getFragment();
        int count = path.getNameCount() - (keyword.equals(NEVER) ? 1 : 0); // the library gives it a keyword `false`
        boolean isReferred = count > 1 && path.getElement(0).equals(DEFINITIONS);
        StringBuilder pointer = new StringBuilder(isReferred ? target(path.getElement(1)) : root);
        for (int i = isReferred ? 2 : 0; i < count && pointer.length() <= CHARS_MAX; i++) {
            pointer.append('/').append(JsonRefusedException.escaped(String.valueOf(path.getElement(i))));
        }
        return pointer.length() > CHARS_MAX ? null : pointer.toString();
    }

    private String target(Object name) {
        return targets.get(Integer.parseInt(String.valueOf(name).substring(PREFIX.length())));
    }
}
