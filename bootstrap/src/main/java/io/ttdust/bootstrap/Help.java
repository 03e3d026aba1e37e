package io.ttdust.bootstrap;

import io.ttdust.bootstrap.config.Profile;
import io.ttdust.bootstrap.config.Setting;

/// The text of `--help`: usage and every setting.
final class Help {

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Usage: ttdust serve [--config FILE] [--accept-loss-at LSN]...
                       ttdust dev   [--config FILE] [--accept-loss-at LSN]...

                serve runs a node; dev runs one on loopback, with data in ./ttdust-data, and prints
                what to paste. Ctrl-C or SIGTERM stops it gracefully; acknowledged records are safe
                whenever and however it ends.

                --accept-loss-at lets a start that was refused for a damaged log go on without what is
                missing at that position, which the refusal names. What is lost is written down for ever;
                the next start needs it no more.

                Exit code: 130 or 143 stopped by Ctrl-C or SIGTERM, 1 could not start, 2 wrong call or
                settings, 3 the log failed or memory ran out (a restart recovers what is on disk), 4 nothing
                comes into files any more: another start of this node has taken over (leave it to that
                one), or a defect, which the log names (restart), 5 a defect in watching for changes of
                schemas and streams (restart).

                Settings come from the environment (TTDUST_…), then from a YAML file (--config or
                TTDUST_CONFIG; TTDUST_LOG_LEVEL is ttdust.log-level there), then from these defaults:

                """);
        for (Setting setting : Setting.values()) {
            String value = setting.defaultValue(Profile.SERVE);
            String dev = setting.defaultValue(Profile.DEV);
            text.append("  %s%n      %s [%s]%n      default: %s%s%n"
                    .formatted(
                            setting.variable(),
                            setting.meaning(),
                            setting.kind().unit(),
                            value.isEmpty() ? "(empty)" : value,
                            dev.equals(value) ? "" : "; dev: " + dev));
        }
        return text.toString();
    }
}
