package io.ttdust.application.port.schema;

class FakeSchemaCompilerTest extends SchemaCompilerContract {

    @Override
    protected SchemaCompiler compiler() {
        return new FakeSchemaCompiler();
    }
}
