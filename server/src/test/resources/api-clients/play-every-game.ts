// A program as an integrator writes it, with the client generated from the API document: plays a round of each
// game and prints a line for each. Argument: the URL of the casino.

import {
  BaccaratApi,
  BaccaratBetOnEnum,
  BlackjackActionActionEnum,
  BlackjackActionsEnum,
  BlackjackApi,
  BlackjackDealActionEnum,
  Configuration,
  CrashApi,
  DiceBetDirectionEnum,
  HistoryApi,
  KenoBetRiskEnum,
  OriginalsApi,
  PlinkoBetRiskEnum,
  PlayerApi,
  ProblemCode,
  ProblemFromJSON,
  ResponseError,
  RouletteApi,
  RouletteBetTypeEnum,
  SessionsApi,
  SlotsApi,
  WheelBetRiskEnum,
  type Problem,
} from './client/index.js';

declare const process: {argv: string[]};

const CRASH_MILLIS = 90_000;

// What can be in the way of a bet on crash, or of taking it back, until another round begins.
const LATER: readonly ProblemCode[] = [
  ProblemCode.NoSuchRound,
  ProblemCode.NotRunning,
  ProblemCode.Crashed,
  ProblemCode.RoundOpen,
  ProblemCode.ActionNotPossible,
  ProblemCode.TableAway,
];

const basePath = process.argv[2] ?? '';
const session = await new SessionsApi(new Configuration({basePath})).openGuestSession({body: {}});
const configuration = new Configuration({basePath, accessToken: session.token});
console.log(`token ${session.token}`);

const key = (): string => crypto.randomUUID();

function check(isTrue: boolean, what: string): void {
  if (!isTrue) {
    throw new Error(`expected: ${what}`);
  }
}

const played = (game: string, ref: string, payout: number): void => console.log(`played ${game} ${ref} ${payout}`);

async function problem(failure: unknown): Promise<Problem> {
  if (!(failure instanceof ResponseError)) {
    throw failure;
  }
  return ProblemFromJSON(await failure.response.json());
}

async function slots(): Promise<void> {
  const api = new SlotsApi(configuration);
  const spin = await api.playSlots20({slotsBet: {stake: 200}, idempotencyKey: key()});
  check(spin.result.grid.length === 3, 'three rows');
  played(spin.game, spin.ref, spin.payout);
  const bet = await api.betOnSlots({slotsBet: {stake: 200}, idempotencyKey: key()});
  const fruit = await api.revealSlotsResult({roundRef: {ref: bet.ref}});
  check(fruit.result.grid.length > 0, 'fruit');
  played(fruit.game, fruit.ref, fruit.payout);
}

async function roulette(): Promise<void> {
  const bets = [
    {type: RouletteBetTypeEnum.Straight, numbers: [17], stake: 100},
    {type: RouletteBetTypeEnum.Red, stake: 500},
  ];
  const turn = await new RouletteApi(configuration).playRoulette({rouletteBets: {bets}, idempotencyKey: key()});
  check(turn.result.pocket >= 0 && turn.result.pocket <= 36, 'a pocket');
  played(turn.game, turn.ref, turn.payout);
}

async function baccarat(): Promise<void> {
  const bets = [
    {on: BaccaratBetOnEnum.Banker, stake: 200},
    {on: BaccaratBetOnEnum.Tie, stake: 25},
  ];
  const coup = await new BaccaratApi(configuration).playBaccarat({baccaratBets: {bets}, idempotencyKey: key()});
  check(coup.result.banker.cards.length >= 2, "the banker's cards");
  played(coup.game, coup.ref, coup.payout);
}

async function originals(): Promise<void> {
  const api = new OriginalsApi(configuration);
  const dice = await api.playDice({
    diceBet: {direction: DiceBetDirectionEnum.Over, target: 5050, stake: 100},
    idempotencyKey: key(),
  });
  check(dice.result.roll <= 10_000, 'a roll');
  played(dice.game, dice.ref, dice.payout);
  const limbo = await api.playLimbo({limboBet: {target: 200, stake: 100}, idempotencyKey: key()});
  check(limbo.result.reached >= 100, 'a multiplier');
  played(limbo.game, limbo.ref, limbo.payout);
  const plinko = await api.playPlinko({
    plinkoBet: {rows: 16, risk: PlinkoBetRiskEnum.High, stake: 100},
    idempotencyKey: key(),
  });
  check(plinko.result.path.length === 16, 'a path');
  played(plinko.game, plinko.ref, plinko.payout);
  const wheel = await api.playWheel({
    wheelBet: {segments: 10, risk: WheelBetRiskEnum.Low, stake: 100},
    idempotencyKey: key(),
  });
  check(wheel.result.segment < 10, 'a segment');
  played(wheel.game, wheel.ref, wheel.payout);
  const keno = await api.playKeno({
    kenoBet: {picks: [3, 7], risk: KenoBetRiskEnum.Low, stake: 100},
    idempotencyKey: key(),
  });
  check(keno.result.drawn.length === 10, 'ten numbers');
  played(keno.game, keno.ref, keno.payout);
}

async function blackjack(): Promise<void> {
  const api = new BlackjackApi(configuration);
  let round = await api.playBlackjack({
    blackjackMove: {action: BlackjackDealActionEnum.Deal, stake: 500},
    idempotencyKey: key(),
  });
  while (!round._final) {
    check(round.actions.includes(BlackjackActionsEnum.Stand), 'standing is possible');
    const {ref, version} = round;
    round = await api.playBlackjack({
      blackjackMove: {action: BlackjackActionActionEnum.Stand, ref, version},
      idempotencyKey: key(),
    });
  }
  check(round.dealer.cards.length >= 2, "the dealer's cards");
  played('blackjack', round.ref, round.payout);
}

/** Bets until a bet could be taken back before its round began. */
async function crash(): Promise<void> {
  const api = new CrashApi(configuration);
  const end = Date.now() + CRASH_MILLIS;
  while (Date.now() < end) {
    try {
      const {bets} = await api.listOpenCrashBets();
      if (bets.length === 0) {
        await api.betOnCrash({newCrashBet: {stake: 100, autoCashout: 200}, idempotencyKey: key()});
      }
      const cancelled = await api.cancelCrashBet({idempotencyKey: key()});
      console.log(`cancelled crash ${cancelled.ref}`);
      return;
    } catch (failure) {
      const {code} = await problem(failure);
      check(LATER.includes(code), `an expected refusal, not ${code}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('no bet on crash could be taken back in time');
}

/** The code is one of an enum that a program can switch over. */
async function refused(): Promise<void> {
  try {
    await new SlotsApi(configuration).playSlots20({slotsBet: {stake: 30}, idempotencyKey: key()});
  } catch (failure) {
    const {code, field, status} = await problem(failure);
    check(code === ProblemCode.InvalidField, 'invalid_field');
    console.log(`refused ${status} ${field}`);
    return;
  }
  throw new Error('a stake of 30 was taken');
}

await slots();
await roulette();
await baccarat();
await originals();
await blackjack();
await crash();
await refused();
const {balance, openStakes} = await new PlayerApi(configuration).getBalance();
console.log(`balance ${balance} ${openStakes}`);
const {rounds} = await new HistoryApi(configuration).listGameHistory();
rounds.forEach(({game, ref}) => console.log(`history ${game} ${ref}`));
