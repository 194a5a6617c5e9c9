package dev.pitboss.server.api.provider;

import dev.pitboss.server.api.Access;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.api.RequestAuthorizer;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.ExternalTransaction;
import dev.pitboss.server.ledger.ExternalTransaction.Kind;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.inbound.InboundWallet;
import dev.pitboss.server.seamlesswallet.inbound.Launches;
import dev.pitboss.server.seamlesswallet.inbound.Provider;
import dev.pitboss.server.seamlesswallet.inbound.ProviderCall;
import dev.pitboss.server.seamlesswallet.inbound.Token;
import dev.pitboss.server.seamlesswallet.inbound.WalletAnswer;
import dev.pitboss.server.seamlesswallet.inbound.WalletForProviders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Our wallet for providers, by the contract of `docs/shared-wallet.md`, and how a player is handed
/// to one.
public final class WalletRoutes {
  private static final String BASE = "/api/wallet/v1/";

  /// Far more than any bet or win, and far from what a sum of them could overflow.
  private static final long MAX_AMOUNT = 1_000_000_000_000L;

  private static final int MAX_NAME = 64;
  private static final int PAGE = 500;
  private static final UUID NONE = new UUID(0, 0);

  private final WalletForProviders wallet;
  private final InboundWallet calls;
  private final Launches launches;
  private final Database database;
  private final Wallet balances;

