package dev.pitboss.server;

import dev.pitboss.server.openid.OpenIdIssuer;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.PlayerModule;
import dev.pitboss.server.players.PlayerOpenings;
import dev.pitboss.server.refills.Refills;
import dev.pitboss.server.scheduling.Lifecycle;
import dev.pitboss.server.staff.StaffModule;
import java.time.InstantSource;
import java.util.Optional;

/// Operators, their players and staff, and how both sign in.
record AccountsModule(
    OperatorModule operators,
    PlayerModule players,
    StaffModule staff,
    Refills refills,
    Optional<OpenIdIssuer> openId) {

  /// Starts it.
  static AccountsModule open(Shared shared, ServerOptions options) {
    Lifecycle started = shared.started();
    InstantSource clock = shared.clock();
    OperatorModule operators =
        started.keep(
            OperatorModule.open(shared.database(), shared.wallet(), shared.vault(), clock));
    int rates = options.access().rateFactor();
    Lockout lockout = new Lockout(shared.database(), clock, rates);
    PlayerModule.Counted counted =
        new PlayerModule.Counted(lockout, PlayerOpenings.start(shared.database(), clock, rates));
    PlayerModule players =
        started.keep(
            PlayerModule.open(
                shared.database(), shared.wallet(), shared.vault(), operators, counted, clock));
    StaffModule.Locks locks = new StaffModule.Locks(lockout, shared.vault());
    StaffModule staff =
        started.keep(
            StaffModule.open(shared.database(), shared.wallet(), players, locks, operators, clock));
    return new AccountsModule(
        operators,
        players,
        staff,
        new Refills(shared.database(), shared.wallet(), operators.operators(), clock),
        options.openId().map(issuer -> started.keep(new OpenIdIssuer(issuer, clock))));
  }
}
