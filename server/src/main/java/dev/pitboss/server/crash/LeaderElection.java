package dev.pitboss.server.crash;

import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.scheduling.VitalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries to get the table's lease, and runs the table while it has it: first it settles what an
/// owner before left behind, then it opens. Any database failure interrupts the round, and begins
/// this anew. One thread of its own; the rest is thread-safe.
final class LeaderElection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

  /// How often a server that does not run the table tries to.
  private static final long TRY_EVERY_MILLIS = 1_000;

  private static final long RENEW_EVERY_MILLIS = 1_000;

  /// Bets that cannot be settled in some attempts are tried again after the next round.
  private static final int MAX_ATTEMPTS = 5;

  private final String name = UUID.randomUUID().toString();
  private final TableRunner.Parts parts;
  private final Thread thread = VitalThread.unstarted("crash-table", this::run);
  private volatile @Nullable Lease lease;
  private volatile boolean runsHere;
  private volatile boolean closing;

  LeaderElection(TableRunner.Parts parts) {
    this.parts = parts;
  }

  void start() {
    thread.start();
  }

  boolean runsHere() {
    return runsHere;
  }

  /// The lease, while it is had.
  @Nullable Lease lease() {
    return lease;
  }

  /// Interrupts the round, settles it, and gives the lease back.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      try {
        Optional<Lease> taken = parts.rounds().acquire(name);
        if (taken.isPresent()) {
          hold(taken.get());
        } else {
          rest();
        }
      } catch (InterruptedException _) {
        closing = true; // the table is never interrupted; if it is, it ends as if closed
      } catch (DatabaseFailure | CrashRounds.Deposed interruption) {
        LOG.warn("the crash table was interrupted: {}", interruption.getMessage());
        restQuietly();
      } catch (RuntimeException unexpected) {
        LOG.error("the crash table was interrupted", unexpected);
        restQuietly();
      } catch (StackOverflowError tooDeep) {
        LOG.error("the crash table was interrupted", tooDeep);
        restQuietly();
      }
    }
  }

  private void hold(Lease taken) throws InterruptedException {
    lease = taken;
    Thread keeper = Thread.ofVirtual().name("crash-lease").start(() -> keep(taken));
    Map<UUID, Long> decided = Map.of();
    try {
      Chains.InUse chain = settleWhatIsLeft(taken, decided);
      TableRunner owner = new TableRunner(parts, taken, chain, () -> closing);
      runsHere = true;
      LOG.debug("running the crash table, epoch {}", taken.epoch());
      try {
        owner.run();
      } finally {
        runsHere = false;
        decided = Map.copyOf(owner.decided());
      }
      if (closing && taken.isHeld()) {
        settleWhatIsLeft(taken, decided);
        parts.rounds().release(taken);
      }
    } finally {
      lease = null;
      taken.end();
      keeper.interrupt();
      turnAway();
    }
  }

  /// Rounds that were interrupted are void, and every bet whose round is over is settled.
  private Chains.InUse settleWhatIsLeft(Lease held, Map<UUID, Long> decided)
      throws InterruptedException {
    Chains.InUse chain = parts.chains().inUse(parts.clock().instant());
    int voided = parts.rounds().voidUnfinished(held, chain, parts.clock().instant());
    int left = parts.settler().settle(held, decided);
    for (int attempt = 1; left > 0 && held.isHeld() && attempt < MAX_ATTEMPTS; attempt++) {
      Thread.sleep(100);
      left = parts.settler().settle(held, decided);
    }
    LOG.debug("{} crash rounds made void, {} bets left unsettled", voided, left);
    return chain;
  }

  /// Answers waiting requests that this server does not run the table.
  private void turnAway() {
    parts.feed().away();
    List<Command> waiting = new ArrayList<>();
    parts.inbox().drainTo(waiting);
    for (Command command : waiting) {
      switch (command) {
        case Command.Promise(_, var answer) -> answer.completeExceptionally(new Away());
        case Command.WantsToLeave(_, _, _, var answer) -> answer.completeExceptionally(new Away());
        case Command.Show(var to) -> to.accept(parts.feed().awayFrame());
        case Command.Kept _,
            Command.Dropped _,
            Command.Cancelled _,
            Command.HasLeft _,
            Command.Settled _,
            Command.Wake _ -> {}
      }
    }
  }

  private static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void keep(Lease held) {
    try {
      while (held.isHeld()) {
        Thread.sleep(RENEW_EVERY_MILLIS);
        try {
          if (!parts.rounds().renew(held)) {
            held.end();
          }
        } catch (DatabaseFailure failure) {
          LOG.warn("cannot extend the crash table's lease: {}", failure.getMessage());
        } catch (RuntimeException unexpected) {
          LOG.error("cannot extend the crash table's lease", unexpected);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the lease is not needed any more
    }
  }

  private void rest() throws InterruptedException {
    for (long slept = 0; slept < TRY_EVERY_MILLIS && !closing; slept += 50) {
      Thread.sleep(50);
    }
  }

  private void restQuietly() {
    try {
      rest();
    } catch (InterruptedException _) {
      closing = true;
    }
  }
}
