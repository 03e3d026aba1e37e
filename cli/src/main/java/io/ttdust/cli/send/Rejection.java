package io.ttdust.cli.send;

import com.google.protobuf.ByteString;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestError;

/// A record that was not taken and will not be.
///
/// @param number its line or item
/// @param status `rejected` or `conflict`
record Rejection(long number, String status, IngestError error, ByteString payload) {

    /// One line for a person.
    String words(String unit) {
        if (error.getFieldErrorsCount() == 0) {
            return "%s %d: %s, %s".formatted(unit, number, error.getCode(), error.getMessage());
        }
        FieldValidationError first = error.getFieldErrors(0);
        int more = error.getFieldErrorsCount() - 1;
        return "%s %d: %s at %s (%s): %s%s"
                .formatted(
                        unit,
                        number,
                        error.getCode(),
                        first.getPointer().isEmpty() ? "the whole record" : first.getPointer(),
                        first.getKeyword(),
                        first.getMessage(),
                        more == 0 ? "" : ", and %d more".formatted(more));
    }
}
