package io.ttdust.adapters.jsonschema.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameTableTest {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789\u00e9\ud83d\ude00";

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int length = 0; length <= LETTERS.length(); length++) {
            if (length != LETTERS.length() - 1) { // not half a character
                names.add(LETTERS.substring(0, length));
            }
        }
        return names;
    }

    private static byte[] quoted(String name) {
        return ("\"" + name + "\"        ").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void eachNameIsFoundOnTheBytesAndByItsHashAndNoOther() {
        List<String> names = names();
        NameTable many = new NameTable(names);
        for (int i = 0; i < names.size(); i++) {
            byte[] bytes = quoted(names.get(i));
            int length = names.get(i).getBytes(StandardCharsets.UTF_8).length;
            NameTable one = new NameTable(List.of(names.get(i)));

            assertThat(many.find(bytes, 1, length)).isEqualTo(i);
            assertThat(one.find(bytes, 1, length)).isZero();
            for (int j = 0; j < names.size(); j++) {
                assertThat(many.after(j, bytes, 1, bytes.length)).isEqualTo(i == j ? length + 2 : -1);
            }
            assertThat(many.after(i, bytes, 1, length + 1)).isEqualTo(-1);
        }
    }

    @Test
    void aNameThatDiffersInOneByteIsAnotherOne() {
        for (String name : names()) {
            NameTable table = new NameTable(List.of(name, "u", "v", "w", "x", "y"));
            byte[] bytes = quoted(name);
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            for (int i = 1; i <= length; i++) {
                bytes[i]++;
                assertThat(table.after(0, bytes, 1, bytes.length))
                        .as("%s, byte %d", name, i)
                        .isEqualTo(-1);
                assertThat(table.find(bytes, 1, length))
                        .as("%s, byte %d", name, i)
                        .isEqualTo(NameTable.NONE);
                bytes[i]--;
            }
        }
    }

    @Test
    void aNameThatNeedsEscapesIsNeverFoundOnTheBytes() {
        NameTable table = new NameTable(List.of("a\"b", "a\\b", "a\nb", "\u0000"));

        for (int i = 0; i < table.size(); i++) {
            for (String raw : List.of("a\"b", "a\\b", "a\nb", "\u0000")) {
                byte[] bytes = quoted(raw);
                assertThat(table.after(i, bytes, 1, bytes.length)).isEqualTo(-1);
            }
        }
        assertThat(table.find("a\"b".getBytes(StandardCharsets.UTF_8), 0, 3)).isZero();
    }
}
