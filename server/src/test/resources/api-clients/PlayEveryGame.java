import client.ApiClient;
import client.ApiException;
import client.api.BaccaratApi;
import client.api.BlackjackApi;
import client.api.CrashApi;
import client.api.HistoryApi;
import client.api.OriginalsApi;
import client.api.PlayerApi;
import client.api.RouletteApi;
import client.api.SessionsApi;
import client.api.SlotsApi;
import client.model.BaccaratBet;
import client.model.BaccaratBets;
import client.model.Balance;
import client.model.Blackjack;
import client.model.BlackjackAction;
import client.model.BlackjackDeal;
import client.model.BlackjackMove;
import client.model.DiceBet;
import client.model.KenoBet;
import client.model.LimboBet;
import client.model.NewCrashBet;
import client.model.OpenBet;
import client.model.PlayerSession;
import client.model.PlinkoBet;
import client.model.Problem;
import client.model.ProblemCode;
import client.model.RouletteBet;
import client.model.RouletteBets;
import client.model.RoundRef;
import client.model.SlotsBet;
import client.model.WheelBet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A program as an integrator writes it, with the client generated from the API document: plays a
/// round of each game and prints a line for each. Arguments: the URL of the casino.
public final class PlayEveryGame {
  private static final long CRASH_MILLIS = 90_000;

  /// What can be in the way of a bet on crash, or of taking it back, until another round begins.
  private static final Set<ProblemCode> LATER =
      Set.of(
          ProblemCode.NO_SUCH_ROUND,
          ProblemCode.NOT_RUNNING,
          ProblemCode.CRASHED,
          ProblemCode.ROUND_OPEN,
          ProblemCode.ACTION_NOT_POSSIBLE,
          ProblemCode.TABLE_AWAY);

  private final ApiClient client = new ApiClient();

  public static void main(String[] arguments) throws Exception {
    new PlayEveryGame().play(arguments[0]);
  }

