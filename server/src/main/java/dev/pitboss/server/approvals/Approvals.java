package dev.pitboss.server.approvals;

import dev.pitboss.server.approvals.ChangeRequests.Asked;
import dev.pitboss.server.approvals.ChangeRequests.Proposal;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import dev.pitboss.server.seamlesswallet.outbound.Disputes;
import dev.pitboss.server.staff.StaffMember;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Changes under dual control of an operator's staff: requested here, and carried out when
/// approved. Thread-safe.
public final class Approvals {
  private final OperatorModule operatorModule;
  private final Providers providers;
  private final Disputes disputes;
  private final ChangeRequests requests;

  public Approvals(
      Database database,
      OperatorModule operatorModule,
      Providers providers,
      Disputes disputes,
      InstantSource clock) {
    this.operatorModule = operatorModule;
    this.providers = providers;
    this.disputes = disputes;
    this.requests =
        new ChangeRequests(
            database,
            Map.of(
                ChangeKind.OPERATOR_SETTINGS, this::changeSettings,
                ChangeKind.GAME_TERMS, this::setTerms,
                ChangeKind.KEY_CREATE, this::createKey,
                ChangeKind.PROVIDER_LIMITS, this::limitProvider,
                ChangeKind.PROVIDER_ENABLE, this::enableProvider,
                ChangeKind.DISPUTE_CLOSE, this::closeDispute),
            operatorModule.audit(),
            clock);
  }

  /// What waits, and how it is decided.
  public ChangeRequests requests() {
    return requests;
  }

  /// A key that was asked for. `toString` masks the first half of its secret.
  public record AskedKey(Asked asked, String keyId, String firstPart) {
    @Override
    public String toString() {
      return "AskedKey[" + keyId + "]";
    }
  }

  /// Asks for settings that were held back by
  /// [dev.pitboss.server.operators.OperatorSettings#change].
  public Asked settings(StaffMember member, Operator operator, String heldBack) {
    return ask(member, operator, ChangeKind.OPERATOR_SETTINGS, subject(operator), heldBack);
  }

  /// Asks for terms that were held back.
  public Asked terms(StaffMember member, Operator operator, String game, String heldBack) {
    return ask(member, operator, ChangeKind.GAME_TERMS, "game:" + game, heldBack);
  }

  /// Asks for a key. It is made now and opens nothing before it is approved; who asks gets the
  /// first half of its secret, who approves the second.
  public AskedKey key(StaffMember member, KeyHolder holder) {
    OperatorKeys.Prepared prepared = operatorModule.keys().prepare();
    Map<String, Object> payload = new TreeMap<>();
    payload.put("keyId", prepared.keyId());
    if (holder.provider().isPresent()) {
      payload.put("provider", holder.code());
    }
    Proposal proposal =
        new Proposal(
            holder.operatorId(),
            ChangeKind.KEY_CREATE,
            "key:" + prepared.keyId(),
            JsonWriter.text(payload));
    return new AskedKey(
        requests.ask(member, proposal, prepared.sealedSecret()),
        prepared.keyId(),
        prepared.firstPart());
  }

  /// Asks for higher limits of a provider.
  public Asked providerLimits(
      StaffMember member, Operator operator, String provider, Providers.Limits limits) {
    Map<String, Object> payload = new TreeMap<>();
    payload.put("gainPerDay", limits.gainPerDay());
    payload.put("promotionalPerDay", limits.promotionalPerDay());
    return ask(
        member,
        operator,
        ChangeKind.PROVIDER_LIMITS,
        "provider:" + provider,
        JsonWriter.text(payload));
  }

  /// Asks for a provider to be put back to use.
  public Asked providerEnabled(StaffMember member, Operator operator, String provider) {
    return ask(member, operator, ChangeKind.PROVIDER_ENABLE, "provider:" + provider, "{}");
  }

