package io.ttdust.cli.proof;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.payload.PayloadSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The client's own account of what was acknowledged: one line per answer, only ever appended to.
///
/// A line is `number partition offset record-id hash`, the hash being the first 16 hex digits of the payload's
/// SHA-256. It is what a read-back is compared with, not the memory of the process that also judges. May be used
/// from any thread.
public final class AckFile implements AutoCloseable {

    private static final int HASH_BYTES = 8;
    private static final int FIELDS = 5;

    private final Path path;
    private final BufferedWriter writer;

    private AckFile(Path path, BufferedWriter writer) {
        this.path = path;
        this.writer = writer;
    }

    /// Begins a new file.
    public static AckFile create(Path path) {
        try {
            return new AckFile(path, Files.newBufferedWriter(path, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw new CommandException("cannot write the file of acknowledgements " + path + ": " + e, e);
        }
    }

    /// Appends one answer.
    public synchronized void append(long number, int partition, long offset, String recordId, byte[] payload) {
        try {
            writer.write(number + " " + partition + " " + offset + " " + recordId + " " + hash(payload) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + path, e);
        }
    }

    /// Hands what was appended so far to the operating system.
    public synchronized void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + path, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + path, e);
        }
    }

    /// Reads a file back.
    ///
    /// @throws CommandException if a line is broken, names a place against an earlier line, or its hash is not
    ///     that of the payload `sent` has for its number
    public static AckedRecords load(Path path, PayloadSource sent) {
        AckedRecords acked = new AckedRecords();
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                String[] fields = line.split(" ", -1);
                if (fields.length != FIELDS) {
                    throw new CommandException("%s has a broken line: %s".formatted(path, line));
                }
                long number = Long.parseLong(fields[0]);
                if (!hash(sent.payload(number)).equals(fields[4])) {
                    throw new CommandException("%s: record %d was sent with other bytes".formatted(path, number));
                }
                if (acked.put(number, Integer.parseInt(fields[1]), Long.parseLong(fields[2]))
                        == AckedRecords.Claim.ELSEWHERE) {
                    throw new CommandException("%s: record %d was acknowledged at two places".formatted(path, number));
                }
            }
        } catch (IOException e) {
            throw new CommandException("cannot read the file of acknowledgements " + path + ": " + e, e);
        }
        return acked;
    }

    private static String hash(byte[] payload) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(payload);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
