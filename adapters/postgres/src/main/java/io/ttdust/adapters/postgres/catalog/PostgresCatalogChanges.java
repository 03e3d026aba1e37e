package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.CatalogChanges;
import javax.sql.DataSource;

/// [CatalogChanges] in the row of `catalog_changes`, which triggers of the tables keep.
public final class PostgresCatalogChanges implements CatalogChanges {

    private final Transactions transactions;

    public PostgresCatalogChanges(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public long count() {
        return transactions
                .query(
                        "asking whether schemas or streams changed",
                        "SELECT changes FROM catalog_changes",
                        row -> row.getLong("changes"))
                .getFirst();
    }
}
