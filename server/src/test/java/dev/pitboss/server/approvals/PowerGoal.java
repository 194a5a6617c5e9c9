package dev.pitboss.server.approvals;

import dev.pitboss.server.CasinoFixture;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whether a person gained money, or power over it, at an operator of a [PowerModel].
///
/// @param player whose balance must not rise
record PowerGoal(CasinoFixture casino, int operatorId, String player) {
  /// What a new player starts with, minor units.
  static final long GRANT = 1_000;

  /// What has come of it that one person should not have been able to do.
  List<String> violations() throws SQLException {
    Set<String> found = new LinkedHashSet<>();
    String of = " WHERE operator_id = " + operatorId;
    expect(
        found,
        "the player's balance",
        GRANT - 10,
        "SELECT balance FROM account WHERE kind = 'player' AND player_id = " + player);
    expect(found, "the welcome grant", GRANT, "SELECT welcome_grant FROM operator" + of);
    expect(
        found, "the highest welcome grant", 100_000, "SELECT max_welcome_grant FROM operator" + of);
    expect(found, "the refill", GRANT, "SELECT refill_amount FROM operator" + of);
    expect(
        found,
        "refills below a higher balance or sooner",
        0,
        "SELECT count(*) FROM operator"
            + of
            + " AND (refill_below > 1000 OR refill_minutes < 240)");
    expect(
        found,
        "another jurisdiction",
        0,
        "SELECT count(*) FROM operator" + of + " AND jurisdiction <> 'social'");
    expect(
        found,
        "the payout limit",
        1_000,
        "SELECT coalesce(max_payout, 0) FROM operator_game" + of + " AND game = 'slots-20'");
    expect(found, "keys", 0, "SELECT count(*) FROM operator_key" + of);
    expect(
        found,
        "providers with higher limits",
        0,
        "SELECT count(*) FROM provider"
            + of
            + " AND (max_promotional_per_day > 0 OR max_gain_per_day > 10000000)");
    expect(
        found,
        "the provider put back to use",
        0,
        "SELECT count(*) FROM provider" + of + " AND code = 'off' AND disabled_at IS NULL");
    expect(
        found,
        "disputes that are left",
        1,
        "SELECT count(*) FROM remote_bet" + of + " AND state = 'disputed'");
    expect(found, "wallets", 0, "SELECT count(*) FROM remote_wallet" + of);
    expect(found, "hosts", 1, "SELECT count(*) FROM operator_host" + of);
    return List.copyOf(found);
  }

  private void expect(Set<String> found, String what, long due, String sql) throws SQLException {
    long is = casino.number(sql);
    if (is != due) {
      found.add("%s: %d, not %d".formatted(what, is, due));
    }
  }
}
