package io.ttdust.cli.client;

/// How a [Producer] sends.
///
/// @param stream name or id of the stream
/// @param keyPrefix what stands before a record's number in its idempotency key
/// @param frameRecords records per frame
/// @param framesInFlight frames sent and not answered, at most
/// @param recordIds whether to ask for record ids
/// @param repeatEvery every so manieth frame is sent a second time; 0 for none
public record ProducerSettings(
        String stream, String keyPrefix, int frameRecords, int framesInFlight, boolean recordIds, int repeatEvery) {

    public ProducerSettings {
        if (frameRecords <= 0 || framesInFlight <= 0 || repeatEvery < 0) {
            throw new IllegalArgumentException("frames of %d, %d in flight, every %d repeated"
                    .formatted(frameRecords, framesInFlight, repeatEvery));
        }
    }
}
