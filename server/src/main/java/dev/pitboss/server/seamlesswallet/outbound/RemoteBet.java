package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.hashing.Sha256;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A bet whose stake is asked for at another wallet, as stored. It is there before the wallet is
/// asked, and goes on, after a crash too, until it has ended.
///
/// @param key whose it is; its request names the bet there and the round here
/// @param bet the choices, as canonical JSON
/// @param guardId while it stands, the bet may be decided; 0 when it is gone
/// @param payout minor units, once decided
/// @param balanceAfter what the player has there at the end, minor units
/// @param reason why it was refused, or is disputed
/// @param attempts to bring it to its end
/// @param end when and how it ended, if it has
record RemoteBet(
    Key key,
    int operatorId,
    String game,
    long stake,
    String bet,
    Guest guest,
    State state,
    long guardId,
    @Nullable Long payout,
    @Nullable Long balanceAfter,
    @Nullable String reason,
    int attempts,
    Instant beganAt,
    End end) {

  /// Whose bet, and by which request.
  record Key(long playerId, UUID requestId) {}

  /// The player, as their own wallet knows them.
  record Guest(String player, String session) {}

  /// A bet's end.
  ///
  /// @param at null while the bet goes on
  /// @param closedBy who ended a disputed bet by hand; null when the wallet took its end
  /// @param closedWhy why they did
  record End(@Nullable Instant at, @Nullable String closedBy, @Nullable String closedWhy) {
    static final End NONE = new End(null, null, null);
  }

  /// How far a bet is.
  enum State {
    /// The stake may have been asked for, and the bet may have been decided.
    INTENDED,
    /// It was decided; what it won is being told to the wallet.
    DECIDED,
    /// It will not be decided; its stake, should it have been taken, is being given back.
    TAKING_BACK,
    /// What it won was taken by the wallet.
    SETTLED,
    /// Its stake is where it was.
    TAKEN_BACK,
    /// The wallet gave no stake.
    REFUSED,
    /// The wallet refuses to end it: people have to look.
    DISPUTED;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT));
    }
  }

  /// The name of its bet there.
  UUID betUuid() {
    return key.requestId();
  }

  /// The name of its win there.
  UUID winUuid() {
    return derived(key.requestId(), "win");
  }

  /// The name of its rollback there.
  UUID rollbackUuid() {
    return derived(key.requestId(), "rollback");
  }

  private static UUID derived(UUID requestId, String what) {
    return Sha256.uuid(requestId + ":" + what);
  }
}
