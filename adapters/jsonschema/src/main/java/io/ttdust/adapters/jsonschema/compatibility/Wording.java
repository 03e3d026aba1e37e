package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Types;
import io.ttdust.adapters.jsonschema.compatibility.proof.Direction;
import io.ttdust.adapters.jsonschema.compatibility.proof.Flaw;
import io.ttdust.adapters.jsonschema.compatibility.proof.Obligation.Step;
import io.ttdust.adapters.jsonschema.compatibility.proof.Rule;
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.domain.schema.Incompatibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what was found: where it is in the new version, who would refuse what, and the change that would pass.
final class Wording {

    private static final int SHOWN_MAX = 160;

    /// Longer values are not written into a change but pointed to.
    private static final int WRITTEN_MAX = 400;

    private final Direction direction;

    Wording(Direction direction) {
        this.direction = direction;
    }

    private boolean backward() {
        return direction == Direction.BACKWARD;
    }

    /// Whether the values are listed where they can be taken out: in an `enum` of the new version.
    boolean canRemoveValues(Facts facts) {
        SchemaNode place = facts.place("enum");
        return !backward() && place != null && place.json.has("enum");
    }

    Incompatibility of(Flaw flaw, String where) {
        SchemaNode place = flaw.narrow().place(top(flaw.keyword()));
        SchemaNode latest = backward() ? flaw.wide() : place;
        SchemaNode old = backward() ? place : flaw.wide();
        String around = around(flaw.narrow());
        String pointer = latest == null ? around : nearest(latest, flaw.keyword());
        String change = latest == null || !latest.inside || flaw.remedy() == Flaw.Remedy.SCHEMA
                ? whole(latest, old, around)
                : backward() ? widened(flaw, old) : narrowed(flaw, latest);
        return new Incompatibility(
                pointer,
                flaw.rule().name(direction),
                message(flaw.rule(), refused(flaw), flaw.reason(), where),
                shown(old, flaw.keyword()),
                shown(latest, flaw.keyword()),
                change);
    }

    /// A member or item that one side says nothing about, or that must not be there.
    Incompatibility of(Step step, Facts member, SchemaNode schema, String where) {
        Rule rule = switch (step.kind()) {
            case PROPERTY -> schema.refusesAll() ? Rule.FORBIDDEN_PROPERTY : Rule.OPEN_PROPERTY;
            case PATTERN_PROPERTY -> Rule.PATTERN_PROPERTY;
            case OTHER_DECLARED -> Rule.CLOSED_PROPERTY;
            case OTHER -> Rule.OTHER_PROPERTIES;
            case ITEM -> Rule.ITEM;
            case SAME_VALUE -> Rule.SCHEMA;
        };
        boolean declared = step.kind() == Step.Kind.OTHER_DECLARED;
        String path = declared ? "properties/" + JsonRefusedException.escaped(step.name()) : step.path();
        SchemaNode place = declared ? declaring(step) : step.from().place(top(path));
        SchemaNode latest = backward() ? step.parent() : place;
        SchemaNode old = backward() ? place : step.parent();
        SchemaNode had = member.nothingKnown() ? null : member.place("");
        String change;
        String around = around(step.from());
        String pointer = latest == null ? around : nearest(latest, path);
        String after = shown(latest, path);
        boolean item = step.kind() == Step.Kind.ITEM;
        if (latest == null || !latest.inside || (item && (old == null || !sameForm(latest, old, step)))) {
            change = whole(latest, old, around);
        } else if (backward()) {

            change = "set %s to %s".formatted(named(latest, path), had == null ? "true" : asBefore(had.pointer));
        } else if (declared) {
            change = "remove " + named(latest, path);
        } else if (had != null && latest.patternProperties.containsValue(had)) {
            change = "remove " + named(had.pointer);
            pointer = had.pointer;
            after = shown(had, "");
        } else {
            change = "set %s to %s".formatted(named(latest, path), asBefore(step.parent().pointer + "/" + path));
        }
        return new Incompatibility(
                pointer,
                rule.name(direction),
                message(rule, rule.refused(), "", step.kind() == Step.Kind.OTHER ? where : where + "/" + step.name())
                        + hint(rule, step.name()),
                backward() && had != null ? shown(had, "") : shown(old, path),
                after,
                change);
    }