  public WalletRoutes(WalletForProviders wallet, Database database, Wallet balances) {
    this.wallet = wallet;
    this.calls = wallet.wallet();
    this.launches = wallet.launches();
    this.database = database;
    this.balances = balances;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.postByPlayer("/api/casino/launch", this::launch),
        Endpoints.postByProvider(BASE + "user-info", this::userInfo),
        Endpoints.postByProvider(BASE + "balance", this::balance),
        Endpoints.postByProvider(BASE + "bet", moves(Kind.BET)),
        Endpoints.postByProvider(BASE + "win", moves(Kind.WIN)),
        Endpoints.postByProvider(BASE + "bet-and-win", moves(Kind.BET_AND_WIN)),
        Endpoints.postByProvider(BASE + "rollback", moves(Kind.ROLLBACK)),
        Endpoints.getByProvider(BASE + "transactions", this::transactions));
  }

  private Response launch(Request request, Player player) {
    JsonObject body = request.json();
    String code = name(body, "provider");
    String game = name(body, "game");
    body.refuseOtherFields();
    Optional<Provider> provider = wallet.providers().inUse(player.operatorId(), code);
    if (provider.isEmpty()) {
      return Response.problem(
          Problem.of(Problem.Status.NOT_FOUND, "no_such_provider", "no such provider " + code)
              .atField("provider"));
    }
    return RequestAuthorizer.tokenOf(request)
        .flatMap(session -> launches.launch(provider.get(), player.playerId(), game, session))
        .map(launch ->
            Response.json(
                201, new WalletViews.LaunchView(launch.token().text(), launch.expiresAt())))
        .orElseGet(RequestAuthorizer::noSession);
  }

  private Response userInfo(Request request, Provider provider) {
    JsonObject body = request.json();
    Token token = token(body, "token");
    body.refuseOtherFields();
    Optional<Launches.Handed> handed = launches.exchange(provider, token);
    if (handed.isEmpty()) {
      return refused(WalletAnswer.Reason.INVALID_SESSION);
    }
    return database
        .read(connection -> balances.find(connection, handed.get().playerId()))
        .map(balance -> Response.ok(WalletViews.UserInfoView.of(handed.get(), balance)))
        .orElseGet(() -> refused(WalletAnswer.Reason.INVALID_SESSION));
  }

  private Response balance(Request request, Provider provider) {
    JsonObject body = request.json();
    long player = player(body);
    body.refuseOtherFields();
    return calls
        .balance(provider, player)
        .map(balance -> Response.ok(WalletViews.BalanceView.of(player, balance)))
        .orElseGet(() -> refused(WalletAnswer.Reason.UNKNOWN_PLAYER));
  }

  private Access.ProviderHandler moves(Kind kind) {
    return (request, provider) -> {
      ProviderCall call = read(request.json(), kind);
      return switch (calls.call(provider, call)) {
        case WalletAnswer.Done(var transaction) ->
            Response.ok(WalletViews.DoneView.of(transaction, provider.currency()));
        case WalletAnswer.Refused(var reason, var balance) ->
            Response.ok(
                new WalletViews.RefusedView(
                    reason.name(), balance.isPresent() ? balance.getAsLong() : null));
        case WalletAnswer.Stopped(String reason) -> Refusals.stopped(reason);
        case WalletAnswer.AskAgain() -> Response.tryAgain();
      };
    };
  }

  private static ProviderCall read(JsonObject body, Kind kind) {
    UUID transaction = uuid(body, "transaction_uuid");
    boolean refers = kind == Kind.WIN || kind == Kind.ROLLBACK;
    boolean bets = kind == Kind.BET || kind == Kind.BET_AND_WIN;
    Optional<UUID> reference =
        refers ? Optional.of(uuid(body, "reference_transaction_uuid")) : Optional.empty();
    if (reference.filter(transaction::equals).isPresent()) {
      throw InvalidInput.field("reference_transaction_uuid", "must differ from transaction_uuid");
    }
    ProviderCall call =
        new ProviderCall(
            kind,
            transaction,
            player(body),
            bets ? Optional.of(token(body, "session")) : Optional.empty(),
            reference,
            new ProviderCall.Place(
                name(body, "round"), name(body, "game"), body.requiredText("currency")),
            bets ? amount(body, "amount") : 0,
            switch (kind) {
              case WIN -> amount(body, "amount");
              case BET_AND_WIN -> amount(body, "win_amount");
              case BET, ROLLBACK, VOID -> 0;
            },
            kind != Kind.ROLLBACK && body.optionalFlag("round_closed").orElse(false));
    body.refuseOtherFields();
    return call;
  }

  private Response transactions(Request request, Provider provider) {
    Instant from = Inputs.instant(request, "from");
    UUID after = request.queryText("after").map(text -> parseUuid("after", text)).orElse(NONE);
    int limit = request.queryInt("limit", 1, PAGE, PAGE);
    List<ExternalTransaction> found = calls.since(provider, from, after, limit);
    return Response.ok(WalletViews.TransactionsView.of(found, provider.currency()));
  }

  private static Response refused(WalletAnswer.Reason reason) {
    return Response.ok(new WalletViews.RefusedView(reason.name(), null));
  }

  private static long player(JsonObject body) {
    String text = body.requiredText("player");
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw InvalidInput.field("player", "must be a player id as returned by user-info");
    }
    return Long.parseLong(text);
  }

  private static Token token(JsonObject body, String field) {
    String text = body.requiredText(field);
    if (text.length() > MAX_NAME) {
      throw InvalidInput.field(field, "has at most " + MAX_NAME + " characters");
    }
    return new Token(text);
  }

  private static String name(JsonObject body, String field) {
    String text = body.requiredText(field);
    if (text.isEmpty()
        || text.length() > MAX_NAME
        || !text.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw InvalidInput.field(
          field, "has 1 to " + MAX_NAME + " visible ASCII characters without spaces");
    }
    return text;
  }

  private static UUID uuid(JsonObject body, String field) {
    return parseUuid(field, body.requiredText(field));
  }

  private static UUID parseUuid(String field, String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException _) {
      // refused below, like one in another form
    }
    throw InvalidInput.field(field, "must be a UUID in lower case");
  }

  private static long amount(JsonObject body, String field) {
    long amount = body.requiredLong(field);
    if (amount < 0 || amount > MAX_AMOUNT) {
      throw InvalidInput.field(
          field, "must be from 0 to " + MAX_AMOUNT + " minor units, got " + amount);
    }
    return amount;
  }
}