  /// Asks for a disputed bet to be closed.
  ///
  /// @param why 1 to 500 characters, for people
  public Asked disputeClosed(StaffMember member, Operator operator, UUID ref, String why) {
    return ask(
        member,
        operator,
        ChangeKind.DISPUTE_CLOSE,
        "round:" + ref,
        JsonWriter.text(new TreeMap<>(Map.of("reason", why))));
  }

  private Asked ask(
      StaffMember member, Operator operator, ChangeKind kind, String subject, String payload) {
    return requests.ask(member, new Proposal(operator.operatorId(), kind, subject, payload));
  }

  private Effect.Result changeSettings(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    try {
      operatorModule
          .settings()
          .change(connection, operator(request), payload(request), actor, Authority.TWO_PEOPLE);
      return Effect.Result.Done.PLAIN;
    } catch (InvalidInput refused) {
      // the platform's staff has lowered the maximum meanwhile
      return new Effect.Result.Refused(refused.field() + " " + refused.reason());
    }
  }

  private Effect.Result setTerms(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    operatorModule
        .settings()
        .setTerms(
            connection,
            operator(request),
            named(request, "game:"),
            payload(request),
            actor,
            Authority.TWO_PEOPLE);
    return Effect.Result.Done.PLAIN;
  }

  private Effect.Result createKey(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    JsonObject payload = payload(request);
    String keyId = payload.requiredText("keyId");
    Optional<String> provider = payload.optionalText("provider");
    Optional<KeyHolder> holder =
        provider.isEmpty()
            ? Optional.of(KeyHolder.of(operator(request)))
            : Providers.find(connection, request.operatorId(), provider.get())
                .map(found -> found.provider().keyHolder());
    byte[] sealed = request.sealedSecret();
    if (holder.isEmpty() || sealed == null) {
      return new Effect.Result.Refused("no such provider");
    }
    Optional<String> secondPart =
        operatorModule.keys().activate(connection, holder.get(), keyId, sealed, actor);
    return secondPart.isPresent()
        ? new Effect.Result.Done(secondPart)
        : new Effect.Result.Refused("the holder has two active keys; revoke one first");
  }

  private Effect.Result limitProvider(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    JsonObject payload = payload(request);
    Providers.Limits limits =
        new Providers.Limits(
            payload.requiredLong("gainPerDay"), payload.requiredLong("promotionalPerDay"));
    return result(
        providers.limit(
            connection,
            request.operatorId(),
            named(request, "provider:"),
            limits,
            actor,
            Authority.TWO_PEOPLE));
  }

  private Effect.Result enableProvider(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    return result(
        providers.use(
            connection,
            request.operatorId(),
            named(request, "provider:"),
            true,
            actor,
            Authority.TWO_PEOPLE));
  }

  private static Effect.Result result(Providers.Change change) {
    return switch (change) {
      case Providers.Change.Done _ -> Effect.Result.Done.PLAIN;
      case Providers.Change.NoSuchProvider() -> new Effect.Result.Refused("no such provider");
      case Providers.Change.NeedsSecondPerson() ->
          throw new IllegalStateException("two people are not enough");
    };
  }

  private Effect.Result closeDispute(Connection connection, ChangeRequest request, String actor)
      throws SQLException {
    Disputes.Decision decision =
        new Disputes.Decision(
            Disputes.Verdict.CLOSE, payload(request).requiredText("reason"), actor);
    UUID ref = UUID.fromString(named(request, "round:"));
    return disputes.decide(connection, request.operatorId(), ref, decision).isPresent()
        ? Effect.Result.Done.PLAIN
        : new Effect.Result.Refused("the bet is no longer disputed");
  }

  private Operator operator(ChangeRequest request) {
    return operatorModule.operators().byId(request.operatorId());
  }

  private static String subject(Operator operator) {
    return "operator:" + operator.code();
  }

  private static String named(ChangeRequest request, String prefix) {
    return request.subject().substring(prefix.length());
  }

  private static JsonObject payload(ChangeRequest request) {
    return JsonObject.parse(request.payload().getBytes(StandardCharsets.UTF_8));
  }
}
