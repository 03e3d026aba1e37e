package io.ttdust.adapters.jsonschema;

import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.port.schema.SchemaCompilerContract;

class JsonSchemaCompilerContractTest extends SchemaCompilerContract {

    private final JsonSchemaCompiler compiler = new JsonSchemaCompiler();

    @Override
    protected SchemaCompiler compiler() {
        return compiler;
    }
}
