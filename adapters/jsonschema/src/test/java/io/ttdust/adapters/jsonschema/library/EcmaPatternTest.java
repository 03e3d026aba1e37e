package io.ttdust.adapters.jsonschema.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B02")
class EcmaPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "^a$ a true",
                "^a$ `a\n` false",
                "a xay true",
                "^\\d+$ 123 true",
                "^\\d+$ \u0967 false",
                "^\\w$ \u00e9 false",
                "^\\W$ \u00e9 true",
                "^\\s$ \u00a0 true",
                "^\\s$ \ufeff true",
                "^\\S$ \ufeff false",
                "^\\S$ x true",
                "^[\\s]$ \u2003 true",
                "^[\\S]$ \u2003 false",
                "^[\\Sa]$ b true",
                "^.$ \u2028 false",
                "^.$ \ud83d\ude00 true",
                "^..$ \ud83d\ude00 false",
                "^\\ud83d\\ude00$ \ud83d\ude00 true",
                "^\\u{1f600}$ \ud83d\ude00 true",
                "^[\ud83d\ude00-\ud83d\ude02]$ \ud83d\ude01 true",
                "^\\u0041\\x42$ AB true",
                "^\\cC$ \\cC false",
                "^a\\/b$ a/b true",
                "^\\p{Letter}+$ \u00e9\u0436 true",
                "^\\p{L}$ 1 false",
                "^\\p{Lu}$ A true",
                "^\\P{Lu}$ a true",
                "^\\p{Script=Greek}$ \u03b1 true",
                "^\\p{General_Category=Decimal_Number}$ \u0967 true",
                "^\\p{ASCII}$ \u00e9 false",
                "^[\\p{ASCII}]$ a true",
                "^[\\P{ASCII}x]$ \u00e9 true",
                "^(?<year>\\d{4})-\\d{2}$ 2025-01 true",
                "^(?:a|b){2,3}?$ aba true",
                "^a{,2}$ a{,2} true",
                "^[]$ a false",
                "^[^]$ a true",
                "^[[:alpha:]]$ a] true",
                "^[[:alpha:]]$ a: false",
                "^[a[]+$ [a true",
                "^[a-z&&[b]]$ b] true",
                "\\bfoo\\b `a foo b` true",
                "^[+-]$ - true",
                "^[\\w.-]+@[\\w.-]+$ a.b-c@d.e true",
                "^\\$\\{x\\}$ ${x} true",
                "^x]}$ x]} true"
            })
    void patternsMeanWhatEcma262SaysTheyMean(String pattern, String text, boolean matches) throws Exception {
        assertThat(LinearPattern.of(pattern).matches(text))
                .as(EcmaPattern.translated(pattern))
                .isEqualTo(matches);
    }

    @Test
    void controlCharactersHaveTheirEscapes() throws Exception {
        assertThat(LinearPattern.of("^\\cC$").matches("\u0003")).isTrue();
        assertThat(LinearPattern.of("^[\\b]$").matches("\b")).isTrue();
        assertThat(LinearPattern.of("^\\0$").matches("\u0000")).isTrue();
        assertThat(LinearPattern.of("^\\v\\f\\n\\r\\t$").matches("\u000b\f\n\r\t"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<!a)",
                "(a)\\1",
                "(?<n>a)\\k<n>",
                "(?i)a",
                "(?>a)",
                "\\a",
                "\\A",
                "\\z",
                "\\Q",
                "\\C",
                "\\8",
                "\\00",
                "\\",
                "[a",
                "(a",
                "a)",
                "*a",
                "a**",
                "a*+",
                "a{2}{3}",
                "a{3,2}",
                "[z-a]",
                "\\ud800",
                "\\u12",
                "\\x1",
                "\\u{110000}",
                "\\c1",
                "\\p",
                "\\p{",
                "\\p{Nonsense}",
                "[\\B]",
                "a{1001}",
                "(a{1000}){1000}",
                "((a{100}){100}){100}",
                "(?:a?){1000}(?:a){1000}",
                "\ud800"
            })
    void whatHasNoLinearTimeFormOrIsTooLargeIsRefused(String pattern) {
        assertThatThrownBy(() -> LinearPattern.of(pattern))
                .isInstanceOf(UnsupportedPatternException.class)
                .hasMessageMatching("(?s).{10,200}");
    }

    @Test
    void hostilePatternsAreRefusedOrRunInLinearTime() {
        String long10k = "(a|b)?".repeat(2_000);
        String evil = "a".repeat(100_000) + "!";
        for (String pattern : new String[] {
            "(a+)+$",
            "(a*)*$",
            "(a|aa)+$",
            "(.*a){20}$",
            "a?".repeat(60) + "a".repeat(60),
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            long10k,
            "(".repeat(2_000) + ")".repeat(2_000),
            "[a-z]".repeat(800),
            "\\p{L}{999}",
            "((((a*)*)*)*)*$",
            "(x+x+)+y"
        }) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try {
                LinearPattern compiled = LinearPattern.of(pattern);
                assertThat(compiled.matches(evil)).isEqualTo(compiled.matches(evil));
            } catch (UnsupportedPatternException e) {
                assertThat(e).hasMessageMatching(".*(more than|larger than|at most).*");
            }
            long cpuMillis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000;
            assertThat(cpuMillis)
                    .as(pattern.substring(0, Math.min(40, pattern.length())))
                    .isLessThan(8_000);
        }
    }
}
