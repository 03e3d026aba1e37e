package io.ttdust.adapters.jsonschema.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Draft7;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The validator library, set up so that it can reach nothing outside the definition it is given.
final class Library {

    private static final Dialect DIALECT = Dialect.builder(Draft7.getInstance())
            .formats(formats -> {
                formats.clear();
                LibraryFormats.all().forEach(format -> formats.put(format.getName(), format));
            })
            .keyword(new AdditionalProperties())
            .keyword(new UniqueItems())
            .keyword(new MultipleOf())
            .build();

    private Library() {}

    /// Compiles a definition that holds nothing but draft-07 assertions and local references.
    static Schema schema(JsonNode plain, Map<String, LinearPattern> patterns) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(true)
                .preloadSchema(false) // it would follow a chain of references as deep as it is long
                .regularExpressionFactory(pattern -> known(pattern, patterns))
                .build();
        SchemaRegistry registry = SchemaRegistry.builder()
                .defaultDialectId(DIALECT.getId())
                .dialectRegistry(new BasicDialectRegistry(DIALECT))
                .schemaLoader(new NothingLoader())
                .schemaCacheEnabled(false)
                .schemaRegistryConfig(config)
                .build();
        return registry.getSchema(plain);
    }

    private static LinearPattern known(String pattern, Map<String, LinearPattern> patterns) {
        LinearPattern compiled = patterns.get(pattern);
        if (compiled == null) {
            throw new IllegalStateException("a pattern was not compiled with its definition: " + pattern);
        }
        return compiled;
    }

    /// Loads nothing, from nowhere, whoever asks.
    private static final class NothingLoader extends SchemaLoader {

        NothingLoader() {
            super(List.of(), List.of());
        }

        @Override
        public InputStreamSource getSchemaResource(AbsoluteIri iri) {
            throw new IllegalStateException("the library asked for a document: " + iri);
        }
    }
}