    private static @Nullable SchemaNode declaring(Step step) {
        for (SchemaNode node : step.from().flat) {
            if (node.inside && node.properties.containsKey(step.name())) {
                return node;
            }
        }
        return null;
    }

    /// Whether an item is judged by the same part of both schemas.
    private static boolean sameForm(SchemaNode one, SchemaNode other, Step step) {
        int index = Integer.parseInt(step.name());
        return one.itemPath(index).equals(other.itemPath(index));
    }

    /// The new version refuses: it must allow more.
    private String widened(Flaw flaw, @Nullable SchemaNode old) {
        String place = named(flaw.wide(), flaw.keyword());
        JsonNode value = flaw.value();
        return switch (flaw.remedy()) {
            case KEYWORD -> value == null ? "remove " + place : set(place, value, old, flaw.keyword());
            case MISSING -> {
                String written = json(value);
                yield written.length() > WRITTEN_MAX
                        ? whole(flaw.wide(), old, around(flaw.narrow()))
                        : "add %s to %s".formatted(written, place);
            }
            case EXTRA -> "remove %s from %s".formatted(json(value), place);
            case ALTERNATIVE -> {
                SchemaNode alternative = alternative(flaw);
                yield alternative == null
                        ? whole(flaw.wide(), old, around(flaw.narrow()))
                        : "add %s to %s".formatted(asBefore(alternative.pointer), place);
            }
            case SCHEMA -> whole(flaw.wide(), old, around(flaw.narrow()));
        };
    }

    /// The old version refuses: the new one must allow less.
    private String narrowed(Flaw flaw, SchemaNode latest) {
        String place = named(latest, flaw.keyword());
        SchemaNode old = flaw.wide();
        JsonNode wanted = at(old, flaw.keyword());
        return switch (flaw.remedy()) {
            case KEYWORD -> set(place, wanted, old, flaw.keyword());
            case MISSING -> without(flaw, latest, place, wanted);
            case EXTRA -> "add %s to %s".formatted(json(flaw.value()), place);
            case ALTERNATIVE -> {
                SchemaNode alternative = alternative(flaw);
                yield alternative == null
                        ? whole(latest, old, around(flaw.narrow()))
                        : "remove " + named(alternative.pointer);
            }
            case SCHEMA -> whole(latest, old, around(flaw.narrow()));
        };
    }

    /// The alternative of the narrow side that fits none of the wide one; null if it is not certain which.
    private static @Nullable SchemaNode alternative(Flaw flaw) {
        Conjunction.Key key = flaw.narrow().conjunction.key;
        SchemaNode last = key.passed().getLast();
        boolean one = flaw.rule() == Rule.ALTERNATIVES
                && last.canChange(key.passed().getFirst().owner)
                && last.pointer.matches(".*/(anyOf|oneOf)/[0-9]+");
        return one ? last : null;
    }

    private String without(Flaw flaw, SchemaNode latest, String place, JsonNode wanted) {
        JsonNode list = at(latest, flaw.keyword());
        if (list.isArray() && list.size() > 1) {
            for (JsonNode one : list) {
                if (one.equals(flaw.value())) {
                    return "remove %s from %s".formatted(json(flaw.value()), place);
                }
            }
        }
        if (flaw.rule() == Rule.TYPE) {
            int common = flaw.narrow().types & Types.named(wanted);
            return "set %s to %s".formatted(place, common == 0 ? json(wanted) : json(Types.json(common)));
        }
        return set(place, wanted, flaw.wide(), flaw.keyword());
    }

    private String set(String place, JsonNode value, @Nullable SchemaNode old, String keyword) {
        String written = json(value);
        if (written.length() > WRITTEN_MAX && old != null && at(old, keyword).equals(value)) {
            return "set %s to %s".formatted(place, asBefore(old.pointer + "/" + keyword));
        }
        return "set %s to %s".formatted(place, written);
    }

