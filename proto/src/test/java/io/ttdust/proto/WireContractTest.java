package io.ttdust.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.ttdust.proto.admin.v1.Admin;
import io.ttdust.proto.ingestion.v1.Ingestion;
import io.ttdust.proto.query.v1.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Compares every name, number and type of the wire contract with the published list in `wire-contract.txt`. Lines
/// may be added to it; a line that changes or goes breaks clients that are already out there.
class WireContractTest {

    @Test
    void everyNameNumberAndTypeIsAsPublished() throws IOException {
        List<String> lines = new ArrayList<>();
        describe(Ingestion.getDescriptor(), lines);
        describe(Query.getDescriptor(), lines);
        describe(Admin.getDescriptor(), lines);

        assertThat(lines).containsExactlyElementsOf(published());
    }

    private static List<String> published() throws IOException {
        try (InputStream golden = WireContractTest.class.getResourceAsStream("/wire-contract.txt")) {
            assertThat(golden).isNotNull();
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static void describe(FileDescriptor file, List<String> lines) {
        for (ServiceDescriptor service : file.getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                lines.add("rpc %s %s%s -> %s%s"
                        .formatted(
                                method.getFullName(),
                                method.isClientStreaming() ? "stream " : "",
                                method.getInputType().getName(),
                                method.isServerStreaming() ? "stream " : "",
                                method.getOutputType().getName()));
            }
        }
        for (Descriptor message : file.getMessageTypes()) {
            for (FieldDescriptor field : message.getFields()) {
                lines.add("%s %d %s %s"
                        .formatted(message.getFullName(), field.getNumber(), field.getName(), type(field)));
            }
        }
        for (EnumDescriptor type : file.getEnumTypes()) {
            for (EnumValueDescriptor value : type.getValues()) {
                lines.add("%s %d %s".formatted(type.getFullName(), value.getNumber(), value.getName()));
            }
        }
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            Descriptor entry = field.getMessageType();
            return "map<%s, %s>".formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
        }
        String cardinality = field.isRepeated() ? "repeated " : field.toProto().getProto3Optional() ? "optional " : "";
        String name = switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM -> field.getEnumType().getName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                field.toProto().getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
        };
        return cardinality + name;
    }
}
