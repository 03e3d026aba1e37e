package io.ttdust.adapters.parquet;

import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileFormatContract;

class ParquetColumnFileFormatTest extends ColumnFileFormatContract {

    @Override
    protected ColumnFileFormat format() {
        return new ParquetColumnFileFormat("ttdust test");
    }
}
