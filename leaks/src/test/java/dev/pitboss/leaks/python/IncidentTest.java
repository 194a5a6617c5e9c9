package dev.pitboss.leaks.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Step;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A Flask casino as in the incident, at three versions.
final class IncidentTest {
  private static List<String> report(PythonTree tree) {
    return tree.scan().findings().stream().map(Finding::toString).toList();
  }

  @Test
  void reportsEachPlaceByLineFunctionRouteAndMistake() throws IOException {
    assertThat(report(PythonTree.resource("incident/unmended")))
        .containsExactly(
            "casino_api.py:27 balance GET /balance: close not in finally",
            "casino_api.py:43 slots_bet POST /slots/bet: close not in finally",
            "casino_api.py:62 slots_result POST /slots/result: early return",
            "casino_api.py:81 roulette_spin POST /roulette/spin: close only in except",
            "casino_api.py:101 blackjack_deal POST /blackjack/deal: gap between get and try",
            "casino_api.py:120 blackjack_action POST /blackjack/action: conditional close",
            "casino_api.py:137 crash_bet POST /crash/bet: only the cursor is closed",
            "casino_api.py:156 crash_cashout POST /crash/cashout: close not in finally",
            "casino_api.py:172 crash_state GET /crash/state: anonymous chain",
            "casino_api.py:179 game_history GET /game-history: reassigned before close",
            "casino_api.py:189 game_history_round GET /game-history/<int:round_id>: never closed",
            "casino_api.py:201 player_stats GET /players/<player>/stats: close not in finally");
  }

  @Test
  void whatIsMendedIsNoLongerReported() throws IOException {
    assertThat(report(PythonTree.resource("incident/half")))
        .containsExactly(
            "casino_api.py:86 roulette_spin POST /roulette/spin: close only in except",
            "casino_api.py:125 blackjack_action POST /blackjack/action: conditional close",
            "casino_api.py:177 crash_state GET /crash/state: anonymous chain",
            "casino_api.py:184 game_history GET /game-history: reassigned before close",
            "casino_api.py:208 player_stats GET /players/<player>/stats: close not in finally");
    assertThat(report(PythonTree.resource("incident/mended"))).isEmpty();
  }

  @Test
  void readsTheRoutesAloneWithoutTheTracker() throws IOException {
    PythonTree whole = PythonTree.resource("incident/unmended");
    SourceFile api = whole.sources().getFirst();
    assertThat(api.name()).isEqualTo("casino_api.py");

    var alone = new PythonTree(whole.base(), List.of(api), new PythonLanguage());

    assertThat(report(alone)).isEqualTo(report(whole));
  }

  @Test
  void userNamesAnAcquirerTheNameDoesNotShow() throws IOException {
    PythonTree tree = PythonTree.resource("acquirer");
    assertThat(tree.scan().findings()).isEmpty();

    var settings = new ScanSettings(false, List.of("shop.wire.plug_in"), List.of());

    assertThat(tree.scan(settings).findings().stream().map(Finding::toString))
        .containsExactly("orders.py:8 ship: never closed");
    assertThat(Step.words(tree.scan(settings).findings().getFirst().path()))
        .isEqualTo("taken :8 → never closed");
  }
}