    /// @param around where the narrow side's schema stands that cannot itself be changed or has no place
    private static String whole(@Nullable SchemaNode latest, @Nullable SchemaNode old, String around) {
        return "set %s to %s"
                .formatted(
                        named(latest == null ? around : latest.pointer), asBefore(old == null ? around : old.pointer));
    }

    private static String around(Facts facts) {
        List<SchemaNode> passed = facts.conjunction.key.passed();
        return passed.isEmpty() ? "" : passed.getFirst().pointer;
    }

    private static String asBefore(String pointer) {
        return "what the version before has at " + named(pointer);
    }

    private static String named(SchemaNode node, String path) {
        return named(path.isEmpty() ? node.pointer : node.pointer + "/" + path);
    }

    private static String named(String pointer) {
        return pointer.isEmpty() ? "(root)" : pointer;
    }

    private static String refused(Flaw flaw) {
        return switch (flaw.remedy()) {
            case MISSING ->
                flaw.rule() == Rule.TYPE
                        ? "values of type " + json(flaw.value())
                        : "the value " + shortened(json(flaw.value()));
            case EXTRA -> "objects without " + shortened(json(flaw.value()));
            case KEYWORD, ALTERNATIVE, SCHEMA -> flaw.rule().refused();
        };
    }

    private String message(Rule rule, String refused, String reason, String where) {
        String refusing = backward() ? "the new version" : "the version before";
        String accepting = backward() ? "the version before" : "the new version";
        String place = where.isEmpty() ? "" : " at " + shortened(where);
        if (rule == Rule.UNDECIDED) {
            return "it cannot be decided whether %s accepts every record that %s accepts%s: %s"
                    .formatted(refusing, accepting, place, reason);
        }
        return "%s%s: %s accepts such records, %s refuses them".formatted(refused, place, accepting, refusing);
    }

    private String hint(Rule rule, String name) {
        if (rule != Rule.OPEN_PROPERTY) {
            return "";
        }
        String said = backward()
                ? "; the version before lets `%s` hold anything: had it said \"additionalProperties\": false, a"
                        + " restricted property could be added"
                : "; the new version lets `%s` hold anything: a property can only be taken out of one that says"
                        + " \"additionalProperties\": false";
        return said.formatted(shortened(name));
    }

    private static JsonNode at(SchemaNode node, String path) {
        JsonNode found = node.json;
        if (path.isEmpty()) {
            return found;
        }
        int slash = path.indexOf('/');
        if (slash < 0) {
            return found.path(path);
        }
        JsonNode inside = found.path(path.substring(0, slash));
        String name = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        return inside.isArray() ? inside.path(Integer.parseInt(name)) : inside.path(name);
    }

    private static boolean has(SchemaNode node, String path) {
        return !at(node, path).isMissingNode();
    }

    /// The place, or the nearest around it that is there.
    private static String nearest(SchemaNode node, String path) {
        if (path.isEmpty() || !node.inside) {
            return node.pointer;
        }
        if (has(node, path)) {
            return node.pointer + "/" + path;
        }
        String top = top(path);
        return has(node, top) ? node.pointer + "/" + top : node.pointer;
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static String shown(@Nullable SchemaNode node, String path) {
        JsonNode part = node == null ? MissingNode.getInstance() : at(node, path);
        if (part.isMissingNode()) {
            return Incompatibility.ABSENT;
        }
        return shortened(CanonicalJson.of(part));
    }

    private static String shortened(String json) {
        if (json.length() <= SHOWN_MAX) {
            return json;
        }
        int end = Character.isHighSurrogate(json.charAt(SHOWN_MAX - 4)) ? SHOWN_MAX - 4 : SHOWN_MAX - 3;
        return json.substring(0, end) + "...";
    }

    private static String json(@Nullable JsonNode value) {
        return value == null ? "null" : CanonicalJson.of(value);
    }
}
