package io.ttdust.cli.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The objects seen at one place: their names, how often each was there, and what it held.
///
/// An object may be a record, whose names are its fields, or a map, whose names are data. What tells them apart is
/// that a map's names are many and each is rare. For one thread.
final class ObjectShape {

    /// Names kept one by one; what all others hold is seen as one.
    static final int NAMES_MAX = 1_000;

    /// A longer name is no field's.
    static final int NAME_LENGTH_MAX = 256;

    /// Rare names beyond which an object is a map if they all hold the same.
    static final int RARE_NAMES_MAX = 64;

    /// A name is rare when fewer objects have it than one in so many.
    private static final int RARE_ONE_IN = 4;

    private final int level;
    private final Map<String, Member> named = new LinkedHashMap<>();
    private @Nullable Shape others;
    private boolean anyOthers;
    private long objects;

    /// What one name held, and in how many objects it was.
    static final class Member {

        private final Shape shape;
        private long count;

        private Member(Shape shape) {
            this.shape = shape;
        }

        Shape shape() {
            return shape;
        }
    }

    /// What is to be said of the objects.
    ///
    /// @param named in order of first appearance
    /// @param required names that are in every object
    /// @param others what all other names hold; null when there are none
    /// @param anyOthers whether there are names of which nothing is known
    record Members(
            Map<String, Shape> named,
            Set<String> required,
            @Nullable Shape others,
            boolean anyOthers) {}

    ObjectShape(int level) {
        this.level = level;
    }

    /// Adds the object that `parser` stands on.
    void add(JsonParser parser, Room room) throws IOException {
        objects++;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Shape shape = shapeOf(name, room);
            if (shape == null) {
                anyOthers = true;
                parser.skipChildren();
            } else {
                shape.add(parser, room);
            }
        }
    }

    private @Nullable Shape shapeOf(String name, Room room) {
        Member member = named.get(name);
        if (member == null && isFull(name)) {
            if (others == null && room.take(level + 1)) {
                others = new Shape(level + 1);
            }
            return others;
        }
        if (member == null) {
            if (!room.take(level + 2)) {
                return null;
            }
            member = new Member(new Shape(level + 2));
            named.put(name, member);
        }
        member.count++;
        return member.shape;
    }

    private boolean isFull(String name) {
        return named.size() == NAMES_MAX || name.length() > NAME_LENGTH_MAX;
    }

    /// Adds what was seen at another place, which stays as it is.
    void merge(ObjectShape other) {
        objects += other.objects;
        anyOthers |= other.anyOthers;
        if (other.others != null) {
            others().merge(other.others);
        }
        other.named.forEach((name, member) -> {
            Member own = named.get(name);
            if (own == null && isFull(name)) {
                others().merge(member.shape);
                return;
            }
            if (own == null) {
                own = new Member(new Shape(level + 2));
                named.put(name, own);
            }
            own.count += member.count;
            own.shape.merge(member.shape);
        });
    }

    private Shape others() {
        if (others == null) {
            others = new Shape(level + 1);
        }
        return others;
    }

    /// What is to be said, with the names of a map taken together.
    Members members() {
        Shape together = together();
        Map<String, Shape> kept = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        named.forEach((name, member) -> {
            if (together == null || !isData(member)) {
                kept.put(name, member.shape);
                if (member.count == objects) {
                    required.add(name);
                }
            }
        });
        return new Members(kept, required, together, anyOthers);
    }

    /// What the names of a map hold; null when this is no map.
    private @Nullable Shape together() {
        Shape together = new Shape(level + 1);
        long count = 0;
        for (Member member : named.values()) {
            if (isData(member)) {
                together.merge(member.shape);
                count++;
            }
        }
        if (others != null) {
            together.merge(others);
            return together;
        }
        // fields of events of many kinds are many and rare too, but do not all hold the same
        boolean same =
                together.types().stream().filter(type -> type != JsonType.NULL).count() == 1;
        return level > 1 && count > RARE_NAMES_MAX && same ? together : null;
    }

    /// Whether a name is data rather than a field, in case this is a map. Of one object alone nobody can tell.
    private boolean isData(Member member) {
        return member.count * RARE_ONE_IN < objects || (others != null && objects == 1);
    }
}
