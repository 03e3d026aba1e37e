package io.ttdust.cli.client;

import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.IngestError;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordVerdict;
import java.util.BitSet;

/// Reads the answer to a frame: one verdict per record, no more and no fewer.
public final class Verdicts {

    private Verdicts() {}

    /// Tells `listener` the verdict of every record of `frame`.
    ///
    /// @throws WrongAnswerException if a record has none or several
    public static void tell(Frame frame, IngestRecordsResponse answer, VerdictListener listener) {
        if (answer.hasError()) {
            for (int i = 0; i < frame.size(); i++) {
                tellRefusal(frame.number(i), answer.getError(), listener);
            }
            return;
        }
        boolean ids = frame.request().getWantRecordIds();
        if (ids && answer.getRecordIdsCount() != frame.size()) {
            throw new WrongAnswerException(
                    "%d record ids for %d records".formatted(answer.getRecordIdsCount(), frame.size()));
        }
        BitSet told = new BitSet(frame.size());
        for (AcceptedRun run : answer.getAcceptedList()) {
            for (int i = 0; i < run.getCount(); i++) {
                int index = run.getFirstIndex() + i;
                claim(told, index, frame.size());
                listener.accepted(
                        frame.number(index),
                        run.getPartition(),
                        run.getFirstSequenceNumber() + i,
                        ids ? answer.getRecordIds(index) : "");
            }
        }
        for (RecordVerdict verdict : answer.getOthersList()) {
            claim(told, verdict.getIndex(), frame.size());
            tellOther(frame.number(verdict.getIndex()), verdict, listener);
        }
        if (told.cardinality() != frame.size()) {
            throw new WrongAnswerException(
                    "a frame of %d records was answered with %d verdicts".formatted(frame.size(), told.cardinality()));
        }
    }

    private static void claim(BitSet told, int index, int size) {
        if (index < 0 || index >= size || told.get(index)) {
            throw new WrongAnswerException(
                    "record %d of a frame of %d has a second verdict, or is not in it".formatted(index, size));
        }
        told.set(index);
    }

    private static void tellOther(long number, RecordVerdict verdict, VerdictListener listener) {
        switch (verdict.getStatus()) {
            case STATUS_DUPLICATE ->
                listener.duplicate(number, verdict.getPartition(), verdict.getSequenceNumber(), verdict.getRecordId());
            case STATUS_VALIDATION_ERROR -> listener.rejected(number, verdict.getError());
            case STATUS_CONFLICT -> listener.conflict(number, verdict.getError());
            case STATUS_RATE_LIMITED, STATUS_UNAVAILABLE, STATUS_INTERNAL_ERROR ->
                listener.refused(number, verdict.getError());
            case STATUS_OK, STATUS_UNSPECIFIED, UNRECOGNIZED ->
                throw new WrongAnswerException(
                        "record %d has status %s among the others".formatted(number, verdict.getStatus()));
        }
    }

    /// A refused frame that may be sent again has a time to come back; any other is a fault of the frame.
    private static void tellRefusal(long number, IngestError error, VerdictListener listener) {
        if (error.hasRetryAfterMillis()) {
            listener.refused(number, error);
        } else {
            listener.rejected(number, error);
        }
    }
}
