package io.ttdust.domain.schema;

/// A schema as it stands at some moment.
///
/// @param latest the version with the highest number of those that are not deleted; there always is one
/// @param compatibilityMode what the next version is held to unless whoever adds it says otherwise
/// @param lastVersion the highest number that was ever given, which may be a deleted version's; none is given twice
public record Schema(SchemaVersion latest, CompatibilityMode compatibilityMode, int lastVersion) {

    public Schema {
        if (latest.status() == VersionStatus.DELETED || latest.version() > lastVersion) {
            throw new IllegalArgumentException("version %d (%s) cannot be the latest of %d"
                    .formatted(latest.version(), latest.status().word(), lastVersion));
        }
    }

    /// Whether this is the schema of streams that declare none, which nobody may change.
    public boolean builtIn() {
        return latest.name().equals(SchemaName.ANY);
    }

    /// Whether nothing that decides about a next version has changed in `other`.
    public boolean sameVersions(Schema other) {
        return latest.schemaId().equals(other.latest.schemaId())
                && latest.version() == other.latest.version()
                && compatibilityMode == other.compatibilityMode
                && lastVersion == other.lastVersion;
    }
}
