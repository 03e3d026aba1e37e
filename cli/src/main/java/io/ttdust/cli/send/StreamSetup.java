package io.ttdust.cli.send;

import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.feed.FedRecord;
import io.ttdust.cli.feed.RecordFeed;
import io.ttdust.cli.infer.InferenceRules;
import io.ttdust.cli.infer.Samples;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the stream to send to, when there is none. A schema gets the stream's name; one that an earlier try left
/// is used.
record StreamSetup(RestClient rest, Terminal notes, RecordFeed feed) {

    private static final int SAMPLES = 1_000;

    /// Samples are held in memory until they are sent.
    private static final long SAMPLE_BYTES = 64 << 20;

    private static final Pattern ID = Pattern.compile("str_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    void ensure(String stream, SendSettings.Creation creation) {
        if (rest.hasStream(stream)) {
            if (creation.schema() != null || creation.inferred()) {
                notes.line(
                        "stream '%s' is there already and keeps its schema; %s is not used",
                        stream, creation.inferred() ? "--infer" : "--schema");
            }
            return;
        }
        if (ID.matcher(stream).matches()) {
            throw new CommandException(
                    "there is no stream %s, and a new one is made by a name: --stream NAME".formatted(stream));
        }
        String schemaId = schemaOf(stream, creation);
        String id = rest.createStream(stream, schemaId, creation.partitions());
        notes.line(
                "created stream '%s' (%s), %s",
                stream, id, schemaId == null ? "which takes any JSON object" : "under schema " + schemaId);
    }

    private @Nullable String schemaOf(String stream, SendSettings.Creation creation) {
        String name = stream.replace('.', '-'); // all else a stream's name may have, a schema's may have too
        if (creation.inferred()) {
            return inferred(name);
        }
        Path file = creation.schema();
        if (file == null) {
            return null;
        }
        try {
            return registered(name, Definition.parse(Files.readAllBytes(file)), "the one given");
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
    }

    private String inferred(String name) {
        Samples samples = new Samples(InferenceRules.USUAL);
        for (FedRecord fed : feed.readAhead(SAMPLES, SAMPLE_BYTES)) {
            samples.add(feed.unit() + " " + fed.number(), fed.payload());
        }
        Definition definition = new Definition(samples.schema().text());
        samples.told().forEach(line -> notes.line("%s", line));
        String id = registered(name, definition, "what these records suggest");
        notes.line(
                "what they suggest is schema '%s' (%s); to print it: ./ttdust schema get %s --definition",
                name, id, name);
        return id;
    }

    /// The id of the schema of that name, which is registered unless it is there.
    private String registered(String name, Definition definition, String which) {
        SchemaRegistry schemas = new SchemaRegistry(rest);
        String id = schemas.find(SchemaRegistry.DEFAULT_NAMESPACE, name);
        if (id == null) {
            return schemas.create(name, definition);
        }
        if (Definition.of(schemas.show(id)).means(definition)) {
            return id;
        }
        throw new CommandException(
                "there is a schema '%s' already (%s), and it is not %s; to use it: ./ttdust schema get %s --definition"
                                .formatted(name, id, which, name)
                        + " > %s.schema.json, then send with --create --schema %s.schema.json".formatted(name, name));
    }
}
