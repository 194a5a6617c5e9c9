package dev.pitboss.server.api;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.restrictions.FrontEndFlag;
import dev.pitboss.server.restrictions.Profile;
import dev.pitboss.server.restrictions.Profiles;
import java.util.Optional;

/// Which modes of published games a jurisdiction allows, through whichever route they are played.
public final class PublishedModes {
  private static final Profiles PROFILES = Profiles.shipped();

  private PublishedModes() {}

  /// What the operator's jurisdiction asks for.
  public static Profile profile(Operator operator) {
    return PROFILES.find(operator.jurisdiction()).orElseThrow();
  }

  /// The answer to a game that is not published, or not offered there.
  public static Response noSuchGame() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_game", "no such published game"));
  }

  /// Why a mode cannot be played; empty when nothing is in the way.
  public static Optional<Response> refusal(Operator operator, BookMode mode) {
    return BooksGame.isBuy(mode) && profile(operator).asks(FrontEndFlag.DISABLED_BUY_FEATURE)
        ? Optional.of(
            Response.problem(
                Problem.of(
                        Problem.Status.FORBIDDEN,
                        "mode_not_allowed",
                        "the jurisdiction allows no mode that costs more than a base bet; %s costs %s"
                            .formatted(mode.name(), mode.cost().toPlainString()))
                    .atField("mode")))
        : Optional.empty();
  }
}
