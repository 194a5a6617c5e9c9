package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is refused is counted by its code.
public class RefusalsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void refusedSignInsAndLocksAreCountedAndNamesAreNoLabels() {
    double wrong = counted("wrong_credentials");
    double locked = counted("locked_out");

    for (int i = 0; i < 6; i++) {
      casino.send(
          "POST",
          "/api/session/login",
          "{\"username\":\"refused.one\",\"password\":\"not the one at all\"}",
          Map.of());
    }

    assertThat(counted("wrong_credentials") - wrong).isGreaterThanOrEqualTo(5);
    assertThat(counted("locked_out") - locked).isGreaterThanOrEqualTo(1);
    assertThat(casino.get("/metrics").body()).doesNotContain("refused.one");
  }

  private double counted(String code) {
    return counted(casino, code);
  }

  /// How often that casino has refused with that code.
  public static double counted(CasinoFixture casino, String code) {
    Matcher line =
        Pattern.compile("pitboss_refusals_total\\{code=\"" + code + "\"} ([0-9.E]+)")
            .matcher(casino.get("/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }
}