  private void play(String url) throws Exception {
    client.updateBaseUri(url);
    PlayerSession session = new SessionsApi(client).openGuestSession(Map.of());
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + session.getToken()));
    System.out.println("token " + session.getToken());
    slots();
    roulette();
    baccarat();
    originals();
    blackjack();
    crash();
    refused();
    Balance balance = new PlayerApi(client).getBalance();
    System.out.println("balance " + balance.getBalance() + " " + balance.getOpenStakes());
    new HistoryApi(client)
        .listGameHistory(null, null, null, null, null)
        .getRounds()
        .forEach(line -> System.out.println("history " + line.getGame() + " " + line.getRef()));
  }

  private void slots() throws ApiException {
    SlotsApi slots = new SlotsApi(client);
    var spin = slots.playSlots20(new SlotsBet().stake(200L), key());
    check(spin.getResult().getGrid().size() == 3, "three rows");
    played(spin.getGame(), spin.getRef(), spin.getPayout());
    OpenBet bet = slots.betOnSlots(new SlotsBet().stake(200L), key());
    var fruit = slots.revealSlotsResult(new RoundRef().ref(bet.getRef()));
    check(!fruit.getResult().getGrid().isEmpty(), "fruit");
    played(fruit.getGame(), fruit.getRef(), fruit.getPayout());
  }

  private void roulette() throws ApiException {
    RouletteBets bets =
        new RouletteBets()
            .bets(
                List.of(
                    new RouletteBet()
                        .type(RouletteBet.TypeEnum.STRAIGHT)
                        .numbers(List.of(17))
                        .stake(100L),
                    new RouletteBet().type(RouletteBet.TypeEnum.RED).stake(500L)));
    var turn = new RouletteApi(client).playRoulette(bets, key());
    int pocket = turn.getResult().getPocket();
    check(pocket >= 0 && pocket <= 36, "a pocket");
    played(turn.getGame(), turn.getRef(), turn.getPayout());
  }

  private void baccarat() throws ApiException {
    BaccaratBets bets =
        new BaccaratBets()
            .bets(
                List.of(
                    new BaccaratBet().on(BaccaratBet.OnEnum.BANKER).stake(200L),
                    new BaccaratBet().on(BaccaratBet.OnEnum.TIE).stake(25L)));
    var coup = new BaccaratApi(client).playBaccarat(bets, key());
    check(coup.getResult().getBanker().getCards().size() >= 2, "the banker's cards");
    played(coup.getGame(), coup.getRef(), coup.getPayout());
  }

  private void originals() throws ApiException {
    OriginalsApi api = new OriginalsApi(client);
    var dice =
        api.playDice(
            new DiceBet().direction(DiceBet.DirectionEnum.OVER).target(5050).stake(100L), key());
    check(dice.getResult().getRoll() <= 10_000, "a roll");
    played(dice.getGame(), dice.getRef(), dice.getPayout());
    var limbo = api.playLimbo(new LimboBet().target(200L).stake(100L), key());
    check(limbo.getResult().getReached() >= 100, "a multiplier");
    played(limbo.getGame(), limbo.getRef(), limbo.getPayout());
    var plinko =
        api.playPlinko(
            new PlinkoBet().rows(16).risk(PlinkoBet.RiskEnum.HIGH).stake(100L), key());
    check(plinko.getResult().getPath().size() == 16, "a path");
    played(plinko.getGame(), plinko.getRef(), plinko.getPayout());
    var wheel =
        api.playWheel(
            new WheelBet()
                .segments(10)
                .risk(WheelBet.RiskEnum.LOW)
                .stake(100L),
            key());
    check(wheel.getResult().getSegment() < 10, "a segment");
    played(wheel.getGame(), wheel.getRef(), wheel.getPayout());
    var keno =
        api.playKeno(
            new KenoBet().picks(List.of(3, 7)).risk(KenoBet.RiskEnum.LOW).stake(100L), key());
    check(keno.getResult().getDrawn().size() == 10, "ten numbers");
    played(keno.getGame(), keno.getRef(), keno.getPayout());
  }

  private void blackjack() throws ApiException {
    BlackjackApi blackjack = new BlackjackApi(client);
    Blackjack round =
        blackjack.playBlackjack(
            new BlackjackMove(
                new BlackjackDeal().action(BlackjackDeal.ActionEnum.DEAL).stake(500L)),
            key());
    while (!round.getFinal()) {
      check(round.getActions().contains(Blackjack.ActionsEnum.STAND), "standing is possible");
      BlackjackAction stand =
          new BlackjackAction()
              .action(BlackjackAction.ActionEnum.STAND)
              .ref(round.getRef())
              .version(round.getVersion());
      round = blackjack.playBlackjack(new BlackjackMove(stand), key());
    }
    check(round.getDealer().getCards().size() >= 2, "the dealer's cards");
    played("blackjack", round.getRef(), round.getPayout());
  }

  /// Bets until a bet could be taken back before its round began.
  private void crash() throws Exception {
    CrashApi crash = new CrashApi(client);
    long end = System.currentTimeMillis() + CRASH_MILLIS;
    while (System.currentTimeMillis() < end) {
      try {
        if (crash.listOpenCrashBets().getBets().isEmpty()) {
          crash.betOnCrash(new NewCrashBet().stake(100L).autoCashout(200L), key());
        }
        var cancelled = crash.cancelCrashBet(key());
        System.out.println("cancelled crash " + cancelled.getRef());
        return;
      } catch (ApiException refused) {
        ProblemCode code = problem(refused).getCode();
        check(LATER.contains(code), "an expected refusal, not " + code);
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("no bet on crash could be taken back in time");
  }

  /// The code is an enum's constant that a program can switch over.
  private void refused() throws Exception {
    try {
      new SlotsApi(client).playSlots20(new SlotsBet().stake(30L), key());
    } catch (ApiException refused) {
      Problem problem = problem(refused);
      check(problem.getCode() == ProblemCode.INVALID_FIELD, "invalid_field");
      System.out.println("refused " + refused.getCode() + " " + problem.getField());
      return;
    }
    throw new IllegalStateException("a stake of 30 was taken");
  }

  private Problem problem(ApiException refused) throws Exception {
    return client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
  }

  private static void played(String game, UUID ref, long payout) {
    System.out.println("played " + game + " " + ref + " " + payout);
  }

  private static void check(boolean isTrue, String what) {
    if (!isTrue) {
      throw new IllegalStateException("expected: " + what);
    }
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
