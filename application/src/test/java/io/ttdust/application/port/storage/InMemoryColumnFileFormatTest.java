package io.ttdust.application.port.storage;

class InMemoryColumnFileFormatTest extends ColumnFileFormatContract {

    @Override
    protected ColumnFileFormat format() {
        return new InMemoryColumnFileFormat();
    }
}
