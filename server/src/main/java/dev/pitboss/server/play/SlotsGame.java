package dev.pitboss.server.play;

public final class SlotsGame implements Game {
  @Override
  public String id() {
    return "";
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public dev.pitboss.games.Rules rules() {
    throw new IllegalStateException();
  }

  @Override
  public StakeLimits limits() {
    throw new IllegalStateException();
  }

  @Override
  public dev.pitboss.games.par.ParSheet parSheet() {
    throw new IllegalStateException();
  }

  @Override
  public Wager read(dev.pitboss.server.json.JsonObject b) {
    throw new IllegalStateException();
  }

  public String machineJson() {
    return "";
  }
}
